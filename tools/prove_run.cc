#include "tools/prove_run.h"

#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_split.h"
#include "reports/record/record_json.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

using Clock = std::chrono::steady_clock;

constexpr char kBetween = '\0';  ///< the record of a worker and its time

/// In a worker.
std::string Run(const ProofTask& task, ProofOptions options, Beacon& beacon) {
  beacon.Begin(0);
  options.step = [&] { beacon.Begin(0); };
  const Clock::time_point start = Clock::now();
  RunRecord part;
  part.proofs.push_back(task.run(options));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  Environment times;
  times.timings = {{task.id, seconds}};
  return RecordToJson(part) + kBetween + EnvironmentToJson(times);
}

ProofRecord LostRow(const ProofTask& task, const LostTask& lost) {
  ProofRecord p;
  p.id = task.id;
  p.invariant = task.invariant;
  p.variant = task.variant;
  p.result = lost.loss == Loss::kCrashed ? Result::kCrashed : Result::kTimedOut;
  p.reason = lost.how;
  return p;
}

}  // namespace

absl::Status RunProofs(std::span<const ProofTask> tasks, const ProofOptions& options, unsigned jobs,
                       const std::function<void(std::size_t done)>& tick, RunRecord& record,
                       std::vector<Timing>& timings) {
  std::map<std::uint64_t, ProofRecord> rows;
  std::uint64_t given = 0;
  absl::Status status;
  PoolTasks pool;
  pool.next = [&]() -> std::optional<std::uint64_t> {
    // The last ones are the longest.
    return given == tasks.size() ? std::nullopt : std::optional(tasks.size() - ++given);
  };
  pool.run = [&](std::uint64_t n, Beacon& beacon) { return Run(tasks[n], options, beacon); };
  pool.done = [&](std::uint64_t n, const std::string& result) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(result, absl::MaxSplits(kBetween, 1));
    const auto part = RecordFromJson(parts.first, "part of the record");
    const auto times = EnvironmentFromJson(parts.second, "times");
    status.Update(part.status());
    status.Update(times.status());
    if (!part.ok() || !times.ok()) return;
    rows[n] = part->proofs.front();
    timings.insert(timings.end(), times->timings.begin(), times->timings.end());
  };
  pool.lost = [&](const LostTask& lost) { rows[lost.task] = LostRow(tasks[lost.task], lost); };
  pool.tick = [&] { tick(rows.size()); };
  status.Update(RunPool(jobs, std::chrono::milliseconds(options.budget.timeout_ms) * 2, pool));
  for (auto& [n, row] : rows) record.proofs.push_back(std::move(row));
  return status;
}

}  // namespace quiesce
