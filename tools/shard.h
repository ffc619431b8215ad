// The part of a campaign that one machine runs: the tasks whose number is its index modulo the
// number of machines.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

namespace quiesce {

struct Shard {
  unsigned index = 0;
  unsigned count = 1;

  bool Has(std::uint64_t task) const { return task % count == index; }
  /// This shard's share of a whole number: the shares of all shards add up to it.
  std::uint64_t ShareOf(std::uint64_t whole) const {
    return whole * (index + 1) / count - whole * index / count;
  }
  friend bool operator==(const Shard&, const Shard&) = default;
};

/// "2/8": the third of eight.
absl::StatusOr<Shard> ParseShard(std::string_view text);

/// As a job array of a scheduler says: SLURM_ARRAY_TASK_ID, counted from SLURM_ARRAY_TASK_MIN, of
/// SLURM_ARRAY_TASK_COUNT; or JOB_COMPLETION_INDEX of JOB_COMPLETIONS. Without them: everything.
/// `environment` is getenv, or stands in for it. An index without a count is an error.
absl::StatusOr<Shard> ShardOfArray(const char* (*environment)(const char*));

}  // namespace quiesce
