// How the points that the architecture leaves open are answered in one drawn case.
#pragma once

#include <array>
#include <cstdint>

#include "generators/prng.h"
#include "model/smmu/fixed_choices.h"
#include "spec/choices.h"

namespace quiesce {

struct ChoicePlan {
  /// By ChoicePoint: the alternative, or the last one if there are fewer.
  std::array<std::uint8_t, kChoicePointCount> fixed = {};
  /// Not 0: what happens when (cache hits, fills, evictions, torn fetches, invalidations) is drawn
  /// anew at each question instead.
  std::uint64_t timing_seed = 0;

  friend bool operator==(const ChoicePlan&, const ChoicePlan&) = default;
};

/// Half of the plans have the first alternative everywhere. `timing`: some have a timing_seed.
ChoicePlan DrawChoicePlan(Prng& p, bool timing);

constexpr bool IsTiming(ChoicePoint point) {
  switch (point) {
    case ChoicePoint::kCacheHit:
    case ChoicePoint::kCacheFill:
    case ChoicePoint::kCacheEviction:
    case ChoicePoint::kInvalidationInstant:
    case ChoicePoint::kTornFetch:
      return true;
    default:
      return false;
  }
}

/// Answers as planned: deterministic in the plan and the questions.
class PlannedChoices : public SettledChoices {
 public:
  explicit PlannedChoices(const ChoicePlan& plan) : plan_(plan), timing_(plan.timing_seed) {}

  bool Settled() const override { return plan_.timing_seed == 0; }
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    if (plan_.timing_seed != 0 && IsTiming(point)) {
      return static_cast<unsigned>(timing_.Below(alternatives));
    }
    const unsigned pick = plan_.fixed[static_cast<std::size_t>(point)];
    return pick < alternatives ? pick : alternatives - 1;
  }

 private:
  ChoicePlan plan_;
  Prng timing_;
};

}  // namespace quiesce
