#include "reports/finding/fill_findings.h"

#include <ostream>

#include "absl/status/statusor.h"
#include "reports/case/case_text.h"
#include "reports/finding/finding_steps.h"
#include "reports/html/case_links.h"

namespace quiesce {

void FillFindings(const std::string& directory, RunRecord& record, std::ostream& err) {
  for (Finding& f : record.findings) {
    const std::string file = f.steps.empty() ? FindFile(f.file, directory) : "";
    if (!file.ends_with(".case")) continue;
    const absl::StatusOr<Case> c = LoadCase(file);
    if (c.ok()) {
      FillFromCase(*c, f);
    } else {
      err << "quiesce: no steps for a finding: " << std::string(c.status().message()) << "\n";
    }
  }
}

}  // namespace quiesce
