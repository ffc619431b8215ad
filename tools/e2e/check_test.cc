// `quiesce check` as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

TEST(Check, WithoutArgumentsChecksTheBuiltInImage) {
  const std::string folder = FreshDirectory("check");
  const CommandResult r = RunQuiesce("check --cases 200 --out " + folder);
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_THAT(r.out, HasSubstr("record  " + folder + "/record.json\n"));
  EXPECT_THAT(r.out, HasSubstr("report  " + folder + "/report.html\n"));
  EXPECT_EQ(r.err, "");
}

TEST(Check, WrittenCaseReplays) {
  const std::string folder = FreshDirectory("check-case");
  ASSERT_EQ(RunQuiesce("check --cases 200 --out " + folder).status, 0);
  const CommandResult r = RunQuiesce("replay " + folder + "/v7.case");
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_THAT(r.out, HasSubstr("violates QZ-09"));
}

TEST(Check, RejectsAnUnknownOption) {
  const CommandResult r = RunQuiesce("check --casses 5");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("--casses"));
}

}  // namespace
}  // namespace quiesce
