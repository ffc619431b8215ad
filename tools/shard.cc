#include "tools/shard.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace quiesce {
namespace {

absl::StatusOr<Shard> MakeShard(absl::string_view index, absl::string_view count,
                                unsigned first = 0) {
  Shard shard;
  const bool numbers =
      absl::SimpleAtoi(index, &shard.index) && absl::SimpleAtoi(count, &shard.count);
  if (!numbers || shard.index < first || shard.index - first >= shard.count) {
    return absl::InvalidArgumentError(
        absl::StrCat("shard ", index, "/", count, " is not INDEX/COUNT, counted from ", first));
  }
  shard.index -= first;
  return shard;
}

}  // namespace

absl::StatusOr<Shard> ParseShard(std::string_view given) {
  const absl::string_view text(given.data(), given.size());
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  if (parts.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat("shard ", text, " is not INDEX/COUNT"));
  }
  return MakeShard(parts[0], parts[1]);
}

absl::StatusOr<Shard> ShardOfArray(const char* (*environment)(const char*)) {
  if (const char* index = environment("SLURM_ARRAY_TASK_ID")) {
    const char* const count = environment("SLURM_ARRAY_TASK_COUNT");
    const char* const least = environment("SLURM_ARRAY_TASK_MIN");
    unsigned first = 0;
    const bool known = least == nullptr || absl::SimpleAtoi(least, &first);
    if (count != nullptr && known) return MakeShard(index, count, first);
    return absl::InvalidArgumentError("SLURM_ARRAY_TASK_ID is set, SLURM_ARRAY_TASK_COUNT is not");
  }
  if (const char* index = environment("JOB_COMPLETION_INDEX")) {
    const char* const count = environment("JOB_COMPLETIONS");
    if (count != nullptr) return MakeShard(index, count);
    return absl::InvalidArgumentError("JOB_COMPLETION_INDEX is set, JOB_COMPLETIONS is not");
  }
  return Shard();
}

}  // namespace quiesce
