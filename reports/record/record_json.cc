#include "reports/record/record_json.h"

#include "absl/strings/str_cat.h"
#include "reports/record/json_reader.h"
#include "reports/record/json_writer.h"
#include "reports/record/record_fields.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
std::string ToText(const T& value) {
  const Json json = JsonWriter::ObjectOf(value);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

template <class T>
absl::StatusOr<T> FromText(std::string_view text, std::string_view name) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded())
    return absl::InvalidArgumentError(absl::StrCat(std::string(name), ": not JSON"));
  std::string error;
  T value;
  JsonReader::Read(json, "", error, value);
  if (!error.empty())
    return absl::InvalidArgumentError(absl::StrCat(std::string(name), ": ", error));
  return value;
}

}  // namespace

std::string RecordToJson(const RunRecord& record) { return ToText(record); }

std::string EnvironmentToJson(const Environment& environment) { return ToText(environment); }

absl::StatusOr<RunRecord> RecordFromJson(std::string_view json, std::string_view name) {
  return FromText<RunRecord>(json, name);
}

absl::StatusOr<Environment> EnvironmentFromJson(std::string_view json, std::string_view name) {
  return FromText<Environment>(json, name);
}

}  // namespace quiesce
