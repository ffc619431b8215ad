#include "reports/record/record_json.h"

#include <gtest/gtest.h>

#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

std::string ErrorOf(const std::string& json) {
  const auto r = RecordFromJson(json, "record.json");
  return r.ok() ? "no error" : std::string(r.status().message());
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(RecordJson, RoundTrips) {
  const auto read = RecordFromJson(RecordToJson(FullRecord()), "record.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, FullRecord());
  const auto empty = RecordFromJson(RecordToJson(RunRecord()), "record.json");
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_EQ(*empty, RunRecord());
}

TEST(EnvironmentJson, RoundTrips) {
  const std::string json = EnvironmentToJson(FullEnvironment());
  EXPECT_TRUE(json.starts_with("{\n  \"quiesce_environment\": 3,\n"));
  const auto read = EnvironmentFromJson(json, "environment.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, FullEnvironment());
  EXPECT_EQ(EnvironmentFromJson(RecordToJson(RunRecord()), "e").status().message(),
            "e: quiesce_environment: missing");
}

TEST(RecordJson, StartsWithItsVersion) {
  EXPECT_TRUE(RecordToJson(RunRecord()).starts_with("{\n  \"quiesce_record\": 3,\n"));
}

TEST(RecordJson, ReplacesWhatIsNotUtf8) {
  RunRecord r;
  r.image.name = "bad \xFF name";
  const auto read = RecordFromJson(RecordToJson(r), "record.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->image.name, "bad \uFFFD name");
}

TEST(RecordJson, RejectsWhatItDoesNotKnow) {
  const std::string good = RecordToJson(FullRecord());
  EXPECT_EQ(ErrorOf("{"), "record.json: not JSON");
  EXPECT_EQ(ErrorOf("[]"), "record.json: not an object");
  EXPECT_EQ(ErrorOf("{}"), "record.json: quiesce_record: missing");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"quiesce_record\": 3", "\"quiesce_record\": 1")),
            "record.json: quiesce_record: version 1, but this tool reads version 3");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"seed\"", "\"seeed\"")), "record.json: seed: missing");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"cases\": 77", "\"cases\": -77")),
            "record.json: properties[1].cases: not a non-negative integer");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"first_case\": 76", "\"first_case\": \"76\"")),
            "record.json: properties[1].first_case: neither null nor a non-negative integer");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"solver\"", "\"more\": 1, \"solver\"")),
            "record.json: proofs[0].more: unknown field");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"Unknown\"", "\"Fine\"")),
            "record.json: proofs[0].result: not a result");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"used\": true", "\"used\": 1")),
            "record.json: proofs[0].assumptions[0].used: not true or false");
  EXPECT_EQ(ErrorOf(Replaced(good, "\"IHI 0070 G.b 5.2\"", "7")),
            "record.json: findings[0].clauses[0]: not a string");
}

}  // namespace
}  // namespace quiesce
