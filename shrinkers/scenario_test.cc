#include "shrinkers/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generators/scenario.h"
#include "shrinkers/search.h"

namespace quiesce {
namespace {

constexpr ScenarioOptions kCorrupted{.max_corruptions = 3};

bool HasNullL2Ptr(const Scenario& s) {
  return std::any_of(s.corruptions.begin(), s.corruptions.end(),
                     [](const Corruption& c) { return std::holds_alternative<NullL2Ptr>(c); });
}

Scenario FirstWith(bool (*holds)(const Scenario&)) {
  for (std::uint64_t seed = 0;; ++seed) {
    Scenario s = ExpandScenario(seed, kCorrupted);
    if (s.streams.size() > 3 && holds(s)) return s;
  }
}

TEST(SmallerScenarios, EveryCandidateHasFewerParts) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario s = ExpandScenario(seed, kCorrupted);
    const std::vector<Scenario> smaller = SmallerScenarios(s);
    EXPECT_EQ(smaller.empty(), CutsLeft(s) == 0);
    for (const Scenario& t : smaller) EXPECT_LT(CutsLeft(t), CutsLeft(s));
  }
}

TEST(SmallerScenarios, DefaultScenarioIsTheSmallest) {
  EXPECT_TRUE(SmallerScenarios(Scenario()).empty());
}

TEST(Shrink, ReachesTheExactMinimum) {
  std::size_t kept = 0;
  const Shrunk<Scenario> shrunk = Shrink(FirstWith(HasNullL2Ptr), {}, SmallerScenarios,
                                         HasNullL2Ptr, [&](const Scenario&) { ++kept; });
  EXPECT_FALSE(shrunk.exhausted);
  EXPECT_EQ(kept, shrunk.improvements);
  Scenario minimum;
  minimum.corruptions = shrunk.value.corruptions;
  ASSERT_EQ(minimum.corruptions.size(), 1u);
  EXPECT_EQ(shrunk.value, minimum);
}

TEST(Shrink, StopsAtItsBudgetWithTheBestSoFar) {
  const Scenario start = FirstWith(HasNullL2Ptr);
  const Shrunk<Scenario> shrunk =
      Shrink(start, {.executions = 3}, SmallerScenarios, HasNullL2Ptr, [](const Scenario&) {});
  EXPECT_TRUE(shrunk.exhausted);
  EXPECT_EQ(shrunk.executions, 3u);
  EXPECT_TRUE(HasNullL2Ptr(shrunk.value));
  EXPECT_LE(CutsLeft(shrunk.value), CutsLeft(start));
}

}  // namespace
}  // namespace quiesce
