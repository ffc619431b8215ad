// What adoption must not do to one DMA transaction, judged by its outcome on the crashed kernel's
// image and now. The statements are the hand-over's own; the outcomes are the architecture's.
#pragma once

#include <string_view>

#include "model/smmu/outcome.h"

namespace quiesce {

/// DMA that would have completed is not terminated or stalled before its driver quiesced the
/// device.
inline constexpr std::string_view kDmaNotAbortedId = "QZ-01";
/// DMA reaches the same physical address, and gains no access that it did not have.
inline constexpr std::string_view kDmaSamePlaceId = "QZ-02";
/// Nothing passes untranslated that did not before.
inline constexpr std::string_view kDmaNotBypassedId = "QZ-03";

/// The statement that an untranslated access to `address` breaks, by its two outcomes; empty if
/// none. Both outcomes must be answers: not kNotCaptured, not kUnsupported.
inline std::string_view BrokenDmaStatement(std::uint64_t address, const Outcome& before,
                                           const Outcome& now) {
  const bool completed = before.verdict == Verdict::kComplete;
  const bool completes = now.verdict == Verdict::kComplete;
  if (completed && !completes) return kDmaNotAbortedId;
  if (completed && completes) return before.address == now.address ? "" : kDmaSamePlaceId;
  if (!completes) return "";
  return now.address == address ? kDmaNotBypassedId : kDmaSamePlaceId;
}

}  // namespace quiesce
