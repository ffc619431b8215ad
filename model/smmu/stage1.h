// Stage 1: VA to IPA, or to PA without stage 2. IHI 0070 G.b 3.4, 5.4, 13.4.1, 13.4.2.
#pragma once

#include <optional>

#include "model/smmu/access_flags.h"
#include "model/smmu/combine.h"
#include "model/smmu/contiguous.h"
#include "model/smmu/structure_address.h"
#include "model/smmu/walk.h"

namespace quiesce {

struct Stage1Result {
  std::uint64_t output;  ///< IPA, or PA without stage 2
  Permissions permissions;
  MemoryAttributes attributes;  ///< of the access after stage 1
};

/// VA[55] selects the half; NS-EL2 has only the lower one. 3.4.1.
template <class Obs>
const Stage1& SelectHalf(const Context<Obs>& ctx, const Cd<Concrete>& cd,
                         const StreamWorld<Concrete>& world, std::uint64_t va, Stage1& own) {
  const bool upper = Decides<"S1-UPPER-HALF">(ctx, !world.IsNsEl2().raw() && BitAt(va, 55));
  if (const KnownCd* known = ctx.known_cd) return upper ? known->upper : known->lower;
  return own = MakeStage1(cd, world, ctx.smmu.caps, upper, ctx.observer);
}

/// VA bits above the input range are all zeros (lower half) or ones (upper). With TBI, bits [63:56]
/// are taken as copies of bit 55. 3.4.1.
inline bool InInputRange(const Stage1& s1, std::uint64_t va) {
  const std::uint64_t low = LowBits(va, 56);
  const std::uint64_t extended = BitAt(va, 55) ? low | ~std::uint64_t{0} << 56 : low;
  const std::uint64_t effective = s1.top_byte_ignored ? extended : va;
  return (s1.upper ? ~effective : effective) >> s1.walk.input_bits == 0;
}

template <class Obs>
MemoryAttributes Stage1Attributes(const Stage1& s1, std::uint64_t descriptor,
                                  MemoryAttributes input, Obs& obs) {
  const unsigned index =
      Measures<"S1-ATTRINDX">(obs, static_cast<unsigned>(FieldAt(descriptor, 4, 2)));
  const Shareability sh = DecodeShareability(FieldAt(descriptor, 9, 8));
  return ReplaceByStage1(input, s1.attributes[index % 8].With(sh), obs);
}

/// Hardware update of a stage 1 descriptor, which is a write through stage 2.
template <class Obs>
std::optional<Stop> UpdateStage1(Context<Obs>& ctx, const Stage1& s1, const Stage2* s2,
                                 const Leaf& leaf, std::uint64_t updated) {
  const OrStop<std::uint64_t> pa = LocateForUpdate(ctx, s2, leaf.address);
  if (!pa.ok()) return pa.stop();
  ctx.observer.Updated({Stage::k1, *pa, leaf.descriptor, updated, s1.walk.big_endian});
  return std::nullopt;
}

/// Stage 2, if it is on, translates the address of every descriptor.
template <class Obs>
OrStop<Leaf> WalkStage1Tables(Context<Obs>& ctx, const TableWalk& walk, const FaultSite& site,
                              const Stage2* s2, std::uint64_t va) {
  if (s2 == nullptr) return WalkTables(ctx, walk, kRowOfStage1, site, va, Physical());
  const auto locate = [&](std::uint64_t address, unsigned level) {
    ctx.stage2_row = kRowOfLevel0 + level;
    return LocateThroughStage2(ctx, *s2, address, EventClass::kTt);
  };
  return WalkTables(ctx, walk, kRowOfStage1, site, va, locate);
}

/// The leaf that maps a VA, from memory. `s2` translates the walk if stage 2 is on, else null.
template <class Obs>
OrStop<Leaf> WalkStage1(Context<Obs>& ctx, const Stage1& s1, const Stage2* s2, std::uint64_t va) {
  const FaultSite site{Stage::k1, EventClass::kIn, 0, s1.policy};
  const bool in_range = Decides<"S1-INPUT-RANGE">(ctx, InInputRange(s1, va));
  OrStop<Leaf> leaf = Likely(s1.walks && in_range)
                          ? WalkStage1Tables(ctx, s1.walk, site, s2, va)
                          : OrStop<Leaf>(TranslationFault(EventType::F_TRANSLATION, site));
  if (leaf.ok() && Decides<"S1-CONTIGUOUS">(ctx, IsContiguous(leaf->descriptor))) {
    if (const auto stop = ChooseMember(ctx, s1.walk, site, va, *leaf)) leaf = *stop;
  }
  return leaf;
}

/// What the leaf makes of an access.
template <class Obs>
OrStop<Stage1Result> UseStage1Leaf(Context<Obs>& ctx, const Stage1& s1, const Stage2* s2,
                                   const Leaf& leaf, std::uint64_t va, const Demand& demand,
                                   MemoryAttributes input) {
  const FaultSite site{Stage::k1, EventClass::kIn, 0, s1.policy};
  const std::uint64_t tables = s1.hierarchy_disabled ? 0 : leaf.tables;
  const Permissions permitted =
      Stage1Permissions(leaf.descriptor, tables, s1.controls, demand.privileged, ctx.observer);
  const OrStop<Permissions> given = CheckLeaf(ctx, leaf, s1.flags, site, permitted, demand);
  if (!given.ok()) return given.stop();
  const std::uint64_t updated =
      UpdatedDescriptor(leaf, Stage::k1, s1.flags, *given, demand, ctx.observer);
  if (updated != leaf.descriptor) {
    if (const auto stop = UpdateStage1(ctx, s1, s2, leaf, updated)) return *stop;
  }
  ctx.observer.Translated(Stage::k1, va, leaf.output);
  return OrStop<Stage1Result>(std::in_place, leaf.output, *given,
                              Stage1Attributes(s1, leaf.descriptor, input, ctx.observer));
}

template <class Obs>
OrStop<Stage1Result> TranslateStage1(Context<Obs>& ctx, const Stage1& s1, const Stage2* s2,
                                     std::uint64_t va, const Demand& demand,
                                     MemoryAttributes input) {
  if constexpr (Remembers<Obs>) {
    return ctx.observer.TranslateStage1(ctx, s1, s2, va, demand, input);
  } else {
    const OrStop<Leaf> leaf = WalkStage1(ctx, s1, s2, va);
    if (!leaf.ok()) return leaf.stop();
    return UseStage1Leaf(ctx, s1, s2, *leaf, va, demand, input);
  }
}

}  // namespace quiesce
