#include "tools/cmd_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "reports/case/case_text.h"
#include "reports/case/replay.h"
#include "reports/record/record_json.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

class CheckCommandTest : public testing::Test {
 protected:
  CheckCommandTest() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    options_.out = testing::TempDir() + "quiesce_check_" + info->name();
    options_.cases = 300;
    options_.hand_overs = 60;
    std::filesystem::remove_all(options_.out);
  }
  ~CheckCommandTest() override { std::filesystem::remove_all(options_.out); }

  int Check() { return RunCheck(options_, out_, err_); }
  std::string Read(const std::string& name) const {
    std::ifstream in(options_.out + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  RunRecord Record() const {
    auto record = RecordFromJson(Read("record.json"), "record.json");
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : RunRecord();
  }

  static PropertyRecord Property(const RunRecord& r, const std::string& id) {
    const auto found = std::ranges::find(r.properties, id, &PropertyRecord::id);
    EXPECT_NE(found, r.properties.end()) << id;
    return found == r.properties.end() ? PropertyRecord() : *found;
  }

  CheckOptions options_;
  std::ostringstream out_;
  std::ostringstream err_;
};

// One run for all of these: it takes seconds.
TEST_F(CheckCommandTest, BuiltInImageIsAdoptedAndEverythingIsAsExpected) {
  options_.jobs = 2;
  EXPECT_EQ(Check(), 0) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("image linux-6.1-idle, driver T4\n  adopted: 2-level"));
  EXPECT_THAT(out_.str(), HasSubstr("every check gave the expected answer\n"));
  const RunRecord r = Record();
  EXPECT_EQ(ExitStatus(r), 0);
  EXPECT_THAT(r.image.counts, testing::Contains(Count{"StreamIDs that translate", 11}));
  EXPECT_THAT(r.image.counts, testing::Contains(Count{"first attaches deferred", 11}));
  EXPECT_EQ(Property(r, "adoption-preserves-translation/this-image").result, Result::kPassed);
  EXPECT_GT(Property(r, "adoption-preserves-translation/this-image").cases, 100u);
  EXPECT_EQ(Property(r, "adoption-preserves-translation/generated").cases, 300u);
  EXPECT_EQ(Property(r, "hand-over/clean/QZ-01").cases, 60u);
  EXPECT_EQ(Property(r, "hand-over/wild/QZ-16").cases, 60u);
  EXPECT_FALSE(r.proofs.front().assumptions.empty());
  const auto proof = std::ranges::find(r.proofs, "hand-over/QZ-01/T4", &ProofRecord::id);
  ASSERT_NE(proof, r.proofs.end());
  EXPECT_EQ(proof->twin.result, Result::kViolated);
  EXPECT_TRUE(proof->assumptions.front().used);
  EXPECT_EQ(r.matrix.front().name, "status-quo");
  EXPECT_GT(r.matrix.front().cells.front().clean.violated, 0u);
  for (const Finding& f : r.findings) EXPECT_FALSE(f.steps.empty()) << f.file;
  EXPECT_THAT(Read("report.html"), HasSubstr("Every check gave the expected answer."));

  const auto c = ParseCase(Read("v7.case"), "v7.case");
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->variant, "v7");
  EXPECT_EQ(c->expect.violates, "QZ-09");
  EXPECT_EQ(ReplayCase(*c).verdict, ReplayVerdict::kAsExpected);
}

/// Of proofs: ProveCommandTest.
TEST_F(CheckCommandTest, EqualRunsWriteEqualRecords) {
  options_.skip = {"proofs"};
  EXPECT_EQ(Check(), 0);
  const RunRecord r = Record();
  options_.jobs = 2;
  EXPECT_EQ(Check(), 0);
  EXPECT_EQ(RecordToJson(r), RecordToJson(Record()));
}

TEST_F(CheckCommandTest, ImageThatIsNotAdoptedSaysWhy) {
  options_.image = QUIESCE_CORPUS_DIR "/captures/linux-6.1-idle.image";
  std::string text;
  {
    std::ifstream in(*options_.image);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t at = text.find("register CR0 0x");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, text.find('\n', at) - at, "register CR0 0x0");
  std::filesystem::create_directories(options_.out);
  options_.image = options_.out + "/off.image";
  std::ofstream(*options_.image) << text;
  options_.skip = {"proofs", "matrix"};
  EXPECT_EQ(Check(), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("ADOPT-GATE-SMMUEN"));
  EXPECT_EQ(Property(Record(), "adoption-preserves-translation/this-image").result,
            Result::kNotRun);
}

TEST_F(CheckCommandTest, WhatIsSkippedIsListed) {
  options_.skip = {"generated", "proofs", "matrix"};
  EXPECT_EQ(Check(), 0) << out_.str() << err_.str();
  const RunRecord r = Record();
  EXPECT_TRUE(r.proofs.empty());
  EXPECT_TRUE(r.matrix.empty());
  ASSERT_EQ(r.not_run.size(), 3u);
  EXPECT_EQ(r.not_run[1], (NotRun{"proofs", "left out with --skip"}));
  EXPECT_THAT(r.properties[0].reproduce, HasSubstr("--skip generated --skip proofs"));
}

TEST_F(CheckCommandTest, JsonIsTheRecordAndNothingElse) {
  options_.skip = {"generated", "proofs", "matrix"};
  options_.json = true;
  EXPECT_EQ(Check(), 0) << err_.str();
  EXPECT_EQ(out_.str(), Read("record.json"));
}

TEST_F(CheckCommandTest, NoGeneratedCaseIsNotAPass) {
  options_.cases = options_.hand_overs = 0;
  options_.skip = {"proofs", "matrix"};
  EXPECT_EQ(Check(), 2);
  EXPECT_THAT(out_.str(), HasSubstr("some checks gave no answer\n"));
}

TEST_F(CheckCommandTest, BadInputIsOneLine) {
  options_.image = "/absent.image";
  EXPECT_EQ(Check(), 2);
  EXPECT_THAT(err_.str(), testing::StartsWith("quiesce: /absent.image"));
  EXPECT_THAT(err_.str(), testing::MatchesRegex("[^\n]*\n"));
}

TEST_F(CheckCommandTest, DirectoryThatCannotBeMadeIsOneLine) {
  std::ofstream(options_.out) << "a file";
  EXPECT_EQ(Check(), 2);
  EXPECT_THAT(err_.str(),
              testing::MatchesRegex("quiesce: [^\n]*cannot make this directory[^\n]*\n"));
}

}  // namespace
}  // namespace quiesce
