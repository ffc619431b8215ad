// The Contiguous bit: an implementation may translate through any member of a group that claims to
// be contiguous, which shows if the members disagree (CU-25). DDI 0487 D8.7.1.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "model/smmu/context.h"
#include "model/smmu/walk.h"

namespace quiesce {

/// The same descriptor's place in the group, `distance` members on, going round.
constexpr std::uint64_t MemberAt(std::uint64_t own, unsigned group, unsigned distance) {
  const unsigned bits = 3 + static_cast<unsigned>(std::countr_zero(group));
  return DropLowBits(own, bits) | LowBits(own + std::uint64_t{distance} * 8, bits);
}

/// The leaf through this member's descriptor, if a TLB could hold that for the whole group.
template <class Obs>
std::optional<Leaf> ThroughMember(Context<Obs>& ctx, const TableWalk& walk, Leaf leaf,
                                  unsigned group, std::uint64_t input, std::uint64_t member) {
  const DescriptorKind kind = KindOf(member, walk.granule, leaf.level, walk.wide);
  const bool usable = Decides<"CONTIG-MEMBER-USABLE">(
      ctx, kind == DescriptorKind::kLeaf && IsContiguous(member) && IsAccessed(member));
  const unsigned shift = LevelShift(walk.granule, leaf.level);
  const unsigned group_shift = shift + static_cast<unsigned>(std::countr_zero(group));
  const std::uint64_t output =
      DropLowBits(AddressOf(member, shift), group_shift) | LowBits(input, group_shift);
  const bool beyond = Decides<"CONTIG-ADDR-SIZE">(ctx, output >> walk.output_bits != 0);
  if (!usable || beyond) return std::nullopt;
  leaf.descriptor = member;
  leaf.output = output;
  return leaf;
}

/// The member `distance` on, as it is in memory; all lie in one page, so their PAs follow from one.
/// Its output is not looked at yet.
template <class Obs>
std::optional<Leaf> ReadMember(Context<Obs>& ctx, const TableWalk& walk, const Leaf& leaf,
                               unsigned group, unsigned distance) {
  Leaf member = leaf;
  member.address = MemberAt(leaf.address, group, distance);
  member.pa = MemberAt(leaf.pa, group, distance);
  const WordRead r = ctx.smmu.Read64(member.pa, ReadPlace(kRowOfStage1, leaf.level));
  if (r.status != BusStatus::kOk) return std::nullopt;
  member.descriptor = walk.big_endian ? __builtin_bswap64(r.value) : r.value;
  const DescriptorKind kind = KindOf(member.descriptor, walk.granule, leaf.level, walk.wide);
  ctx.observer.Walked({walk.stage, leaf.level, member.pa, member.descriptor, kind});
  return member;
}

/// A valid member lacks the bit, so that a TLB may hold entries that overlap. Where the SMMU
/// supports BBML 1 or 2, the bit alone makes no conflict (IHI 0070 G.b 3.21.1.2): then the member
/// must differ in more than its place.
template <class Obs>
bool GroupOverlaps(Context<Obs>& ctx, const TableWalk& walk, const Leaf& leaf, unsigned group) {
  const bool tolerant = Get<"BBML">(ctx.smmu.caps.idr3).raw() != 0;
  const unsigned shift = LevelShift(walk.granule, leaf.level);
  const std::uint64_t place_bits = std::uint64_t{group - 1} << shift;
  const auto place = [&](std::uint64_t d) { return d & place_bits; };
  for (unsigned distance = 1; distance < group; ++distance) {
    const std::optional<Leaf> member = ReadMember(ctx, walk, leaf, group, distance);
    if (!member || !BitAt(member->descriptor, 0) || IsContiguous(member->descriptor)) continue;
    const std::uint64_t d = member->descriptor;
    const std::uint64_t same = leaf.descriptor ^ place(leaf.descriptor) ^ place(d);
    if (!tolerant || !SameTranslation(same, d)) return true;
  }
  return false;
}

/// A group that maps more than the whole input range is a programming error: its other members lie
/// outside of the table, and the bit acts as 0 here. An implementation may also fault. DDI 0487
/// D8.7.1.3.
inline bool ExceedsInput(const TableWalk& walk, unsigned level, unsigned group_log2) {
  return LevelShift(walk.granule, level) + group_log2 > walk.input_bits;
}

/// Asks, for a contiguous leaf, for another member in its place (1 to group - 1) or for a TLB
/// conflict (group), neither of which has to be possible: then the leaf stays as it is. Members are
/// read only if chosen. A leaf without the bit, whose neighbours have it, is a matter of what a TLB
/// keeps: model/smmu/cache/.
template <class Obs>
std::optional<Stop> ChooseMember(Context<Obs>& ctx, const TableWalk& walk, const FaultSite& site,
                                 std::uint64_t input, Leaf& leaf) {
  const unsigned group_log2 = Measures<"CONTIG-GROUP-LOG2">(
      ctx, static_cast<unsigned>(std::countr_zero(ContiguousGroup(walk.granule, leaf.level))));
  const unsigned group = 1u << group_log2;
  if (Decides<"CONTIG-RES0">(ctx, group == 1)) return std::nullopt;
  if (ExceedsInput(walk, leaf.level, group_log2)) return std::nullopt;
  const unsigned pick = ctx.choices.Pick(ChoicePoint::kContiguousInconsistent, group + 1);
  if (pick == 0) return std::nullopt;
  if (pick == group) {
    if (!GroupOverlaps(ctx, walk, leaf, group)) return std::nullopt;
    return TlbConflict(site);
  }
  const std::optional<Leaf> member = ReadMember(ctx, walk, leaf, group, pick);
  if (member)
    leaf = ThroughMember(ctx, walk, *member, group, input, member->descriptor).value_or(leaf);
  return std::nullopt;
}

}  // namespace quiesce
