// Several TLB entries for one address that do not say the same. An implementation may detect it,
// use one of them, or mix them. IHI 0070 G.b 3.20.1, 3.21.1; DDI 0487 D8.17.1. CU-52.
#pragma once

#include <algorithm>

#include "model/smmu/cache/tlb_match.h"

namespace quiesce {

/// A descriptor without its output address, and without what it says of the entry's size.
constexpr std::uint64_t AttributesOf(std::uint64_t descriptor) {
  constexpr std::uint64_t kAddress = MaxValue(48) & ~MaxValue(12);  // has nT
  return descriptor & ~(kAddress | kContiguous | std::uint64_t{3});
}

/// How two entries that map an input differ, the worst counts.
enum class Disagreement : std::uint8_t {
  kNone,        ///< but for what hardware updates
  kContiguous,  ///< in the Contiguous bit
  kSizeWithNt,  ///< in the size, with nT in a block: BBML 1 keeps that from conflicting
  kSize,
  kTranslation,
};

template <class Config>
Disagreement Compare(const CachedStage<Config>& a, const CachedStage<Config>& b,
                     std::uint64_t input) {
  const bool same_output =
      LeafFor(a.leaf, a.log2, input).output == LeafFor(b.leaf, b.log2, input).output;
  const bool same_attributes =
      SameTranslation(AttributesOf(a.leaf.descriptor), AttributesOf(b.leaf.descriptor));
  if (!same_output || !same_attributes) return Disagreement::kTranslation;
  if (a.leaf.level != b.leaf.level) {
    const bool no_conflict = ((a.leaf.descriptor | b.leaf.descriptor) & kNoConflict) != 0;
    return no_conflict ? Disagreement::kSizeWithNt : Disagreement::kSize;
  }
  const std::uint64_t differ = a.leaf.descriptor ^ b.leaf.descriptor;
  return IsContiguous(differ) ? Disagreement::kContiguous : Disagreement::kNone;
}

/// Of two entries of one kind that both match `input`.
inline Disagreement Compare(const TlbEntry& a, const TlbEntry& b, std::uint64_t input) {
  if (a.scope.tag.global != b.scope.tag.global) return Disagreement::kTranslation;
  if (a.scope.kind == TlbKind::kStage2) return Compare(a.stage2, b.stage2, input);
  const Disagreement s1 = Compare(a.stage1, b.stage1, input);
  if (a.scope.kind == TlbKind::kStage1 || s1 == Disagreement::kTranslation) return s1;
  const std::uint64_t ipa = LeafFor(a.stage1.leaf, a.stage1.log2, input).output;
  return std::max(s1, Compare(a.stage2, b.stage2, ipa));
}

/// IDR3.BBML 1 resolves a change of the Contiguous bit, and 2 one of the size too.
inline bool Conflicts(Disagreement d, const SmmuView& smmu) {
  const std::uint64_t level = Get<"BBML">(smmu.caps.idr3).raw();
  if (d == Disagreement::kSize) return level < 2;
  return d == Disagreement::kTranslation || (d != Disagreement::kNone && level == 0);
}

/// The output of one entry with the attributes and permissions of the other: one amalgamation of
/// the two that reaches no address which neither grants.
template <class Config>
CachedStage<Config> Amalgamate(CachedStage<Config> output, const CachedStage<Config>& attributes) {
  const std::uint64_t kept = output.leaf.descriptor ^ AttributesOf(output.leaf.descriptor);
  output.leaf.descriptor = kept | AttributesOf(attributes.leaf.descriptor);
  output.leaf.tables = attributes.leaf.tables;
  return output;
}

inline TlbEntry Amalgamate(TlbEntry output, const TlbEntry& attributes) {
  output.stage1 = Amalgamate(output.stage1, attributes.stage1);
  output.stage2 = Amalgamate(output.stage2, attributes.stage2);
  return output;
}

}  // namespace quiesce
