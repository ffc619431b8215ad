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

/// Tries the candidates of `smaller(value)` in order, round after round, until a whole round has
/// none for which `fails` holds, or the budget ends. After an improvement it goes on at the same
/// place among the candidates of the new value: what was tried before will rarely do now.
/// `improved(value)` is called with each better value, so that it can be kept on disk.
template <class T, class Smaller, class Fails, class Improved>
Shrunk<T> Shrink(T start, const ShrinkBudget& budget, Smaller smaller, Fails fails,
                 Improved improved) {
  Shrunk<T> best{std::move(start)};
  const auto deadline = std::chrono::steady_clock::now() + budget.time;
  auto candidates = smaller(best.value);
  std::size_t at = 0;
  for (std::size_t failed = 0; failed < candidates.size(); ++failed) {
    if (best.executions >= budget.executions || std::chrono::steady_clock::now() >= deadline) {
      best.exhausted = true;
      return best;
    }
    if (at >= candidates.size()) at = 0;
    ++best.executions;
    if (!fails(candidates[at])) {
      ++at;
      continue;
    }
    best.value = std::move(candidates[at]);
    ++best.improvements;
    improved(best.value);
    candidates = smaller(best.value);
    failed = static_cast<std::size_t>(-1);
  }
  return best;
}

}  // namespace quiesce
