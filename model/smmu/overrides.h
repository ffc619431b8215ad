// Attributes that the STE, or GBPA while the SMMU is off, puts in place of the incoming ones. IHI
// 0070 G.b 13.1.4, 13.2, 13.3, 5.2, 6.3.14: the fields have the same names and encodings in both.
#pragma once

#include <cstdint>

#include "model/smmu/combine.h"
#include "model/smmu/context.h"
#include "spec/caps.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// ALLOCCFG: 1RWT sets the hints of the levels that cache.
constexpr MemoryAttributes OverrideHints(MemoryAttributes a, std::uint64_t alloccfg) {
  if ((alloccfg & 8) == 0 || a.IsDevice()) return a;
  const AllocationHints hints{(alloccfg & 4) != 0, (alloccfg & 2) != 0, (alloccfg & 1) != 0};
  return MemoryAttributes::Normal(CacheLevel::Of(a.inner().cacheability(), hints),
                                  CacheLevel::Of(a.outer().cacheability(), hints),
                                  a.shareability());
}

/// MTCFG with MemAttr: the type is replaced, hints and shareability stay.
constexpr MemoryAttributes OverrideType(MemoryAttributes a, std::uint64_t memattr) {
  const MemoryAttributes to = DecodeMemAttr(memattr, a.shareability());
  if (to.IsDevice()) return to;
  return MemoryAttributes::Normal(CacheLevel::Of(to.inner().cacheability(), a.inner().hints()),
                                  CacheLevel::Of(to.outer().cacheability(), a.outer().hints()),
                                  a.shareability());
}

/// CU-26: without STE.MTCFG, STE.ALLOCCFG may have no effect.
template <class Obs>
bool HintsApply(Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const bool alone = !Is<"MTCFG">(ste).raw() && (Get<"ALLOCCFG">(ste).raw() & 8) != 0;
  if (!Decides<"OVR-ALLOCCFG-ALONE">(ctx, alone)) return true;
  return ctx.choices.Pick(ChoicePoint::kAlloccfgWithoutMtcfg, 2) == 1;
}
template <class Obs>
bool HintsApply(Context<Obs>&, const RegisterRecord<Concrete, Reg::GBPA>&) {
  return true;
}

template <class R, class Obs>
MemoryAttributes OverrideMemoryType(Context<Obs>& ctx, const R& r, MemoryAttributes a) {
  if (Decides<"OVR-MTCFG">(ctx, Is<"MTCFG">(r).raw())) a = OverrideType(a, Get<"MemAttr">(r).raw());
  if (HintsApply(ctx, r)) a = OverrideHints(a, Get<"ALLOCCFG">(r).raw());
  const std::uint64_t shcfg = Get<"SHCFG">(r).raw();
  return Decides<"OVR-SHCFG-INCOMING">(ctx, shcfg == 1) ? a : a.With(DecodeShareability(shcfg));
}

/// PRIVCFG and INSTCFG: 2 clears the attribute, 3 sets it, 0 and 1 keep it.
constexpr bool OverrideFlag(std::uint64_t cfg, bool incoming) {
  return cfg < 2 ? incoming : cfg == 3;
}

/// Applies the overrides to the presentation. INSTCFG concerns reads, and what a translation
/// request asks to read.
template <class R, class Obs>
void Override(Context<Obs>& ctx, const R& r) {
  const Caps<Concrete>& caps = ctx.smmu.caps;
  const Transaction& t = ctx.transaction;
  Presentation& p = ctx.presentation;
  if (Decides<"OVR-TYPES">(ctx, Is<"ATTR_TYPES_OVR">(caps.idr1).raw())) {
    p.attributes = OverrideMemoryType(ctx, r, p.attributes);
  }
  if (!Decides<"OVR-PERMS">(ctx, Is<"ATTR_PERMS_OVR">(caps.idr1).raw())) return;
  p.privileged = Decides<"OVR-PRIVCFG">(ctx, OverrideFlag(Get<"PRIVCFG">(r).raw(), p.privileged));
  const bool reads = t.access == AccessKind::kRead || t.ats == AtsKind::kTranslationRequest;
  if (Decides<"OVR-INSTCFG-READS">(ctx, reads)) {
    p.instruction =
        Decides<"OVR-INSTCFG">(ctx, OverrideFlag(Get<"INSTCFG">(r).raw(), p.instruction));
  }
}

}  // namespace quiesce
