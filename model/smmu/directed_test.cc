// The hand-written cases of model/smmu/testing/directed_case.h.
#include <gtest/gtest.h>

#include "model/smmu/testing/directed_case.h"

namespace quiesce::testing {
namespace {

std::vector<DescriptorUpdate> UpdatesOf(const TraceObserver& trace) {
  std::vector<DescriptorUpdate> updates;
  for (const TraceStep& step : trace.steps()) {
    if (const auto* u = std::get_if<DescriptorUpdate>(&step)) updates.push_back(*u);
  }
  return updates;
}

void ExpectAsWritten(const std::vector<DirectedCase>& cases) {
  for (const DirectedCase& c : cases) {
    Rig rig;
    c.prepare(rig);
    const Outcome outcome = rig.Run(c.transaction);
    EXPECT_EQ(Report(outcome, UpdatesOf(rig.trace)), c.expected) << c.what;
  }
}

TEST(DirectedTest, Configuration) { ExpectAsWritten(ConfigurationCases()); }
TEST(DirectedTest, Faults) { ExpectAsWritten(FaultCases()); }
TEST(DirectedTest, Tables) { ExpectAsWritten(TableCases()); }
TEST(DirectedTest, Attributes) { ExpectAsWritten(AttributeCases()); }
TEST(DirectedTest, Ats) { ExpectAsWritten(AtsCases()); }

}  // namespace
}  // namespace quiesce::testing
