#include "reports/record/run_record.h"

namespace quiesce {

int ExitStatus(const RunRecord& record) {
  if (record.properties.empty() && record.proofs.empty()) return 2;
  int status = 0;
  for (const PropertyRecord& p : record.properties) {
    status = CombineExitStatus(status, ExitStatus(p.result, p.expected));
  }
  for (const ProofRecord& p : record.proofs) {
    status = CombineExitStatus(status, ExitStatus(p.result, p.expected));
  }
  return status;
}

}  // namespace quiesce
