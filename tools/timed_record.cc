#include "tools/timed_record.h"

#include <algorithm>
#include <utility>

#include "reports/record/record_json.h"

namespace quiesce {
namespace {

constexpr char kBetween = '\0';  ///< not in JSON

}  // namespace

std::string TimedRecordText(const TimedRecord& timed) {
  Environment times;
  times.timings = timed.timings;
  return RecordToJson(timed.record) + kBetween + EnvironmentToJson(times);
}

absl::StatusOr<TimedRecord> TimedRecordFrom(std::string_view text) {
  const std::size_t end = std::min(text.find(kBetween), text.size());
  absl::StatusOr<RunRecord> record = RecordFromJson(text.substr(0, end), "part of the record");
  if (!record.ok()) return record.status();
  absl::StatusOr<Environment> times =
      EnvironmentFromJson(text.substr(std::min(end + 1, text.size())), "times");
  if (!times.ok()) return times.status();
  return TimedRecord{*std::move(record), std::move(times->timings)};
}

}  // namespace quiesce
