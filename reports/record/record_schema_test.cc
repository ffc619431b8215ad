// The committed schema, asked by an independent validator.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <fstream>
#include <iterator>

#include "reports/record/record_fixture.h"
#include "reports/record/record_json.h"
#include "reports/testing/golden.h"

namespace quiesce {
namespace {

std::string CommittedSchema() {
  std::ifstream in(QUIESCE_REPORTS_DIR "/record/record.schema.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "" if valid, else where and by which keyword it is not.
std::string Complaint(const std::string& json) {
  rapidjson::Document schema_text, document;
  schema_text.Parse(CommittedSchema().c_str());
  document.Parse(json.c_str());
  if (schema_text.HasParseError() || document.HasParseError()) return "not JSON";
  const rapidjson::SchemaDocument schema(schema_text);
  rapidjson::SchemaValidator validator(schema);
  if (document.Accept(validator)) return "";
  rapidjson::StringBuffer where;
  validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
  return std::string(where.GetString()) + " " + validator.GetInvalidSchemaKeyword();
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(RecordSchema, IsTheCommittedFile) {
  ExpectFile(QUIESCE_REPORTS_DIR "/record/record.schema.json", RecordSchema());
}

TEST(RecordSchema, AcceptsWhatIsWritten) {
  EXPECT_EQ(Complaint(RecordToJson(FullRecord())), "");
  EXPECT_EQ(Complaint(RecordToJson(RunRecord())), "");
}

TEST(RecordSchema, RejectsWhatTheReaderRejects) {
  const std::string good = RecordToJson(FullRecord());
  EXPECT_EQ(Complaint(Replaced(good, "\"quiesce_record\": 3", "\"quiesce_record\": 1")),
            "#/quiesce_record enum");
  EXPECT_EQ(Complaint(Replaced(good, "\"seed\"", "\"seeed\"")), "#/seeed additionalProperties");
  EXPECT_EQ(Complaint(Replaced(good, "\"cases\": 77", "\"cases\": -77")),
            "#/properties/1/cases minimum");
  EXPECT_EQ(Complaint(Replaced(good, "\"Unknown\"", "\"Fine\"")), "#/proofs/0/result enum");
  EXPECT_EQ(Complaint(Replaced(good, "\"used\": true", "\"used\": 1")),
            "#/proofs/0/assumptions/0/used type");
}

}  // namespace
}  // namespace quiesce
