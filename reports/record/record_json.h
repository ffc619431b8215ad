// The run record and its environment as JSON, version 3: {"quiesce_record": 3, ...} and
// {"quiesce_environment": 3, ...}. record.schema.json says the same as a JSON Schema.
//
// The record is a function of the inputs of the run, in a fixed order of fields, so two runs can be
// compared as text.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// Ends with a newline. Bytes that are not UTF-8 become U+FFFD.
std::string RecordToJson(const RunRecord& record);
std::string EnvironmentToJson(const Environment& environment);

/// The reverse. Another version, a missing or an unknown field, a wrong type: an error that names
/// the place, as in "record.json: properties[2].cases: not a number". `name` is what to call the
/// input.
absl::StatusOr<RunRecord> RecordFromJson(std::string_view json, std::string_view name);
absl::StatusOr<Environment> EnvironmentFromJson(std::string_view json, std::string_view name);

/// The JSON Schema (draft 4) of the record; record.schema.json is this text.
std::string RecordSchema();

}  // namespace quiesce
