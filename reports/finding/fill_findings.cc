#include "reports/finding/fill_findings.h"

#include <algorithm>
#include <ostream>

#include "absl/status/statusor.h"
#include "reports/case/case_text.h"
#include "reports/finding/finding_steps.h"
#include "reports/html/case_links.h"

namespace quiesce {
namespace {

/// The program died of the case, or waited in vain: here it would, too.
bool EndsTheProgram(const Finding& f, const RunRecord& record) {
  return std::ranges::any_of(record.properties, [&](const PropertyRecord& p) {
    return p.id == f.property && (p.result == Result::kCrashed || p.result == Result::kTimedOut);
  });
}

}  // namespace

void FillFindings(const std::string& directory, RunRecord& record, std::ostream& err) {
  for (Finding& f : record.findings) {
    const std::string file = f.steps.empty() ? FindFile(f.file, directory) : "";
    if (!file.ends_with(".case") || EndsTheProgram(f, record)) continue;
    const absl::StatusOr<Case> c = LoadCase(file);
    if (c.ok()) {
      FillFromCase(*c, f);
    } else {
      err << "quiesce: no steps for a finding: " << std::string(c.status().message()) << "\n";
    }
  }
}

}  // namespace quiesce
