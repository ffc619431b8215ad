// Tasks in worker processes, so that code under test which dies takes no result with it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace quiesce {

/// What a worker is at: it says so, and its parent reads it when the worker is lost.
class Beacon {
 public:
  void Begin(std::uint64_t at) {
    at_.store(at, std::memory_order_relaxed);
    beats_.fetch_add(1, std::memory_order_release);
  }
  std::uint64_t at() const { return at_.load(std::memory_order_relaxed); }
  /// Grows with every Begin().
  std::uint64_t beats() const { return beats_.load(std::memory_order_acquire); }

 private:
  std::atomic<std::uint64_t> at_{0};
  std::atomic<std::uint64_t> beats_{0};
};

enum class Loss : std::uint8_t { kCrashed, kTimedOut };

/// A task whose worker is gone.
struct LostTask {
  std::uint64_t task;
  std::uint64_t at;  ///< the last Begin() of its beacon
  Loss loss;
  std::string how;  ///< "the worker died of SIGSEGV", "a case took too long"

  friend bool operator==(const LostTask&, const LostTask&) = default;
};

struct PoolTasks {
  /// The next task to hand out; nothing: no more.
  std::function<std::optional<std::uint64_t>()> next;
  /// In a worker.
  std::function<std::string(std::uint64_t task, Beacon& beacon)> run;
  /// In the parent, in the order in which results come.
  std::function<void(std::uint64_t task, std::string result)> done;
  /// A worker died, or its beacon stood still for too long; it is replaced.
  std::function<void(const LostTask& lost)> lost;
  /// In the parent, before each tick: the last Begin() of each task under way.
  std::function<void(std::uint64_t task, std::uint64_t at)> at = {};
  /// About once a second, and with each result.
  std::function<void()> tick;
};

/// Runs all tasks in `jobs` processes, at least one. An error of the system ends it.
absl::Status RunPool(unsigned jobs, std::chrono::milliseconds patience, const PoolTasks& tasks);

}  // namespace quiesce
