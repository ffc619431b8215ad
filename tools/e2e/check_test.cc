// `quiesce check` as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Check, TakesTheBuiltInImageAndLeavesACaseThatReplays) {
  const std::string folder = FreshDirectory("check");
  const CommandResult check =
      RunQuiesce("check --cases 200 --hand-overs 100 --skip proofs --out " + folder);
  EXPECT_EQ(check.status, 0) << check.out << check.err;
  EXPECT_THAT(check.out, HasSubstr("record  " + folder + "/record.json\n"));
  EXPECT_THAT(check.out, HasSubstr("report  " + folder + "/report.html\n"));
  EXPECT_THAT(check.err, Not(HasSubstr("quiesce"))) << "a slow machine gets a heartbeat, no more";
  const CommandResult replay = RunQuiesce("replay " + folder + "/v7.case");
  EXPECT_EQ(replay.status, 0) << replay.out << replay.err;
  EXPECT_THAT(replay.out, HasSubstr("violates QZ-09"));
}

TEST(Check, RejectsAnUnknownOption) {
  const CommandResult r = RunQuiesce("check --casses 5");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("--casses"));
}

}  // namespace
}  // namespace quiesce
