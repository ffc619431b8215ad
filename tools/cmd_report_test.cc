#include "tools/cmd_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "model/image/text_input.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_fixture.h"
#include "reports/record/record_json.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Report : public testing::Test {
 protected:
  Report() {
    std::filesystem::remove_all(dir_);
    EXPECT_TRUE(MakeDirectory(dir_).ok());
    EXPECT_TRUE(WriteFileAtomically(dir_ + "/record.json", RecordToJson(FullRecord())).ok());
    options_.records = {dir_ + "/record.json"};
  }

  int Run() { return RunReport(options_, out_, err_); }

  const std::string dir_ = testing::TempDir() + "quiesce-report-" +
                           testing::UnitTest::GetInstance()->current_test_info()->name();
  ReportOptions options_;
  std::ostringstream out_, err_;
};

TEST_F(Report, WritesEveryFormat) {
  EXPECT_TRUE(
      WriteFileAtomically(dir_ + "/environment.json", EnvironmentToJson(FullEnvironment())).ok());
  options_.html = dir_ + "/r.html";
  options_.junit = dir_ + "/r.xml";
  options_.sarif = dir_ + "/r.sarif";
  options_.markdown = "-";
  EXPECT_EQ(Run(), kExitExpected) << err_.str();
  EXPECT_THAT(*ReadWholeFile(options_.html), StartsWith("<!doctype html>"));
  EXPECT_THAT(*ReadWholeFile(options_.html), HasSubstr("host &quot;x&quot;"));
  EXPECT_THAT(*ReadWholeFile(options_.junit), StartsWith("<?xml"));
  EXPECT_THAT(*ReadWholeFile(options_.sarif), HasSubstr("\"version\": \"2.1.0\""));
  EXPECT_THAT(out_.str(), StartsWith("# Quiesce: linux-6.1-idle\n"));
}

TEST_F(Report, RunsTheCasesOfFindings) {
  RunRecord r = FullRecord();
  r.findings[0].steps.clear();
  r.findings[0].file = std::string(QUIESCE_CORPUS_DIR) + "/cases/newest-l2ptr-into-l1.case";
  r.findings.push_back(r.findings[0]);
  r.findings[1].file = "bad.case";
  EXPECT_TRUE(WriteFileAtomically(dir_ + "/record.json", RecordToJson(r)).ok());
  EXPECT_TRUE(WriteFileAtomically(dir_ + "/bad.case", "x").ok());
  options_.html = "-";
  EXPECT_EQ(Run(), kExitExpected);
  EXPECT_THAT(out_.str(), HasSubstr("device 0xf900"));
  EXPECT_THAT(err_.str(), StartsWith("quiesce: no steps for a finding: "));
}

TEST_F(Report, MergesShards) {
  options_.records.push_back(options_.records.front());
  options_.merged = "-";
  EXPECT_EQ(Run(), kExitExpected) << err_.str();
  const absl::StatusOr<RunRecord> merged = RecordFromJson(out_.str(), "merged");
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->properties[0].cases, 2 * FullRecord().properties[0].cases);
}

TEST_F(Report, SaysWhatIsMissing) {
  EXPECT_EQ(Run(), kExitUndecided);
  EXPECT_THAT(err_.str(), StartsWith("quiesce: report: say what to write: --html"));
}

TEST_F(Report, TakesStandardOutputOnce) {
  options_.html = options_.sarif = "-";
  EXPECT_EQ(Run(), kExitUndecided);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(Report, NamesABadFile) {
  options_.html = "-";
  options_.records = {"/nonexistent/record.json"};
  EXPECT_EQ(Run(), kExitUndecided);
  EXPECT_THAT(err_.str(), StartsWith("quiesce: /nonexistent/record.json: cannot read: "));
  err_.str("");
  ASSERT_TRUE(WriteFileAtomically(dir_ + "/old.json", "{\"quiesce_record\": 1}").ok());
  options_.records = {dir_ + "/old.json"};
  EXPECT_EQ(Run(), kExitUndecided);
  EXPECT_THAT(err_.str(), HasSubstr("old.json: quiesce_record: version 1"));
}

TEST_F(Report, NamesWhatItCannotWrite) {
  options_.html = "/nonexistent/r.html";
  EXPECT_EQ(Run(), kExitUndecided);
  EXPECT_THAT(err_.str(), StartsWith("quiesce: /nonexistent/r.html: cannot write: "));
}

TEST_F(Report, AnEnvironmentThatIsNamedMustBeThere) {
  options_.html = "-";
  options_.environment = dir_ + "/none.json";
  EXPECT_EQ(Run(), kExitUndecided);
}

}  // namespace
}  // namespace quiesce
