// Every bug of the catalogue against the hand-over that is known to show it.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "model/driver/catalogue.h"
#include "model/world/hand_over_run.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

HandOverResult RunWith(HandOver h, const Variant& variant, const RecipeChoices& choices) {
  h.config.variant = variant;
  RecipeAnswers answers(choices);
  return Run(h, answers);
}

std::string Text(const HandOverResult& result) {
  std::string text;
  for (const Violation& v : result.violations) text += Describe(v) + "\n";
  for (std::size_t i = 0; i < result.stops.size(); ++i) {
    if (result.stops[i])
      text += "call " + std::to_string(i) + ": " + Describe(*result.stops[i]) + "\n";
  }
  if (result.adopt_stop) text += "not adopted: " + Describe(*result.adopt_stop) + "\n";
  return text;
}

bool Counts(const BugRecipe& recipe, Invariant invariant, const HandOverResult& result) {
  for (const Violation& v : result.violations) {
    if (v.invariant == invariant && (recipe.what.empty() || v.what == recipe.what)) return true;
  }
  return false;
}

TEST(HandOverCatalogue, HasARecipeOrAReasonForEachEntryInOrder) {
  const auto recipes = BugRecipes();
  const auto entries = Catalogue();
  ASSERT_EQ(recipes.size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_EQ(recipes[i].bug, NameOf(entries[i]));
    EXPECT_NE(recipes[i].make == nullptr, recipes[i].why_not.empty()) << recipes[i].bug;
  }
}

/// A number shows if one of its changes does.
TEST(HandOverCatalogue, SixtySevenOfTheSeventyFourNumbersShow) {
  std::set<unsigned> shown;
  for (const BugRecipe& recipe : BugRecipes()) {
    const unsigned number = FindBug(recipe.bug)->number;
    if (recipe.make != nullptr && number <= 74) shown.insert(number);
  }
  EXPECT_EQ(shown.size(), 67u);
}

TEST(HandOverCatalogue, EachRecipeShowsItsBugAndOnlyThat) {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    const CatalogueEntry& entry = *FindBug(recipe.bug);
    const HandOver h = recipe.make();
    const HandOverResult with = RunWith(h, *WithBug(entry), recipe.choices);
    ASSERT_GT(recipe.violated, 0u) << recipe.bug;
    for (unsigned i = 0; i < recipe.violated; ++i) {
      EXPECT_TRUE(Counts(recipe, recipe.violates[i], with))
          << recipe.bug << " does not violate " << SpecOf(recipe.violates[i]).id << "\n"
          << Text(with);
    }
    const std::optional<Variant> sound = WithoutBug(entry);
    if (!sound) continue;
    const HandOverResult without = RunWith(h, *sound, recipe.choices);
    for (unsigned i = 0; i < recipe.violated; ++i) {
      EXPECT_FALSE(Counts(recipe, recipe.violates[i], without))
          << "without " << recipe.bug << ", " << SpecOf(recipe.violates[i]).id << " is violated\n"
          << Text(without);
    }
  }
}

std::set<std::pair<Invariant, std::string_view>> Broken(const HandOverResult& result) {
  std::set<std::pair<Invariant, std::string_view>> broken;
  for (const Violation& v : result.violations) broken.insert({v.invariant, v.what});
  return broken;
}

/// The driver without the bug; then the newest with each bug that its change brings along.
std::vector<Variant> Others(const BugRecipe& hidden) {
  std::vector<Variant> others = {*WithoutBug(*FindBug(hidden.bug))};
  for (const std::string_view other : hidden.beside) {
    if (!other.empty()) others.push_back(*WithBug(*FindBug(other)));
  }
  return others;
}

TEST(HandOverCatalogue, ABugThatDoesNotShowShowsInNoRecipe) {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    HandOverRunner runner(recipe.make());
    const auto run = [&](const Variant& variant) {
      RecipeAnswers answers(recipe.choices);
      runner.Use(variant);
      return runner.Run(answers);
    };
    for (const BugRecipe& hidden : BugRecipes()) {
      const CatalogueEntry& entry = *FindBug(hidden.bug);
      if (hidden.make != nullptr || !WithBug(entry) || !WithoutBug(entry)) continue;
      const HandOverResult with = run(*WithBug(entry));
      auto added = Broken(with);
      for (const Variant& other : Others(hidden)) {
        for (const auto& broken : Broken(run(other))) added.erase(broken);
      }
      EXPECT_TRUE(added.empty()) << hidden.bug << " shows in the recipe of " << recipe.bug << "\n"
                                 << Text(with);
    }
  }
}

}  // namespace
}  // namespace quiesce
