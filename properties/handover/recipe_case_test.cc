#include "properties/handover/recipe_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/driver/catalogue.h"
#include "model/image/text_input.h"
#include "reports/case/case_text.h"
#include "reports/case/hand_over_case.h"

namespace quiesce {
namespace {

constexpr std::size_t kMostSteps = 12;

HandOverResult RunRecipe(const BugRecipe& recipe) {
  HandOver h = recipe.make();
  h.config.variant = *WithBug(*FindBug(recipe.bug));
  RecipeAnswers answers(recipe.choices);
  return Run(h, answers);
}

TEST(RecipeCase, CorpusHoldsEachRecipeAsItIs) {
  for (const BugRecipe& recipe : BugRecipes()) {
    const std::optional<Case> c = CaseOf(recipe);
    EXPECT_EQ(c.has_value(), recipe.make != nullptr) << recipe.bug;
    if (!c) continue;
    const auto text = ReadWholeFile(std::string(QUIESCE_CORPUS_DIR "/cases/") + CaseNameOf(recipe));
    ASSERT_TRUE(text.ok()) << text.status() << ": run write_corpus";
    EXPECT_EQ(*text, FormatCase(*c)) << CaseNameOf(recipe) << ": run write_corpus";
    EXPECT_LE(c->StepCount(), kMostSteps) << recipe.bug;
  }
}

/// The text loses nothing that the run depends on.
TEST(RecipeCase, RunsAsTheRecipe) {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    const auto c = LoadCase(std::string(QUIESCE_CORPUS_DIR "/cases/") + CaseNameOf(recipe));
    ASSERT_TRUE(c.ok()) << c.status();
    const HandOverResult from_case = RunHandOver(*c);
    if (recipe.choices.torn_seed != 0) {
      EXPECT_TRUE(from_case.Violates(recipe.violates[0])) << recipe.bug;
      continue;
    }
    const HandOverResult from_recipe = RunRecipe(recipe);
    EXPECT_EQ(from_case.violations, from_recipe.violations) << recipe.bug;
    EXPECT_EQ(from_case.driver_steps, from_recipe.driver_steps) << recipe.bug;
    EXPECT_EQ(from_case.transactions, from_recipe.transactions) << recipe.bug;
  }
}

}  // namespace
}  // namespace quiesce
