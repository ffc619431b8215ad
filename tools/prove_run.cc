#include "tools/prove_run.h"

#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "tools/timed_record.h"
#include "tools/worker_pool.h"

namespace quiesce {
namespace {

using Clock = std::chrono::steady_clock;

/// In a worker.
std::string Run(const ProofTask& task, ProofOptions options, Beacon& beacon) {
  beacon.Begin(0);
  options.step = [&] { beacon.Begin(0); };
  const Clock::time_point start = Clock::now();
  TimedRecord part;
  part.record.proofs.push_back(task.run(options));
  part.timings = {{task.id, std::chrono::duration<double>(Clock::now() - start).count()}};
  return TimedRecordText(part);
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
    const absl::StatusOr<TimedRecord> part = TimedRecordFrom(result);
    status.Update(part.status());
    if (!part.ok()) return;
    rows[n] = part->record.proofs.front();
    timings.insert(timings.end(), part->timings.begin(), part->timings.end());
  };
  pool.lost = [&](const LostTask& lost) { rows[lost.task] = LostRow(tasks[lost.task], lost); };
  pool.tick = [&] { tick(rows.size()); };
  status.Update(RunPool(jobs, std::chrono::milliseconds(options.budget.timeout_ms) * 2, pool));
  for (auto& [n, row] : rows) record.proofs.push_back(std::move(row));
  return status;
}

}  // namespace quiesce
