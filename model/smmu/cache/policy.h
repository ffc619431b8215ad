// Who decides what a cache does where the architecture leaves it open: whether a lookup hits, what
// is kept, and what is evicted.
#pragma once

#include <concepts>
#include <cstddef>

#include "spec/choices.h"

namespace quiesce {

template <class P>
concept CachePolicy = requires(P& policy, std::size_t n) {
  /// Which of n > 0 entries that match is used, from 1; 0: none, the lookup misses.
  { policy.Hit(n) } -> std::same_as<std::size_t>;
  /// Whether what was read is kept.
  { policy.Fill() } -> std::same_as<bool>;
  /// Before a transaction: which of n > 0 entries is dropped, from 1; 0: none.
  { policy.Evict(n) } -> std::same_as<std::size_t>;
};

/// A cache that is as good as it can be.
struct AlwaysHitAndFill {
  std::size_t Hit(std::size_t) const { return 1; }
  bool Fill() const { return true; }
  std::size_t Evict(std::size_t) const { return 0; }
};

/// No cache at all.
struct NeverCache {
  std::size_t Hit(std::size_t) const { return 0; }
  bool Fill() const { return false; }
  std::size_t Evict(std::size_t) const { return 0; }
};

/// Any permitted cache: CU-46, CU-47, CU-48.
class ChoicePolicy {
 public:
  explicit ChoicePolicy(Choices& choices) : choices_(choices) {}

  std::size_t Hit(std::size_t n) { return Pick(ChoicePoint::kCacheHit, n); }
  bool Fill() { return Pick(ChoicePoint::kCacheFill, 1) == 1; }
  std::size_t Evict(std::size_t n) { return Pick(ChoicePoint::kCacheEviction, n); }

 private:
  std::size_t Pick(ChoicePoint point, std::size_t n) {
    return choices_.Pick(point, static_cast<unsigned>(n + 1));
  }
  Choices& choices_;
};

static_assert(CachePolicy<AlwaysHitAndFill> && CachePolicy<NeverCache> &&
              CachePolicy<ChoicePolicy>);

}  // namespace quiesce
