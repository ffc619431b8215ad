// What a whole hand-over costs: `handover_bench`.
#include <benchmark/benchmark.h>

#include "model/world/hand_over_run.h"
#include "properties/handover/example.h"
#include "properties/handover/recipes.h"
#include "properties/sampled/hand_over_property.h"

namespace quiesce {
namespace {

void RunAgain(benchmark::State& state, const HandOver& h, const RecipeChoices& choices) {
  HandOverRunner runner(h);
  std::uint64_t steps = 0;
  std::uint64_t transactions = 0;
  for (auto _ : state) {
    RecipeAnswers answers(choices);
    const HandOverResult r = runner.Run(answers);
    steps = r.driver_steps;
    transactions = r.transactions;
  }
  state.counters["steps"] = static_cast<double>(steps);
  state.counters["dma"] = static_cast<double>(transactions);
}

void CleanHandOver(benchmark::State& state) { RunAgain(state, Example(), {}); }
BENCHMARK(CleanHandOver);

void RenderedAnew(benchmark::State& state) {
  const HandOver h = Example();
  for (auto _ : state) {
    FixedChoices choices;
    benchmark::DoNotOptimize(Run(h, choices));
  }
}
BENCHMARK(RenderedAnew);

/// Drawn, rendered and run anew each time, as a campaign does.
void Drawn(benchmark::State& state) {
  const HandOverDomain& domain = HandOverDomains()[static_cast<std::size_t>(state.range(0))];
  state.SetLabel(std::string(domain.name));
  constexpr std::uint64_t kCases = 256;
  std::uint64_t i = 0;
  std::uint64_t steps = 0;
  std::uint64_t transactions = 0;
  CaseRunner runner;
  for (auto _ : state) {
    const HandOverResult r = runner.Run(DrawCase(1, domain, i++ % kCases));
    steps += r.driver_steps;
    transactions += r.transactions;
  }
  state.SetItemsProcessed(state.iterations());
  const auto average = [](std::uint64_t n) {
    return benchmark::Counter(static_cast<double>(n), benchmark::Counter::kAvgIterations);
  };
  state.counters["steps"] = average(steps);
  state.counters["dma"] = average(transactions);
}
BENCHMARK(Drawn)->ArgName("domain")->DenseRange(0, 2);

/// All that an observer sees.
struct StepCounter : HandOverObserver {
  void Took(Moment, const Step&) override { ++steps; }
  std::uint64_t steps = 0;
};

/// Cost per step must not grow with the steps.
void RunAndCountSteps(benchmark::State& state, const HandOver& h) {
  HandOverRunner runner(h);
  FixedChoices choices;
  StepCounter counter;
  runner.Run(choices, &counter);
  for (auto _ : state) runner.Run(choices);
  const auto steps = static_cast<double>(counter.steps);
  state.counters["steps"] = steps;
  using C = benchmark::Counter;
  state.counters["s/step"] = C(steps, C::kIsIterationInvariantRate | C::kInvert);
}

/// The clean hand-over, then its first device maps and unmaps pages.
void MorePages(benchmark::State& state) {
  HandOver h = Example();
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    const std::uint64_t iova = 0x60'0000'0000 + static_cast<std::uint64_t>(i) * 0x1000;
    h.calls.push_back({.kind = CallKind::kMap, .iova = iova, .pa = h.pool.first + h.pool.bytes});
    h.calls.push_back({.kind = CallKind::kUnmap, .iova = iova});
  }
  RunAndCountSteps(state, h);
}
BENCHMARK(MorePages)->RangeMultiplier(2)->Range(100, 800);

/// So many devices, each on a bus of its own.
void MoreDevices(benchmark::State& state) {
  Scenario s = ExampleScenario();
  s.stream_table.log2size = 14;
  s.streams.clear();
  for (unsigned i = 0; i < state.range(0); ++i) {
    s.streams.push_back(Stage1Stream(i << 8 | 0x10, i + 1, 0x5000'0000 + 0x1'0000 * i));
  }
  HandOver h = Example(s);
  h.devices.clear();
  for (const Stream& stream : s.streams) h.devices.push_back(BusyDevice(stream.sid));
  h.calls = FullPlan(h);
  RunAndCountSteps(state, h);
}
BENCHMARK(MoreDevices)->RangeMultiplier(2)->Range(1, 16);

/// The hand-over of the recipe number `range(0)`.
void Recipe(benchmark::State& state) {
  const BugRecipe& recipe = BugRecipes()[static_cast<std::size_t>(state.range(0))];
  state.SetLabel(std::string(recipe.bug));
  RunAgain(state, recipe.make(), recipe.choices);
}

void EachRecipe(benchmark::internal::Benchmark* b) {
  for (std::size_t i = 0; i < BugRecipes().size(); ++i) {
    if (BugRecipes()[i].make != nullptr) b->Arg(static_cast<std::int64_t>(i));
  }
}
BENCHMARK(Recipe)->Apply(EachRecipe);

}  // namespace
}  // namespace quiesce

BENCHMARK_MAIN();
