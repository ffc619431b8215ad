#include "reports/record/run_record.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(Result, OnlyPassedAndProvedAreGreen) {
  for (std::size_t i = 0; i < kResultCount; ++i) {
    const Result r = static_cast<Result>(i);
    EXPECT_EQ(IsGreen(r), r == Result::kPassed || r == Result::kProved);
    EXPECT_EQ(ExitStatus(r), IsGreen(r) ? 0 : r == Result::kViolated ? 1 : 2);
    EXPECT_EQ(ResultNamed(NameOf(r)), r);
  }
  EXPECT_EQ(ResultNamed("passed"), std::nullopt);
}

TEST(Result, AnExpectedViolationMustComeTrue) {
  EXPECT_EQ(ExitStatus(Result::kViolated, Result::kViolated), 0);
  EXPECT_EQ(ExitStatus(Result::kPassed, Result::kViolated), 2);
  EXPECT_EQ(ExitStatus(Result::kViolated, Result::kPassed), 1);
  EXPECT_EQ(ExitStatus(Result::kUnknown, Result::kProved), 2);
}

TEST(RunRecord, ViolationOutweighsTheUndecided) {
  RunRecord r;
  EXPECT_EQ(ExitStatus(r), 2) << "nothing was checked";
  r.properties.emplace_back().result = Result::kPassed;
  EXPECT_EQ(ExitStatus(r), 0);
  r.proofs.emplace_back().result = Result::kUnknown;
  EXPECT_EQ(ExitStatus(r), 2);
  r.properties[0].result = Result::kViolated;
  EXPECT_EQ(ExitStatus(r), 1);
}

}  // namespace
}  // namespace quiesce
