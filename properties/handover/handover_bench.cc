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
