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

/// Puts another member in place of a contiguous leaf, if chosen. All members lie in one page, so
/// their PAs follow from one.
template <class Obs>
void ChooseMember(Context<Obs>& ctx, const TableWalk& walk, std::uint64_t input, Leaf& leaf) {
  const unsigned group_log2 = Measures<"CONTIG-GROUP-LOG2">(
      ctx, static_cast<unsigned>(std::countr_zero(ContiguousGroup(walk.granule, leaf.level))));
  const unsigned group = 1u << group_log2;
  if (Decides<"CONTIG-RES0">(ctx, group == 1)) return;
  const unsigned pick = ctx.choices.Pick(ChoicePoint::kContiguousInconsistent, group);
  if (pick == 0) return;
  Leaf other = leaf;
  other.address = MemberAt(leaf.address, group, pick);
  other.pa = MemberAt(leaf.pa, group, pick);
  const WordRead r = ctx.smmu.Read64(other.pa);
  if (r.status != BusStatus::kOk) return;
  const std::uint64_t member = walk.big_endian ? __builtin_bswap64(r.value) : r.value;
  leaf = ThroughMember(ctx, walk, other, group, input, member).value_or(leaf);
}

}  // namespace quiesce
