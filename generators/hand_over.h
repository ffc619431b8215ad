// Draws whole hand-overs: a crash, devices with DMA in flight, what the next kernel does, and what
// happens around it. The same seed and options give the same hand-over, on any machine.
#pragma once

#include <cstdint>

#include "generators/choice_plan.h"
#include "generators/prng.h"
#include "model/world/hand_over.h"

namespace quiesce {

/// What may be drawn. By default a hand-over is clean: a well-formed crash on an SMMU without EL2
/// worlds, ATS or faults that stall, devices that come one after the other, caches that are warm
/// but not stale, and nothing that goes wrong.
struct HandOverOptions {
  /// 0 to 100: bounds the streams, their mappings, the corruptions and the disturbances.
  unsigned size = 40;
  bool wide = false;          ///< any SMMU and stream, platforms with oddities, any plan
  bool corruptions = false;   ///< of the image
  bool faults = false;        ///< the driver fails for lack of memory and the like
  bool disturbances = false;  ///< stale caches, and other agents that act while the driver runs

  bool timing = false;  ///< what the SMMU caches, and which stores are seen when, is drawn

  friend bool operator==(const HandOverOptions&, const HandOverOptions&) = default;
};

/// Everything on.
inline constexpr HandOverOptions kWildHandOvers{
    .wide = true, .corruptions = true, .faults = true, .disturbances = true, .timing = true};

HandOver DrawHandOver(Prng& p, const HandOverOptions& options);

/// A hand-over with the answers of its SMMU.
struct HandOverCase {
  HandOver hand_over;
  ChoicePlan choices = {};

  friend bool operator==(const HandOverCase&, const HandOverCase&) = default;
};

HandOverCase DrawHandOverCase(std::uint64_t seed, const HandOverOptions& options);

}  // namespace quiesce
