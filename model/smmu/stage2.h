// Stage 2: IPA to PA. IHI 0070 G.b 3.4, 5.2 (S2 fields), 13.4.3.
#pragma once

#include "model/smmu/access_flags.h"
#include "model/smmu/combine.h"
#include "model/smmu/contiguous.h"
#include "model/smmu/recall.h"
#include "model/smmu/walk.h"

namespace quiesce {

/// Of a legal STE with S2AA64 == 1.
template <class Obs>
const Stage2& SelectStage2(const Context<Obs>& ctx, const Ste<Concrete>& ste, Stage2& own) {
  if (ctx.known_ste != nullptr) return ctx.known_ste->stage2;
  return own = MakeStage2(ste, ctx.smmu.caps, ctx.observer);
}

struct Stage2Result {
  std::uint64_t pa;
  Permissions permissions;
  MemoryAttributes attributes;  ///< after stage 2; of an access of the SMMU's own, as before it
};

/// Attributes of an access that reaches stage 2 with `input`.
template <class Obs>
MemoryAttributes Stage2Attributes(const Stage2& s2, std::uint64_t descriptor,
                                  MemoryAttributes input, Obs& obs) {
  const std::uint64_t memattr = FieldAt(descriptor, 5, 2);
  const Shareability sh = DecodeShareability(FieldAt(descriptor, 9, 8));
  if (s2.forced_write_back) return CombineWithForcedStage2(input, memattr, sh, obs);
  return CombineWithStage2(input, DecodeMemAttr(memattr, sh), obs);
}

/// STE.S2PTW: the SMMU's own reads through stage 2 must not reach a Device type. 5.2 (S2PTW).
template <class Obs>
bool BarredByProtectedTableWalk(const Stage2& s2, EventClass event_class, std::uint64_t descriptor,
                                Obs& obs) {
  if (!s2.protected_table_walk) return false;
  const bool own_access = Decides<"S2-PTW-OWN-ACCESS">(obs, event_class != EventClass::kIn);
  const bool device = Stage2Attributes(s2, descriptor, MemoryAttributes{}, obs).IsDevice();
  return own_access && Decides<"S2-PTW-DEVICE">(obs, device);
}

/// The leaf that maps an IPA, from memory. `event_class` says whose address this is: the
/// transaction's (IN), a stage 1 descriptor's (TT), or a CD's or L1CD's.
template <class Obs>
OrStop<Leaf> WalkStage2(Context<Obs>& ctx, const Stage2& s2, std::uint64_t ipa,
                        EventClass event_class) {
  const FaultSite site{Stage::k2, event_class, ipa, s2.policy};
  const bool in_range = !Decides<"S2-INPUT-RANGE">(ctx, ipa >> s2.walk.input_bits != 0);
  OrStop<Leaf> leaf = Likely(in_range)
                          ? WalkTables(ctx, s2.walk, ctx.stage2_row, site, ipa, Physical())
                          : OrStop<Leaf>(TranslationFault(EventType::F_TRANSLATION, site));
  if (leaf.ok() && Decides<"S2-CONTIGUOUS">(ctx, IsContiguous(leaf->descriptor))) {
    if (const auto stop = ChooseMember(ctx, s2.walk, site, ipa, *leaf)) leaf = *stop;
  }
  return leaf;
}

/// What the leaf makes of an access.
template <class Obs>
OrStop<Stage2Result> UseStage2Leaf(Context<Obs>& ctx, const Stage2& s2, const Leaf& leaf,
                                   std::uint64_t ipa, const Demand& demand, EventClass event_class,
                                   MemoryAttributes input) {
  const FaultSite site{Stage::k2, event_class, ipa, s2.policy};
  const Permissions permitted =
      Stage2Permissions(leaf.descriptor, s2.privileged_execute, s2.flags.hardware_dirty,
                        demand.privileged, ctx.observer);
  const OrStop<Permissions> given = CheckLeaf(ctx, leaf, s2.flags, site, permitted, demand);
  if (!given.ok()) return given.stop();
  if (BarredByProtectedTableWalk(s2, event_class, leaf.descriptor, ctx.observer)) {
    return TranslationFault(EventType::F_PERMISSION, site);
  }
  const std::uint64_t updated =
      UpdatedDescriptor(leaf, Stage::k2, s2.flags, *given, demand, ctx.observer);
  if (updated != leaf.descriptor) {
    ctx.observer.Updated({Stage::k2, leaf.pa, leaf.descriptor, updated, s2.walk.big_endian});
  }
  ctx.observer.Translated(Stage::k2, ipa, leaf.output);
  const bool own_access = event_class != EventClass::kIn;
  return OrStop<Stage2Result>(
      std::in_place, leaf.output, *given,
      own_access ? input : Stage2Attributes(s2, leaf.descriptor, input, ctx.observer));
}

template <class Obs>
OrStop<Stage2Result> TranslateStage2(Context<Obs>& ctx, const Stage2& s2, std::uint64_t ipa,
                                     const Demand& demand, EventClass event_class,
                                     MemoryAttributes input = {}) {
  if constexpr (Remembers<Obs>) {
    return ctx.observer.TranslateStage2(ctx, s2, ipa, demand, event_class, input);
  } else {
    const OrStop<Leaf> leaf = WalkStage2(ctx, s2, ipa, event_class);
    if (!leaf.ok()) return leaf.stop();
    return UseStage2Leaf(ctx, s2, *leaf, ipa, demand, event_class, input);
  }
}

}  // namespace quiesce
