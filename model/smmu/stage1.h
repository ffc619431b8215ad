// Stage 1: VA to IPA, or to PA without stage 2. IHI 0070 G.b 3.4, 5.4, 13.4.1, 13.4.2.
#pragma once

#include <optional>

#include "model/smmu/access_flags.h"
#include "model/smmu/combine.h"
#include "model/smmu/contiguous.h"
#include "model/smmu/structure_address.h"
#include "model/smmu/walk.h"
#include "spec/stage1.h"

namespace quiesce {

/// The half of a legal CD with AA64 == 1 that an address selects.
struct Stage1 {
  TableWalk walk;
  Stage1Controls controls;
  FlagControls flags;
  FaultPolicy policy;
  bool upper;               ///< TTB1
  bool walks;               ///< EPDx is 0
  bool top_byte_ignored;    ///< TBIx
  bool hierarchy_disabled;  ///< HADx
  std::uint64_t mair;
};

struct Stage1Result {
  std::uint64_t output;  ///< IPA, or PA without stage 2
  Permissions permissions;
  MemoryAttributes attributes;  ///< of the access after stage 1
};

/// The walk of one half.
template <class Obs>
TableWalk MakeStage1Walk(const Cd<Concrete>& cd, const CdHalf<Concrete>& half, const SmmuView& smmu,
                         Obs& obs) {
  const auto granule = static_cast<GranuleSize>(GranuleBits<Concrete>(half.granule).raw());
  const auto txsz =
      static_cast<unsigned>(EffectiveTxsz(half, Bool<Concrete>(true), smmu.caps).raw());
  const unsigned input_bits = Measures<"S1-INPUT-BITS">(obs, 64 - txsz);
  const unsigned start = Stage1StartLevel(granule, input_bits);
  const auto ips = static_cast<unsigned>(EffectiveIps(cd, smmu.caps).raw());
  const unsigned output_bits = Measures<"S1-OUTPUT-BITS">(obs, ips);
  const unsigned align =
      Measures<"S1-BASE-ALIGN">(obs, TableAlignment(granule, input_bits, start, output_bits));
  return {.stage = Stage::k1,
          .granule = granule,
          .wide = Decides<"S1-OAS52">(obs, smmu.oas() == 52),
          .big_endian = Decides<"S1-ENDI">(obs, Is<"ENDI">(cd).raw()),
          .input_bits = static_cast<std::uint8_t>(input_bits),
          .start_level = static_cast<std::uint8_t>(Measures<"S1-START-LEVEL">(obs, start)),
          .output_bits = static_cast<std::uint8_t>(output_bits),
          .base = DropLowBits(half.ttb.raw(), align)};
}

/// VA[55] selects the half; NS-EL2 has only the lower one. 3.4.1.
template <class Obs>
Stage1 MakeStage1(const Cd<Concrete>& cd, const StreamWorld<Concrete>& world, const SmmuView& smmu,
                  std::uint64_t va, Obs& obs) {
  const bool el2 = world.IsNsEl2().raw();
  const bool upper = Decides<"S1-UPPER-HALF">(obs, !el2 && BitAt(va, 55));
  const CdHalf<Concrete> half =
      upper ? UpperHalf(cd, world, smmu.caps) : LowerHalf(cd, world, smmu.caps);
  const bool had = (upper ? Is<"HAD1">(cd) : Is<"HAD0">(cd)).raw();
  const bool ha = Decides<"S1-HA">(obs, Is<"HA">(cd).raw());
  const bool hd = Decides<"S1-HD">(obs, Is<"HD">(cd).raw());
  const bool affd = Decides<"S1-AFFD">(obs, Is<"AFFD">(cd).raw());
  const FlagControls flags = FlagControls::Of(ha, hd, affd, obs);
  return {
      .walk = MakeStage1Walk(cd, half, smmu, obs),
      .controls = {.single_privilege = Decides<"S1-ONE-PRIVILEGE">(obs, el2),
                   .pan = Decides<"S1-PAN">(obs, !el2 && Is<"PAN">(cd).raw()),
                   .wxn = Decides<"S1-WXN">(obs, Is<"WXN">(cd).raw()),
                   .hardware_dirty = flags.hardware_dirty},
      .flags = flags,
      .policy = {.stall = Decides<"S1-STALL">(obs, Is<"S">(cd).raw()),
                 .abort = Decides<"S1-ABORT">(obs, Is<"A">(cd).raw()),
                 .record = Decides<"S1-RECORD">(obs, Is<"R">(cd).raw())},
      .upper = upper,
      .walks = Decides<"S1-EPD-CLEAR">(obs, half.walks.raw()),
      .top_byte_ignored = Decides<"S1-TBI">(obs, (upper ? Is<"TBI1">(cd) : Is<"TBI0">(cd)).raw()),
      .hierarchy_disabled = Decides<"S1-HAD">(obs, had && Is<"HAD">(smmu.caps.idr3).raw()),
      .mair = Get<"MAIR1">(cd).raw() << 32 | Get<"MAIR0">(cd).raw()};
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
  return ReplaceByStage1(input, DecodeMair(s1.mair >> (8 * index), sh), obs);
}

/// Hardware update of a stage 1 descriptor, which is a write through stage 2.
template <class Obs>
std::optional<Stop> UpdateStage1(Context<Obs>& ctx, const Stage2* s2, const Leaf& leaf,
                                 std::uint64_t updated) {
  const OrStop<std::uint64_t> pa = LocateForUpdate(ctx, s2, leaf.address);
  if (!pa.ok()) return pa.stop();
  ctx.observer.Updated({Stage::k1, *pa, leaf.descriptor, updated});
  return std::nullopt;
}

/// The leaf that maps a VA, from memory. `s2` translates the walk if stage 2 is on, else null.
template <class Obs>
OrStop<Leaf> WalkStage1(Context<Obs>& ctx, const Stage1& s1, const Stage2* s2, std::uint64_t va) {
  const FaultSite site{Stage::k1, EventClass::kIn, 0, s1.policy};
  const bool in_range = Decides<"S1-INPUT-RANGE">(ctx, InInputRange(s1, va));
  if (Unlikely(!s1.walks || !in_range)) return TranslationFault(EventType::F_TRANSLATION, site);
  const auto locate = [&](std::uint64_t address) {
    return LocateForRead(ctx, s2, address, EventClass::kTt);
  };
  OrStop<Leaf> leaf = WalkTables(ctx, s1.walk, site, va, locate);
  if (leaf.ok() && Decides<"S1-CONTIGUOUS">(ctx, IsContiguous(leaf->descriptor)))
    ChooseMember(ctx, s1.walk, va, *leaf);
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
    if (const auto stop = UpdateStage1(ctx, s2, leaf, updated)) return *stop;
  }
  ctx.observer.Translated(Stage::k1, va, leaf.output);
  return Stage1Result{leaf.output, *given,
                      Stage1Attributes(s1, leaf.descriptor, input, ctx.observer)};
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
