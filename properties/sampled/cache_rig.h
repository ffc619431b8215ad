// What the cache properties have in common: drawn caches, and answers to compare.
#pragma once

#include <cstdint>
#include <string>

#include "generators/prng.h"
#include "model/smmu/cache/caches.h"
#include "model/smmu/outcome.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "model/world/scenario.h"

namespace quiesce {

/// Draws what caches do; everything else is the first alternative, so that answers can be compared.
class DrawnCaches : public Choices {
 public:
  explicit DrawnCaches(std::uint64_t seed) : prng_(seed) {}

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    switch (point) {
      case ChoicePoint::kCacheEviction:
      case ChoicePoint::kOverInvalidation:
        return prng_.OneIn(8) ? Below(alternatives) : 0;
      case ChoicePoint::kCacheHit:
        return prng_.OneIn(8) ? 0 : 1 + Below(alternatives - 1);
      case ChoicePoint::kCacheFill:
        return prng_.OneIn(4) ? 0 : 1;
      case ChoicePoint::kInvalidationInstant:
        return Below(alternatives);
      default:
        return 0;
    }
  }

 private:
  unsigned Below(unsigned n) { return static_cast<unsigned>(prng_.Below(n)); }
  Prng prng_;
};

/// Caches small enough to overflow.
inline constexpr CacheSizes kSmallCaches{.structures = 8, .tlb = 16, .tables = 12};

/// One line if the answers differ in what can be observed; else empty.
std::string Difference(const Transaction& t, const Outcome& expected, const Outcome& got);

/// What the SMMU without caches says.
Outcome Expected(const SmmuView& smmu, const Transaction& t);

/// What caches say that do as `choices` picks.
Outcome Cached(Caches& caches, const SmmuView& smmu, const Transaction& t, Choices& choices);

/// The tags of a scenario's streams: as the architecture wants them, no two address spaces share
/// one, so that ASIDs tell stage 1 streams apart and VMIDs the others; or all the same, which a
/// cache must be able to show.
enum class Tags : std::uint8_t { kDistinct, kShared };
void SetTags(Scenario& scenario, Tags tags);

}  // namespace quiesce
