#include "reports/finding/finding_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "reports/case/case_text.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

Case CaseNamed(const std::string& name) {
  auto c = LoadCase(std::string(QUIESCE_SOURCE_DIR) + "/corpus/cases/" + name + ".case");
  EXPECT_TRUE(c.ok()) << c.status();
  return c.ok() ? *std::move(c) : Case();
}

const FindingStep* FindStep(const std::vector<FindingStep>& steps, const std::string& violates) {
  const auto found = std::ranges::find(steps, violates, &FindingStep::violates);
  return found == steps.end() ? nullptr : &*found;
}

TEST(StepsOfCase, OfAHandOverEndWithTheViolation) {
  const std::vector<FindingStep> steps = StepsOfCase(CaseNamed("bug-17"));
  const FindingStep* violation = FindStep(steps, "QZ-04");
  ASSERT_NE(violation, nullptr);
  EXPECT_EQ(violation, &steps.back());
  EXPECT_THAT(violation->call, HasSubstr("step 3: "));
  EXPECT_THAT(violation->text, HasSubstr("an adopted table lies in the next kernel's memory"));
  EXPECT_EQ(steps.front().call, "step 1: probe");
  const auto lanes = [&](const std::string& from, const std::string& to) {
    return std::ranges::any_of(steps,
                               [&](const FindingStep& s) { return s.from == from && s.to == to; });
  };
  EXPECT_TRUE(lanes("driver", "SMMU"));
  EXPECT_TRUE(lanes("driver", "memory"));
  EXPECT_TRUE(lanes("SMMU", ""));
  EXPECT_TRUE(lanes("device 0x110", "memory"));
}

TEST(StepsOfCase, OfAnAdoptionAreItsSteps) {
  const std::vector<FindingStep> steps = StepsOfCase(CaseNamed("newest-l2ptr-into-l1"));
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].from, "device 0xf900");
  EXPECT_EQ(steps[1].violates, "QZ-03");
}

TEST(ChangesOfCase, AreDecoded) {
  const std::vector<Change> changes = ChangesOfCase(CaseNamed("bug-42b"));
  const auto cr1 = std::ranges::find(changes, "CR1", &Change::what);
  const auto cmdq = std::ranges::find(changes, "CMDQ_BASE", &Change::what);
  EXPECT_TRUE(cr1 != changes.end() || cmdq != changes.end());
  const auto ste =
      std::ranges::find_if(changes, [](const Change& c) { return c.what.starts_with("STE @0x"); });
  ASSERT_NE(ste, changes.end());
  EXPECT_NE(ste->before, ste->after);
  EXPECT_THAT(ste->after, HasSubstr("V=1"));
}

TEST(FillFromCase, KeepsWhatIsThere) {
  Finding f;
  f.changes = {{"x", "0", "1"}};
  FillFromCase(CaseNamed("bug-17"), f);
  EXPECT_FALSE(f.steps.empty());
  EXPECT_EQ(f.changes.size(), 1u);
}

}  // namespace
}  // namespace quiesce
