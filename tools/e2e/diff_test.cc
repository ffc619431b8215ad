// `quiesce diff` and `quiesce list variants` as a user runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

TEST(Diff, ShowsTheFieldsThatSeparateTwoVersions) {
  const CommandResult r = RunQuiesce("diff v6 v7");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(r.out,
            "                                     v6                     v7\n"
            "forces_atschk                        yes                    no\n"
            "cleanup_arm                          strtab-base-cfg        two-level-bit\n"
            "two_level_restore                    never                  after-cleanup\n");
}

TEST(Diff, ABugIsTheNewestWithItsFieldsChanged) {
  const CommandResult r = RunQuiesce("diff newest bug-14");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("l1_pointer_not_zero"));
  EXPECT_EQ(std::count(r.out.begin(), r.out.end(), '\n'), 4) << r.out;
}

TEST(Diff, AlikeIsSaid) { EXPECT_EQ(RunQuiesce("diff T3 T4").out, "T3 and T4 decide alike\n"); }

TEST(Diff, UnknownNamesAreOneLineErrors) {
  const CommandResult r = RunQuiesce("diff v6 v11");
  EXPECT_EQ(r.status, 2);
  EXPECT_EQ(r.err, "quiesce diff: unknown variant 'v11': see 'quiesce list variants'\n");
  EXPECT_THAT(RunQuiesce("diff newest bug-73").err, HasSubstr("bug-73 is no variant: MPAM"));
}

TEST(List, VariantsBugsAndPolicies) {
  const CommandResult variants = RunQuiesce("list variants");
  EXPECT_EQ(variants.status, 0);
  EXPECT_THAT(variants.out, HasSubstr("status-quo  the driver before the series"));
  EXPECT_THAT(variants.out, HasSubstr("bug-59      v1 to v7"));
  EXPECT_THAT(variants.out, HasSubstr("bug-49      newest"));
  EXPECT_THAT(RunQuiesce("list policies").out, HasSubstr("reset-devices"));
}

}  // namespace
}  // namespace quiesce
