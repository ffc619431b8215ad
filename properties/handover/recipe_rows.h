// How the rows of the recipe tables are written.
#pragma once

#include <initializer_list>

#include "properties/handover/recipes.h"

namespace quiesce {

std::span<const BugRecipe> AdoptionRecipes();  ///< entries 1 to 41
std::span<const BugRecipe> ResetRecipes();     ///< entries 42 to 58
std::span<const BugRecipe> IdRecipes();        ///< entries 59 to 74
std::span<const BugRecipe> OwnRecipes();       ///< entries 75 on

/// One combined interrupt that nothing explains.
HandOver SpuriousIrq();
/// A device asks for a page while the reset runs.
HandOver PageRequestInReset();

/// The second stream of the first device lies outside of the table.
HandOver SecondStreamOutOfRange();
/// A device on a bus that the crashed kernel never used.
HandOver EmptyBus();

inline BugRecipe Shows(std::string_view bug, HandOver (*make)(),
                       std::initializer_list<Invariant> violates, std::string_view what = {},
                       const RecipeChoices& choices = {}) {
  BugRecipe r;
  r.bug = bug;
  r.make = make;
  for (const Invariant i : violates) r.violates[r.violated++] = i;
  r.what = what;
  r.choices = choices;
  return r;
}

inline BugRecipe Hidden(std::string_view bug, std::string_view why_not,
                        std::array<std::string_view, 2> beside = {}) {
  BugRecipe r;
  r.bug = bug;
  r.why_not = why_not;
  r.beside = beside;
  return r;
}

}  // namespace quiesce
