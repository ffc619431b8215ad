// The hand-written cases and the naive oracle notice every mutant of every decision, and meet every
// decision both ways; without a change there is nothing to notice.
#include "properties/mutation/decision_mutants.h"

#include <gtest/gtest.h>

#include <string>

namespace quiesce {
namespace {

class DecisionMutantsTest : public ::testing::Test {
 protected:
  static DecisionChecks& Checks() {
    static DecisionChecks checks;
    return checks;
  }
};

void ExpectNoSurvivor(const std::vector<Mutant>& mutants) {
  EXPECT_FALSE(AnyUnexplained(mutants)) << MutantsText(mutants, false);
}

TEST_F(DecisionMutantsTest, NothingIsNoticedWithoutAChange) {
  EXPECT_EQ(Checks().KillerOf({}), "");
}

TEST_F(DecisionMutantsTest, EveryDecisionIsKilledOrExplained) {
  ExpectNoSurvivor(DecisionMutants(Checks()));
}
TEST_F(DecisionMutantsTest, EveryQuantityIsKilledOrExplained) {
  ExpectNoSurvivor(QuantityMutants(Checks()));
}
TEST_F(DecisionMutantsTest, EveryOrderIsKilledOrExplained) {
  ExpectNoSurvivor(OrderMutants(Checks()));
}

TEST_F(DecisionMutantsTest, EveryExplanationIsOfAMutant) {
  std::size_t explained = 0;
  for (const auto& mutants :
       {DecisionMutants(Checks()), QuantityMutants(Checks()), OrderMutants(Checks())}) {
    for (const Mutant& m : mutants) explained += !m.excuse.empty();
  }
  EXPECT_EQ(explained, EquivalentMutants().size());
}

TEST_F(DecisionMutantsTest, EveryDecisionIsMetBothWays) {
  const MutantObserver& met = Checks().Coverage();
  for (std::size_t i = 0; i < kDecisionCount; ++i) {
    const auto id = static_cast<DecisionId>(i);
    EXPECT_TRUE(met.Met(id, true)) << SpecOf(id).id;
    EXPECT_TRUE(met.Met(id, false)) << SpecOf(id).id;
  }
  for (std::size_t i = 0; i < kQuantityCount; ++i) {
    const auto id = static_cast<QuantityId>(i);
    EXPECT_TRUE(met.Met(id)) << SpecOf(id).id;
  }
}

}  // namespace
}  // namespace quiesce
