// The run record as JSON, version 1: {"quiesce_record": 1, ...}.
//
// Everything but the object "environment" is a function of the inputs of the run, in a fixed order
// of fields, so two runs can be compared as text.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "reports/record/run_record.h"

namespace quiesce {

inline constexpr int kRecordVersion = 1;

/// Ends with a newline. Bytes that are not UTF-8 become U+FFFD.
std::string RecordToJson(const RunRecord& record);

/// The reverse. Another version, a missing or an unknown field, a wrong type: an error that names
/// the place, as in "record.json: properties[2].cases: not a number". `name` is what to call the
/// input.
absl::StatusOr<RunRecord> RecordFromJson(std::string_view json, std::string_view name);

}  // namespace quiesce
