// What a whole hand-over costs: `handover_bench`.
#include <benchmark/benchmark.h>

#include "model/world/hand_over_run.h"
#include "properties/handover/example.h"
#include "properties/handover/recipes.h"

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

void RegisterRecipes() {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    benchmark::RegisterBenchmark(std::string(recipe.bug).c_str(), [&recipe](benchmark::State& s) {
      RunAgain(s, recipe.make(), recipe.choices);
    });
  }
}

}  // namespace
}  // namespace quiesce

int main(int argc, char** argv) {
  quiesce::RegisterRecipes();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
