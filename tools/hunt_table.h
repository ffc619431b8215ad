// The hunts of a record as one table in Markdown: a row for each target, over all its seeds.
#pragma once

#include <string>

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// Cases, seconds, fields and steps are the most of any seed that found it; seconds are those of
/// the machine that `environment` is of.
std::string HuntTable(const RunRecord& record, const Environment& environment);

}  // namespace quiesce
