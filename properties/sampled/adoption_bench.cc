// What one generated image costs, by what is asked of it: `adoption_bench`.
#include <benchmark/benchmark.h>

#include "model/world/render.h"
#include "properties/sampled/campaign.h"
#include "properties/sampled/structure_check.h"

namespace quiesce {
namespace {

constexpr ScenarioOptions kCorrupted{.max_corruptions = 3};
constexpr std::uint64_t kCases = 512;

AdoptionCase Drawn(std::uint64_t i) { return DrawAdoptionCase(1, i % kCases, kCorrupted); }

std::vector<std::uint32_t> SidsOf(const Scenario& s) {
  std::vector<std::uint32_t> sids;
  for (const Stream& stream : s.streams) sids.push_back(stream.sid);
  return sids;
}

void CountCases(benchmark::State& state) { state.SetItemsProcessed(state.iterations()); }

/// Cases a second, and how many of `what` each had.
void CountCases(benchmark::State& state, const char* what, std::uint64_t n) {
  CountCases(state);
  state.counters[what] =
      benchmark::Counter(static_cast<double>(n), benchmark::Counter::kAvgIterations);
}

void Draw(benchmark::State& state) {
  std::uint64_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(Drawn(i++));
  CountCases(state);
}
BENCHMARK(Draw);

void DrawAndRender(benchmark::State& state) {
  std::uint64_t i = 0;
  Image image;
  for (auto _ : state) RenderInto(Drawn(i++).scenario, image);
  CountCases(state);
}
BENCHMARK(DrawAndRender);

/// Drawn, rendered, adopted, and every STE compared.
void Structures(benchmark::State& state) {
  std::uint64_t i = 0;
  std::uint64_t inserted = 0;
  Image image;
  for (auto _ : state) {
    const AdoptionCase c = Drawn(i++);
    RenderInto(c.scenario, image);
    FixedChoices choices = ChoicesOf(c);
    inserted +=
        CheckStructuresInPlace(image, kNewestVariant, {}, SidsOf(c.scenario), choices).inserted;
  }
  CountCases(state, "inserted", inserted);
}
BENCHMARK(Structures);

/// And every transaction of the probes compared.
void Translations(benchmark::State& state) {
  std::uint64_t i = 0;
  std::uint64_t compared = 0;
  Image image;
  for (auto _ : state) {
    const AdoptionCheck check = RunAdoptionCase(Drawn(i++), kNewestVariant, {}, image);
    compared += check.counts.compared;
  }
  CountCases(state, "compared", compared);
}
BENCHMARK(Translations);

}  // namespace
}  // namespace quiesce

BENCHMARK_MAIN();
