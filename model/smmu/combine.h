// How memory attributes meet: input with stage 1, the result with stage 2, and what may leave the
// SMMU. IHI 0070 G.b 13.1.5 to 13.1.7, 13.4; DDI 0487 D8.6.
#pragma once

#include <algorithm>
#include <cstdint>

#include "model/smmu/attributes.h"
#include "model/smmu/decides.h"
#include "model/smmu/observer.h"

namespace quiesce {

/// A level of this cacheability that allocates on what both ask for; a transient hint of either
/// side stays.
constexpr CacheLevel CombineHints(Cacheability c, CacheLevel a, CacheLevel b) {
  const AllocationHints x = a.hints();
  const AllocationHints y = b.hints();
  return CacheLevel::Of(c, {x.read && y.read, x.write && y.write, x.transient || y.transient});
}

/// The stronger: NSH < ISH < OSH.
constexpr Shareability Stronger(Shareability a, Shareability b) {
  if (a == Shareability::kOuter || b == Shareability::kOuter) return Shareability::kOuter;
  return std::max(a, b);
}

/// Attributes as they may leave the SMMU: Device and non-cacheable memory is outer shareable.
/// 13.1.7.
template <class Obs = const NoObserver>
constexpr MemoryAttributes Consistent(MemoryAttributes a, Obs& obs = kNoObserver) {
  return Decides<"ATTR-CACHEABLE">(obs, a.IsCacheable()) ? a : a.With(Shareability::kOuter);
}

/// Stage 1 replaces the input, except that the hints of a cacheable input combine. 13.4.2.
template <class Obs = const NoObserver>
constexpr MemoryAttributes ReplaceByStage1(MemoryAttributes input, MemoryAttributes stage1,
                                           Obs& obs = kNoObserver) {
  const bool hints = Decides<"ATTR-HINTS-COMBINE">(obs, input.IsCacheable() && !stage1.IsDevice());
  constexpr CacheLevel kAllocatesAlways;  // the usual input, which leaves stage 1's hints alone
  if (!hints || (input.inner() == kAllocatesAlways && input.outer() == kAllocatesAlways)) {
    return stage1;
  }
  return MemoryAttributes::Normal(
      CombineHints(stage1.inner().cacheability(), input.inner(), stage1.inner()),
      CombineHints(stage1.outer().cacheability(), input.outer(), stage1.outer()),
      stage1.shareability());
}

/// The stronger cacheability, with the hints of the first.
constexpr CacheLevel Weaken(CacheLevel a, Cacheability limit) {
  return CacheLevel::Of(std::min(a.cacheability(), limit), a.hints());
}

/// Stage 2 without S2FWB: the stronger type, cacheability and shareability; hints are the input's.
/// 13.4.3.
template <class Obs = const NoObserver>
constexpr MemoryAttributes CombineWithStage2(MemoryAttributes input, MemoryAttributes stage2,
                                             Obs& obs = kNoObserver) {
  const Shareability sh = Stronger(input.shareability(), stage2.shareability());
  if (Decides<"ATTR-DEVICE-WINS">(obs, input.IsDevice() || stage2.IsDevice())) {
    return MemoryAttributes::Device(std::min(input.type(), stage2.type()), sh);
  }
  return MemoryAttributes::Normal(Weaken(input.inner(), stage2.inner().cacheability()),
                                  Weaken(input.outer(), stage2.outer().cacheability()), sh);
}

/// Normal memory of one cacheability, with the hints that `a` has.
constexpr MemoryAttributes Force(MemoryAttributes a, Cacheability c, Shareability sh) {
  return MemoryAttributes::Normal(CacheLevel::Of(c, a.inner().hints()),
                                  CacheLevel::Of(c, a.outer().hints()), sh);
}

/// Stage 2 with S2FWB, from MemAttr[2:0] and SH of the leaf. DDI 0487 table D8-101: 110 forces
/// write-back, 111 keeps the input, 101 makes Normal memory non-cacheable, 0xx is a Device type
/// that combines; 100 is reserved and taken as 101.
template <class Obs = const NoObserver>
constexpr MemoryAttributes CombineWithForcedStage2(MemoryAttributes input, std::uint64_t memattr,
                                                   Shareability stage2_sh, Obs& obs = kNoObserver) {
  const Shareability sh = Stronger(input.shareability(), stage2_sh);
  const std::uint64_t low = memattr & 3;
  if (Decides<"ATTR-FWB-DEVICE">(obs, (memattr & 4) == 0)) {
    return MemoryAttributes::Device(std::min(input.type(), static_cast<MemoryType>(low)), sh);
  }
  if (Decides<"ATTR-FWB-WRITE-BACK">(obs, low == 2))
    return Force(input, Cacheability::kWriteBack, sh);
  if (Decides<"ATTR-FWB-KEEPS">(obs, low == 3 || input.IsDevice())) return input.With(sh);
  return Force(input, Cacheability::kNonCacheable, sh);
}

}  // namespace quiesce
