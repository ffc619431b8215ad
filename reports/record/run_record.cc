#include "reports/record/run_record.h"

#include "reports/record/checks.h"

namespace quiesce {

int ExitStatus(const RunRecord& record) {
  const std::vector<Check> checks = ChecksOf(record);
  if (checks.empty()) return 2;
  int status = 0;
  for (const Check& c : checks) {
    status = CombineExitStatus(status, ExitStatus(c.result, c.expected));
  }
  return status;
}

}  // namespace quiesce
