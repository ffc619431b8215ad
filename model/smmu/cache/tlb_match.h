// Which TLB entry a translation may use, and which entry it may leave behind. IHI 0070 G.b 3.13,
// 3.17, 3.17.1, 16.2.
#pragma once

#include <bit>
#include <cstdint>

#include "model/smmu/cache/entries.h"
#include "spec/stream_tags.h"

namespace quiesce {

/// What a lookup presents. `tag.global` is of no meaning.
struct TlbLookup {
  TlbKind kind;
  TlbTag tag;
  std::uint64_t input;
};

inline Regime RegimeOf(const StreamWorld<Concrete>& world) {
  if (world.IsNsEl1().raw()) return Regime::kNsEl1;
  return world.IsNsEl2().raw() ? Regime::kNsEl2 : Regime::kNsEl2E2h;
}

/// The tags of a stream's stage 2.
inline TlbTag Stage2Tag(const Ste<Concrete>& ste, const SmmuView& smmu) {
  return {.vmid = static_cast<std::uint16_t>(Stage2Tags(ste, smmu.caps).vmid.raw())};
}

/// The tags of its stage 1 through this CD.
inline TlbTag Stage1Tag(const Ste<Concrete>& ste, const Cd<Concrete>& cd, const SmmuView& smmu) {
  const StreamTags<Concrete> tags = Stage1Tags(ste, cd, smmu.caps, Is<"E2H">(smmu.cr2));
  return {.regime = RegimeOf(tags.world),
          .vmid = static_cast<std::uint16_t>(tags.vmid.raw()),
          .asid = static_cast<std::uint16_t>(tags.asid.raw()),
          .aset = tags.aset.raw()};
}

/// The tags with which a stage 1 leaf is kept: nG clear makes it global.
inline TlbTag TagOfLeaf(TlbTag tag, std::uint64_t descriptor) {
  constexpr unsigned kNotGlobal = 11;
  tag.global = tag.regime == Regime::kNsEl2 || !BitAt(descriptor, kNotGlobal);
  return tag;
}

constexpr bool TagMatches(const TlbTag& entry, const TlbTag& lookup) {
  if (entry.regime != lookup.regime || entry.vmid != lookup.vmid) return false;
  return entry.global ? entry.aset == lookup.aset : entry.asid == lookup.asid;
}

/// A VA without what TBI lets be ignored.
constexpr std::uint64_t CanonicalVa(std::uint64_t va) {
  const std::uint64_t low = LowBits(va, 56);
  return BitAt(va, 55) ? low | ~std::uint64_t{0} << 56 : low;
}

inline bool Covers(const TlbScope& scope, std::uint64_t address) {
  return scope.first <= address && address <= scope.last;
}

/// The entry translates this input. Whether bits [63:56] of a VA count is cached with the entry.
inline bool Matches(const TlbEntry& e, const TlbLookup& lookup) {
  if (e.scope.kind != lookup.kind || !TagMatches(e.scope.tag, lookup.tag)) return false;
  if (lookup.kind == TlbKind::kStage2) return Covers(e.scope, lookup.input);
  return Covers(e.scope, CanonicalVa(lookup.input)) && InInputRange(e.stage1.config, lookup.input);
}

/// log2 of the bytes that a leaf maps. With its Contiguous bit it may stand for the whole group:
/// DDI 0487 D8.7.1.
inline std::uint8_t LeafLog2(const TableWalk& walk, const Leaf& leaf, bool as_group) {
  const unsigned group =
      as_group && IsContiguous(leaf.descriptor) ? ContiguousGroup(walk.granule, leaf.level) : 1;
  return static_cast<std::uint8_t>(LevelShift(walk.granule, leaf.level) +
                                   static_cast<unsigned>(std::countr_zero(group)));
}

/// The leaf as a walk for another input address of the same 2^log2 bytes would have found it.
inline Leaf LeafFor(Leaf leaf, unsigned log2, std::uint64_t input) {
  leaf.output = DropLowBits(leaf.output, log2) | LowBits(input, log2);
  return leaf;
}

/// An entry of 2^log2 bytes around an input address, from a descriptor at this level.
inline TlbScope ScopeOf(TlbKind kind, const TlbTag& tag, const TableWalk& walk, unsigned level,
                        unsigned log2, std::uint64_t input) {
  const std::uint64_t first = DropLowBits(input, log2);
  return {kind,
          tag,
          first,
          first + MaxValue(log2),
          static_cast<std::uint8_t>(BitsOf(walk.granule)),
          static_cast<std::uint8_t>(level)};
}

/// A write that has to mark the leaf dirty first must look at the descriptor in memory. 3.13.
inline bool NeedsUpdate(const Leaf& leaf, Stage stage, const FlagControls& flags,
                        const Demand& demand) {
  return demand.write && flags.hardware_dirty && HasDirtyBitModifier(leaf.descriptor) &&
         IsClean(leaf, stage);
}

/// AFFD counts as an Access flag that is set. 5.4 (AFFD).
inline bool MayBeKept(const Leaf& leaf, const FlagControls& flags) {
  return IsAccessed(leaf.descriptor) || flags.access_fault_disabled;
}

}  // namespace quiesce
