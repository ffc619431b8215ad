#include "reports/export/sarif.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

using Json = nlohmann::json;

Json RunOf(const RunRecord& r) {
  const Json sarif = Json::parse(ToSarif(r));
  EXPECT_EQ(sarif.at("version"), "2.1.0");
  EXPECT_EQ(sarif.at("runs").size(), 1u);
  return sarif.at("runs").at(0);
}

/// What SARIF 2.1.0 requires of every result and rule, and what we promise besides.
void ExpectWellFormed(const Json& run) {
  const Json& rules = run.at("tool").at("driver").at("rules");
  EXPECT_TRUE(run.at("tool").at("driver").at("name").is_string());
  for (const Json& rule : rules) EXPECT_TRUE(rule.at("id").is_string());
  for (const Json& result : run.at("results")) {
    EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
    EXPECT_EQ(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id"), result.at("ruleId"));
    EXPECT_THAT(result.at("level").get<std::string>(), testing::AnyOf("error", "warning", "note"));
  }
}

TEST(Sarif, AResultForEachViolation) {
  const Json run = RunOf(FullRecord());
  ExpectWellFormed(run);
  ASSERT_EQ(run.at("results").size(), 2u);
  const Json& finding = run.at("results").at(0);
  EXPECT_EQ(finding.at("ruleId"), "QZ-09");
  EXPECT_EQ(finding.at("level"), "note") << "the property is expected to be violated";
  EXPECT_EQ(finding.at("message").at("text"), "abort instead of 0x1000, at call 2 step 7");
  const Json& location = finding.at("locations").at(0);
  EXPECT_EQ(location.at("physicalLocation").at("artifactLocation").at("uri"), "out/a.case");
  EXPECT_EQ(location.at("logicalLocations").at(0).at("fullyQualifiedName"), "v7");
  EXPECT_EQ(finding.at("properties").at("reproduce"), "quiesce replay out/a.case");
  EXPECT_EQ(run.at("results").at(1).at("level"), "note") << "v7 is not the newest";
}

TEST(Sarif, SaysWhatGaveNoAnswer) {
  const Json invocation = RunOf(FullRecord()).at("invocations").at(0);
  EXPECT_EQ(invocation.at("executionSuccessful"), false);
  EXPECT_EQ(invocation.at("exitCode"), 2);
  const Json& notes = invocation.at("toolExecutionNotifications");
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].at("message").at("text"),
            "proof l1-fetch-inside: Unknown, not Proved. timeout");
  EXPECT_EQ(notes[1].at("message").at("text"), "not run: QZ-16: no hand-over violates it yet");
}

TEST(Sarif, AnUnexpectedViolationIsAnError) {
  RunRecord r = FullRecord();
  r.matrix[1].cells[1].corrupted.violated = 2;  // T4, the newest
  r.properties[1].expected = Result::kPassed;
  r.properties[1].invariant.clear();
  const Json run = RunOf(r);
  ExpectWellFormed(run);
  const Json& results = run.at("results");
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].at("level"), "error");
  EXPECT_EQ(results[0].at("ruleId"), "same, driver v7") << "a check without an invariant";
  EXPECT_EQ(results[1].at("level"), "error") << "its finding";
  EXPECT_EQ(results[3].at("level"), "warning");
}

TEST(Sarif, EmptyRecordHasNoResultsAndNoSuccess) {
  const Json run = RunOf(RunRecord());
  ExpectWellFormed(run);
  EXPECT_TRUE(run.at("results").empty());
  EXPECT_EQ(run.at("invocations").at(0).at("executionSuccessful"), false);
}

TEST(Sarif, AnyBytesGiveJson) {
  RunRecord r = FullRecord();
  r.findings[0].summary = "bad \xFF";
  r.findings[0].property = r.findings[0].variant = r.tool_version = "\xC0";
  r.findings[0].invariant.clear();
  ExpectWellFormed(RunOf(r));
}

}  // namespace
}  // namespace quiesce
