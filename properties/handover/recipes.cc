#include "properties/handover/recipes.h"

#include <algorithm>
#include <vector>

#include "properties/handover/example.h"
#include "properties/handover/recipe_rows.h"

namespace quiesce {

HandOver SecondStreamOutOfRange() {
  HandOver h = Example();
  h.devices[0].sids.push_back(0xF0000);
  return h;
}

HandOver EmptyBus() {
  HandOver h = Example();
  h.devices.push_back({.sids = {0x305}});
  h.calls = PlanStartingWith(h, 2);
  return h;
}

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

}  // namespace quiesce
