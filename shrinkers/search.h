// The budgeted search for a smaller failing value.
#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

namespace quiesce {

struct ShrinkBudget {
  std::size_t executions = 2000;
  std::chrono::milliseconds time{10'000};
};

template <class T>
struct Shrunk {
  T value;
  std::size_t executions = 0;
  std::size_t improvements = 0;
  bool exhausted = false;  ///< the budget ended the search: a smaller value may exist
};

/// Follows the first candidate of `smaller(value)` for which `fails` holds, until none does or the
/// budget ends. `improved(value)` is called with each better value, so that it can be kept on disk.
template <class T, class Smaller, class Fails, class Improved>
Shrunk<T> Shrink(T start, const ShrinkBudget& budget, Smaller smaller, Fails fails,
                 Improved improved) {
  Shrunk<T> best{std::move(start)};
  const auto deadline = std::chrono::steady_clock::now() + budget.time;
  for (bool progress = true; progress;) {
    progress = false;
    for (T& candidate : smaller(best.value)) {
      if (best.executions >= budget.executions || std::chrono::steady_clock::now() >= deadline) {
        best.exhausted = true;
        return best;
      }
      ++best.executions;
      if (!fails(candidate)) continue;
      best.value = std::move(candidate);
      ++best.improvements;
      improved(best.value);
      progress = true;
      break;
    }
  }
  return best;
}

}  // namespace quiesce
