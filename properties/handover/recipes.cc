#include "properties/handover/recipes.h"

#include <algorithm>
#include <vector>

#include "properties/handover/recipe_rows.h"

namespace quiesce {

std::span<const BugRecipe> BugRecipes() {
  static const std::vector<BugRecipe> kAll = [] {
    std::vector<BugRecipe> all;
    for (const auto part : {AdoptionRecipes(), ResetRecipes(), IdRecipes(), OwnRecipes()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kAll;
}

const BugRecipe* FindRecipe(std::string_view bug) {
  for (const BugRecipe& r : BugRecipes()) {
    if (r.bug == bug) return &r;
  }
  return nullptr;
}

bool HasLargeTables(std::string_view bug) {
  constexpr std::string_view kLarge[] = {"bug-11", "bug-20", "bug-21", "bug-22", "bug-23"};
  return std::ranges::find(kLarge, bug) != std::end(kLarge);
}

}  // namespace quiesce
