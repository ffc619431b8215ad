// The page that people read after a run: one HTML file that needs nothing else.
#pragma once

#include <string>

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// A whole document. Every text of the record is escaped.
std::string RenderReport(const RunRecord& record, const Environment& environment);

}  // namespace quiesce
