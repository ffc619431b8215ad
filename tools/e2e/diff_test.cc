// `quiesce diff` and `quiesce list variants` as a user runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

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
  EXPECT_EQ(r.err, "quiesce: unknown variant 'v11': see 'quiesce list variants'\n");
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

TEST(Diff, TheSameAsJson) {
  const CommandResult r = RunQuiesce("diff v6 v7 --json");
  const auto json = nlohmann::json::parse(r.out);
  EXPECT_EQ(json["a"], "v6");
  ASSERT_EQ(json["differences"].size(), 3u);
  EXPECT_EQ(json["differences"][0]["field"], "forces_atschk");
  EXPECT_EQ(json["differences"][0]["b"], "no");
}

/// Every listing has as many entries as its text has, told by what only one of them says.
TEST(List, EveryListingAsJson) {
  const auto list = [](const std::string& what) {
    return nlohmann::json::parse(RunQuiesce("list " + what + " --json").out);
  };
  const auto variants = list("variants");
  EXPECT_EQ(variants["variants"][0]["name"], "status-quo");
  EXPECT_EQ(variants["catalogue"][0]["name"], "bug-1");
  EXPECT_EQ(list("choices")[0]["id"], "CU-1");
  EXPECT_EQ(list("invariants").size(), 16u);
  EXPECT_EQ(list("policies").size(), 8u);
  EXPECT_EQ(list("rules")[0]["of"], "ID registers that no SMMU can have");
  const std::string text = RunQuiesce("list corruptions").out;
  for (const auto& corruption : list("corruptions")) {
    EXPECT_THAT(text, HasSubstr(corruption["cause"].get<std::string>()));
  }
}

}  // namespace
}  // namespace quiesce
