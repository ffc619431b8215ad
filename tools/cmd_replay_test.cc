#include "tools/cmd_replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

class ReplayCommandTest : public testing::Test {
 protected:
  int Replay(const std::vector<std::string>& paths) { return RunReplay(paths, out_, err_); }

  /// v7 meets a misaligned L2Ptr.
  std::string WriteCase(const std::string& name, const std::string& expect) {
    const std::string path = testing::TempDir() + name;
    std::ofstream(path) << "quiesce-case 1\ntitle: t\nvariant: v7\nexpect: " << expect
                        << "\nIDR0.ST_LEVEL = 1\nIDR1.SIDSIZE = 16\nIDR5.OAS = 5\n"
                           "AIDR.ArchMinorRev = 2\nCR0.SMMUEN = 1\n"
                           "STRTAB_BASE.ADDR = 0x40000000\nSTRTAB_BASE_CFG.LOG2SIZE = 10\n"
                           "STRTAB_BASE_CFG.SPLIT = 8\nSTRTAB_BASE_CFG.FMT = 1\n"
                           "unmapped: abort\nzeros @0x40000000 0x40\nzeros @0x50000000 0x8000\n"
                           "L1STD @0x40000008 Span=9 L2Ptr=0x50000040\n"
                           "step: insert sid=0x110\n";
    return path;
  }

  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReplayCommandTest, ExpectedViolationExitsZero) {
  EXPECT_EQ(Replay({WriteCase("a.case", "violates QZ-09 at step 1")}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("VIOLATES QZ-09"));
  EXPECT_THAT(out_.str(), HasSubstr("as expected: violates QZ-09 at step 1\n"));
}

TEST_F(ReplayCommandTest, OtherOutcomeExitsOneAndOutweighsErrors) {
  EXPECT_EQ(Replay({"/nonexistent.case", WriteCase("b.case", "holds")}), 1);
  EXPECT_THAT(out_.str(), HasSubstr("ReplayDiverged: violates QZ-09 at step 1; expected that all "
                                    "checks hold"));
}

TEST_F(ReplayCommandTest, UnreadableCaseExitsTwoWithOneLine) {
  EXPECT_EQ(Replay({"/nonexistent.case"}), 2);
  EXPECT_EQ(err_.str(), "quiesce: /nonexistent.case: cannot read: No such file or directory\n");
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace quiesce
