// The page that people read after a run: one HTML file that needs nothing else. It has no more than
// kLargestPage bytes; what had to be left out is named in its place. The file names of `links` are
// those of the record.
//
// A hash that begins with "#filter:" sets the filters of the matrix, which is how a link shows a
// selection: "#filter:kind=policy&name=adopt&violated=1".
#pragma once

#include <string>

#include "reports/html/case_links.h"
#include "reports/html/part.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// A whole document. Every text of the record is escaped.
std::string RenderReport(const RunRecord& record, const Environment& environment,
                         const CaseLinks& links = {}, std::size_t largest = kLargestPage);

}  // namespace quiesce
