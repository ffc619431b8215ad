// What a worker hands to its parent: a part of the record, and how long its pieces took.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

struct TimedRecord {
  RunRecord record;
  std::vector<Timing> timings;
};

/// As text that TimedRecordFrom() reads.
std::string TimedRecordText(const TimedRecord& timed);
/// An error says which half cannot be read.
absl::StatusOr<TimedRecord> TimedRecordFrom(std::string_view text);

}  // namespace quiesce
