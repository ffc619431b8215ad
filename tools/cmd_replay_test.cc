#include "tools/cmd_replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

class ReplayCommandTest : public testing::Test {
 protected:
  int Replay(const std::vector<std::string>& paths) {
    return Replay(ReplayArguments{.paths = paths});
  }
  int Replay(const ReplayArguments& arguments) { return RunReplay(arguments, out_, err_); }

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

const std::string kBug14 = QUIESCE_CORPUS_DIR "/cases/bug-14.case";

TEST_F(ReplayCommandTest, HandOverListsItsStepsAndTheViolationAtItsStep) {
  EXPECT_EQ(Replay(std::vector<std::string>{kBug14}), 0) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("  2. probe-device 0 dma\n"));
  EXPECT_THAT(out_.str(), HasSubstr("VIOLATES QZ-09 at call 1"));
  EXPECT_THAT(out_.str(), HasSubstr("as expected: violates QZ-"));
}

TEST_F(ReplayCommandTest, StopAtLeavesTheLaterStepsOut) {
  EXPECT_EQ(Replay({.paths = {kBug14}, .stop_at = 1}), 0) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("all invariants hold"));
  EXPECT_THAT(out_.str(), testing::Not(HasSubstr("probe-device 0")));
  EXPECT_EQ(Replay({.paths = {kBug14}, .stop_at = 99}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--stop-at 99: the case has steps 1 to"));
}

TEST_F(ReplayCommandTest, AnotherVariantIsHeldAgainstTheInvariantsAlone) {
  EXPECT_EQ(Replay({.paths = {WriteCase("c.case", "violates QZ-09")}, .variant = "newest"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("all invariants hold"));
  EXPECT_EQ(Replay({.paths = {WriteCase("c.case", "holds")}, .variant = "bug-12a"}), 2);
  EXPECT_EQ(Replay({.paths = {WriteCase("c.case", "holds")}, .variant = "v7"}), 1);
}

TEST_F(ReplayCommandTest, ChoicesAreCheckedAndUsed) {
  EXPECT_EQ(Replay({.paths = {kBug14}, .choices = {"CU-16=1"}}), 1) << err_.str();
  EXPECT_EQ(Replay({.paths = {kBug14}, .choices = {"CU-16=99"}}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--choice CU-16=99: expected ID=ALTERNATIVE"));
}

TEST_F(ReplayCommandTest, ALemmaIsAskedOfItsValues) {
  const std::string lemma = QUIESCE_CORPUS_DIR "/cases/T4-format-of-a-single-cd.case";
  EXPECT_EQ(Replay(std::vector<std::string>{lemma}), 0) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("as expected: violates READS-ALIKE\n"));
  EXPECT_EQ(Replay({.paths = {lemma}, .stop_at = 1}), 1);
  EXPECT_EQ(Replay({.paths = {lemma}, .variant = "repaired"}), 0);
  EXPECT_EQ(Replay({.paths = {lemma}, .choices = {"CU-18=1"}}), 1);
  EXPECT_EQ(Replay({.paths = {lemma}, .choices = {"CU-16=1"}}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--choice CU-16=1: no lemma asks CU-16"));
  EXPECT_EQ(Replay({.paths = {lemma}, .gtest = true}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("TEST(QuiesceCase, T4FormatOfASingleCd) {"));
}

TEST_F(ReplayCommandTest, AllListsReads) {
  Replay(std::vector<std::string>{kBug14});
  const std::string changes = out_.str();
  EXPECT_THAT(changes, testing::Not(HasSubstr("driver loads")));
  Replay({.paths = {kBug14}, .all = true});
  EXPECT_THAT(out_.str(), HasSubstr("driver loads"));
}

TEST_F(ReplayCommandTest, GtestPinsTheCase) {
  EXPECT_EQ(Replay({.paths = {kBug14}, .gtest = true}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("TEST(QuiesceCase, Bug14) {"));
  EXPECT_THAT(out_.str(), HasSubstr("R\"case(quiesce-case 1\n"));
}

TEST_F(ReplayCommandTest, JsonHasEveryStepAndViolation) {
  EXPECT_EQ(Replay({.paths = {kBug14}, .json = true}), 0) << err_.str();
  const auto json = nlohmann::json::parse(out_.str());
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0]["case"], kBug14);
  EXPECT_EQ(json[0]["verdict"], "as-expected");
  EXPECT_EQ(json[0]["steps"][1]["text"], "probe-device 0 dma");
  EXPECT_EQ(json[0]["steps"][1]["violations"].size(), 4u);
}

TEST_F(ReplayCommandTest, JsonNamesTheInvariantOfAnAdoptionToo) {
  EXPECT_EQ(Replay({.paths = {WriteCase("j.case", "holds")}, .json = true}), 1);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json[0]["verdict"], "diverged");
  EXPECT_EQ(json[0]["steps"][0]["violations"][0], "QZ-09");
}

}  // namespace
}  // namespace quiesce
