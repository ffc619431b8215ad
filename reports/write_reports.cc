#include "reports/write_reports.h"

#include "reports/html/report.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_json.h"

namespace quiesce {

absl::Status WriteReports(const RunRecord& record, const Environment& environment,
                          const std::string& directory) {
  absl::Status status = WriteFileAtomically(directory + "/record.json", RecordToJson(record));
  const auto then = [&](const char* name, const std::string& text) {
    if (status.ok()) status = WriteFileAtomically(directory + "/" + name, text);
  };
  then("environment.json", EnvironmentToJson(environment));
  then("report.html",
       RenderReport(record, environment, FindCaseLinks(record, directory, directory)));
  return status;
}

}  // namespace quiesce
