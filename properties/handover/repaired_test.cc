// What the repaired variant still violates in the hand-overs of the catalogue, and why. Whatever is
// not in the table here must hold.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "model/driver/catalogue.h"
#include "model/world/hand_over_run.h"
#include "properties/handover/clean_crash.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

constexpr std::string_view kRefused = "the image is refused, and the full reset aborts DMA";
constexpr std::string_view kNoMemory = "something fails, and the full reset aborts DMA";
constexpr std::string_view kOff = "the SMMU ends up off: GBPA aborts what it would let through";

struct Remaining {
  std::string_view bug;
  std::string_view ids;  ///< in order
  std::string_view why;
};

constexpr Remaining kRemaining[] = {
    {"bug-6", "QZ-05 QZ-08 QZ-15", "nothing ends service failure mode"},
    {"bug-8", "QZ-01 QZ-04", "the SMMU was off and DMA bypassed it, the next kernel's memory too"},
    {"bug-10", "QZ-01", kRefused},
    {"bug-11", "QZ-01", kRefused},
    {"bug-13", "QZ-01", kRefused},
    {"bug-14", "QZ-01", kRefused},
    {"bug-15a", "QZ-01", kRefused},
    {"bug-15b", "QZ-01", kRefused},
    {"bug-15c", "QZ-01", kRefused},
    {"bug-17", "QZ-01", kRefused},
    {"bug-18", "QZ-01", kRefused},
    {"bug-20", "QZ-01", kRefused},
    {"bug-22", "QZ-01", kRefused},
    {"bug-23", "QZ-01", kRefused},
    {"bug-24", "QZ-01", kNoMemory},
    {"bug-26", "QZ-01", kNoMemory},
    {"bug-28", "QZ-01", kRefused},
    {"bug-29", "QZ-01", kOff},
    {"bug-30a", "QZ-01", kNoMemory},
    {"bug-30c", "QZ-01", kNoMemory},
    {"bug-30d", "QZ-01", kNoMemory},
    {"bug-31", "QZ-01", kOff},
    {"bug-32", "QZ-01", "the damaged descriptor no longer leads to the stream's STE"},
    {"bug-41", "QZ-01", kRefused},
    {"bug-46a", "QZ-01", kRefused},
    {"bug-49", "QZ-01", kOff},
    {"bug-50a", "QZ-01 QZ-14", "CR2.E2H differs and cannot change under live streams: refused"},
    {"bug-62a", "QZ-01", kNoMemory},
    {"bug-62b", "QZ-01", kNoMemory},
    {"bug-63", "QZ-01", kRefused},
    {"bug-64a", "QZ-01", kRefused},
    {"bug-64b", "QZ-01", kRefused},
    {"bug-66a", "QZ-01", kRefused},
    {"bug-68", "QZ-15", "no ASID is left that is not live"},
    {"bug-69", "QZ-13", "a CD that changes after the scan, by nobody's leave"},
    {"bug-72", "QZ-01", kNoMemory},
    {"bug-78", "QZ-01", kRefused},
    {"bug-86", "QZ-01 QZ-15", "something fails, and a kdump kernel has no event queue"},
    {"bug-87", "QZ-01 QZ-02 QZ-03 QZ-04",
     "something fails, and the full reset lets the stream of a reserved region bypass"},
    {"bug-83", "QZ-01 QZ-09 QZ-15", "another agent changes the table under the driver"},
};

std::string IdsOf(const HandOverResult& result) {
  std::set<std::string_view> ids;
  for (const Violation& v : result.violations) ids.insert(SpecOf(v.invariant).id);
  std::string text;
  for (const std::string_view id : ids) text.append(text.empty() ? "" : " ").append(id);
  return text;
}

std::string_view Expected(std::string_view bug) {
  for (const Remaining& r : kRemaining) {
    if (r.bug == bug) return r.ids;
  }
  return "";
}

HandOverResult RunRepaired(HandOver h, const RecipeChoices& choices) {
  h.config.variant = variants::kRepaired;
  RecipeAnswers answers(choices);
  return Run(h, answers);
}

TEST(Repaired, ViolatesInTheCataloguesHandOversOnlyWhatIsListed) {
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    EXPECT_EQ(IdsOf(RunRepaired(recipe.make(), recipe.choices)), Expected(recipe.bug))
        << recipe.bug;
  }
}

TEST(Repaired, EachRemainingViolationHasItsReason) {
  for (const Remaining& r : kRemaining) {
    EXPECT_NE(FindRecipe(r.bug), nullptr) << r.bug;
    EXPECT_FALSE(r.ids.empty() || r.why.empty()) << r.bug;
  }
}

/// Each bug of the newest that shows, but for what the table keeps.
TEST(Repaired, RepairsWhatTheNewestViolates) {
  unsigned repaired = 0;
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make == nullptr) continue;
    if (FindBug(recipe.bug)->standing != BugStanding::kInNewest) continue;
    const HandOverResult r = RunRepaired(recipe.make(), recipe.choices);
    bool violates = false;
    for (unsigned i = 0; i < recipe.violated; ++i) violates |= r.Violates(recipe.violates[i]);
    repaired += !violates;
    const bool kept = FindBug(recipe.bug)->change == nullptr;  // no field repairs it
    EXPECT_EQ(violates, kept) << recipe.bug;
  }
  EXPECT_GE(repaired, 15u);
}

TEST(Repaired, HoldsOnCleanCrashes) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    EXPECT_EQ(IdsOf(RunRepaired(h, {})), "") << seed;
  }
}

}  // namespace
}  // namespace quiesce
