// Everything that a run leaves to read, in one directory.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// Writes record.json, environment.json and report.html into `directory`, which exists. The record
/// comes first; the first error ends it and names the file.
absl::Status WriteReports(const RunRecord& record, const Environment& environment,
                          const std::string& directory);

}  // namespace quiesce
