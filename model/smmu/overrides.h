// Attributes that the STE, or GBPA while the SMMU is off, puts in place of the incoming ones. IHI
// 0070 G.b 13.1.4, 13.2, 13.3, 5.2, 6.3.14: the fields have the same names and encodings in both.
#pragma once

#include <cstdint>

#include "model/smmu/combine.h"
#include "model/smmu/context.h"
#include "spec/caps.h"

namespace quiesce {

/// MTCFG, MemAttr, ALLOCCFG and SHCFG. ALLOCCFG is applied whatever MTCFG is (CU-26).
template <class R>
MemoryAttributes OverrideMemoryType(const R& r, const MemoryAttributes& incoming) {
  MemoryAttributes a = incoming;
  if (Is<"MTCFG">(r).raw()) {
    a = DecodeMemAttr(Get<"MemAttr">(r).raw());
    a.shareability = incoming.shareability;
    if (incoming.IsCacheable()) {
      a.inner.hints = incoming.inner.hints;
      a.outer.hints = incoming.outer.hints;
    }
  }
  const std::uint64_t alloccfg = Get<"ALLOCCFG">(r).raw();
  if ((alloccfg & 8) != 0) {
    const AllocationHints hints{(alloccfg & 4) != 0, (alloccfg & 2) != 0, (alloccfg & 1) != 0};
    a.inner.hints = a.outer.hints = hints;
  }
  const std::uint64_t shcfg = Get<"SHCFG">(r).raw();
  if (shcfg != 1) a.shareability = DecodeShareability(shcfg);
  return a;
}

/// PRIVCFG and INSTCFG: 2 clears the attribute, 3 sets it, 0 and 1 keep it.
constexpr bool OverrideFlag(std::uint64_t cfg, bool incoming) {
  return cfg < 2 ? incoming : cfg == 3;
}

/// INSTCFG concerns reads, and what a translation request asks to read.
template <class R>
Presentation Override(const R& r, const Caps<Concrete>& caps, const Transaction& t,
                      Presentation p) {
  if (Is<"ATTR_TYPES_OVR">(caps.idr1).raw()) p.attributes = OverrideMemoryType(r, p.attributes);
  if (!Is<"ATTR_PERMS_OVR">(caps.idr1).raw()) return p;
  p.privileged = OverrideFlag(Get<"PRIVCFG">(r).raw(), p.privileged);
  const bool reads = t.access == AccessKind::kRead || t.ats == AtsKind::kTranslationRequest;
  if (reads) p.instruction = OverrideFlag(Get<"INSTCFG">(r).raw(), p.instruction);
  return p;
}

}  // namespace quiesce
