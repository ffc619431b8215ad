// How memory attributes meet: input with stage 1, the result with stage 2, and what may leave the
// SMMU. IHI 0070 G.b 13.1.5 to 13.1.7, 13.4; DDI 0487 D8.6.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/smmu/attributes.h"

namespace quiesce {

/// Both hints of allocation must be asked for; a transient hint of either side stays.
constexpr AllocationHints CombineHints(const AllocationHints& a, const AllocationHints& b) {
  return {a.read && b.read, a.write && b.write, a.transient || b.transient};
}

/// The stronger: NSH < ISH < OSH.
constexpr Shareability StrongerShareability(Shareability a, Shareability b) {
  if (a == Shareability::kOuter || b == Shareability::kOuter) return Shareability::kOuter;
  return std::max(a, b);
}

/// Attributes as they may leave the SMMU: Device and non-cacheable memory is outer shareable, and a
/// level that does not cache has no hints. 13.1.7.
constexpr MemoryAttributes Consistent(MemoryAttributes a) {
  if (!a.IsCacheable()) a.shareability = Shareability::kOuter;
  for (CacheLevel* level : {&a.inner, &a.outer}) {
    if (a.IsDevice() || level->cacheability == Cacheability::kNonCacheable) {
      *level = {Cacheability::kNonCacheable, {false, false, false}};
    } else if (!level->hints.read && !level->hints.write) {
      level->hints.transient = false;
    }
  }
  return a;
}

/// Stage 1 replaces the input, except that the hints of a cacheable input combine. 13.4.2.
constexpr MemoryAttributes ReplaceByStage1(const MemoryAttributes& input, MemoryAttributes stage1) {
  if (input.IsCacheable()) {
    stage1.inner.hints = CombineHints(input.inner.hints, stage1.inner.hints);
    stage1.outer.hints = CombineHints(input.outer.hints, stage1.outer.hints);
  }
  return stage1;
}

/// Stage 2 without S2FWB: the stronger type, cacheability and shareability; hints are the input's.
/// 13.4.3.
constexpr MemoryAttributes CombineWithStage2(const MemoryAttributes& input,
                                             const MemoryAttributes& stage2) {
  MemoryAttributes out = input;
  out.type = std::min(input.type, stage2.type);
  out.inner.cacheability = std::min(input.inner.cacheability, stage2.inner.cacheability);
  out.outer.cacheability = std::min(input.outer.cacheability, stage2.outer.cacheability);
  out.shareability = StrongerShareability(input.shareability, stage2.shareability);
  return out;
}

constexpr MemoryAttributes WithCacheability(MemoryAttributes a, Cacheability c) {
  a.type = MemoryType::kNormal;
  a.inner.cacheability = c;
  a.outer.cacheability = c;
  return a;
}

/// Stage 2 with S2FWB, from MemAttr[2:0] and SH of the leaf. DDI 0487 table D8-101: 110 forces
/// write-back, 111 keeps the input, 101 makes Normal memory non-cacheable, 0xx is a Device type
/// that combines; 100 is reserved and taken as 101.
constexpr MemoryAttributes CombineWithForcedStage2(const MemoryAttributes& input,
                                                   std::uint64_t memattr, Shareability sh) {
  MemoryAttributes out = input;
  out.shareability = StrongerShareability(input.shareability, sh);
  if ((memattr & 4) == 0) {
    out.type = std::min(input.type, static_cast<MemoryType>(memattr & 3));
    return out;
  }
  if ((memattr & 3) == 3 || (input.IsDevice() && (memattr & 3) != 2)) return out;
  if ((memattr & 3) != 2) return WithCacheability(out, Cacheability::kNonCacheable);
  if (!input.IsCacheable()) out.inner.hints = out.outer.hints = AllocationHints{};
  return WithCacheability(out, Cacheability::kWriteBack);
}

}  // namespace quiesce
