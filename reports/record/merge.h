// One record of the records of the shards of a run, and of hunts.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// Counts are summed, and of two violations the one with the lower index is kept, so the order of
/// `records` matters only for the order in which items first appear. A result is judged again over
/// the sums: a violation in any shard is a violation; a shard that was short of coverage passes if
/// all together are not. Left out is what all shards left out; what failed in one shard stays.
/// Proofs are not split: each is run by one shard, or gives the same answer in all. Records that
/// hold nothing but hunts go with those of any run of the same tool: the hunts are added. An error
/// names the first field in which the shards disagree: tool version, seed, budget, image, or what
/// an id means. So does an empty list.
absl::StatusOr<RunRecord> Merge(const std::vector<RunRecord>& records);

}  // namespace quiesce
