// Proofs in worker processes.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "reports/record/environment.h"
#include "reports/record/run_record.h"
#include "tools/proof_tasks.h"

namespace quiesce {

/// Runs all of them in `jobs` processes and adds their rows, in the order of `tasks`, and their
/// times. A proof whose worker is lost is a row that says so. `tick` is told how many are done.
absl::Status RunProofs(std::span<const ProofTask> tasks, const ProofOptions& options, unsigned jobs,
                       const std::function<void(std::size_t done)>& tick, RunRecord& record,
                       std::vector<Timing>& timings);

}  // namespace quiesce
