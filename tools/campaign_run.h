// Runs the tasks of `quiesce check` in worker processes: collects their parts of the record, keeps
// findings on disk before anyone hears of them, and shows that it goes on.
#pragma once

#include <iosfwd>
#include <vector>

#include "absl/status/statusor.h"
#include "reports/record/environment.h"
#include "tools/case_keeper.h"
#include "tools/check_run.h"

namespace quiesce {

/// The merged record of this shard, sorted, findings shrunk. `err` gets progress and, once its case
/// is on disk, each finding; `timings` what each proof took. An error: a file or the system.
absl::StatusOr<RunRecord> RunCampaign(const CheckTasks& tasks, const CheckOptions& options,
                                      std::ostream& err, std::vector<Timing>& timings);

}  // namespace quiesce
