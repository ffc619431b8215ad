// What becomes of a leaf when it is kept in a TLB, and when it is used from there. IHI 0070 G.b
// 3.13, 5.2, 5.4.
#pragma once

#include <algorithm>
#include <variant>

#include "model/smmu/cache/tlb_match.h"

namespace quiesce {

/// A write through this entry has to update a descriptor first.
inline bool NeedsUpdate(const TlbEntry& e, const Demand& demand) {
  const bool s1 = NeedsUpdate(e.stage1.leaf, Stage::k1, e.stage1.config.flags, demand);
  const bool s2 = NeedsUpdate(e.stage2.leaf, Stage::k2, e.stage2.config.flags, demand);
  return (e.scope.kind != TlbKind::kStage2 && s1) || (e.scope.kind != TlbKind::kStage1 && s2);
}

/// A cached stage with the fault policy of now, for this input.
template <class Config>
CachedStage<Config> Present(CachedStage<Config> cached, const FaultPolicy& policy,
                            std::uint64_t input) {
  cached.config.policy = policy;
  cached.leaf = LeafFor(cached.leaf, cached.log2, input);
  return cached;
}

/// The leaf with its descriptor as the access left it.
template <class Result>
Leaf AsLeft(Leaf leaf, Stage stage, const FlagControls& flags, const Demand& demand,
            const OrStop<Result>& r) {
  if (r.ok()) leaf.descriptor = UpdatedDescriptor(leaf, stage, flags, r->permissions, demand);
  return leaf;
}

/// A leaf that refuses the access may be kept, one that faults otherwise may not.
template <class Result>
bool MayBeKept(const Leaf& leaf, const FlagControls& flags, const OrStop<Result>& r, Stage stage) {
  if (!MayBeKept(leaf, flags)) return false;
  if (r.ok()) return true;
  const Fault* fault = std::get_if<Fault>(&r.stop());
  return fault != nullptr && fault->type == EventType::F_PERMISSION &&
         fault->s2 == (stage == Stage::k2);
}

/// Both stages in one entry, as large as the smaller of the two.
inline TlbEntry CombinedEntry(const TlbTag& tag, const CachedStage<Stage1>& stage1,
                              const CachedStage<Stage2>& stage2, std::uint64_t va) {
  TlbEntry e;
  e.scope = ScopeOf(TlbKind::kCombined, tag, stage1.config.walk, stage1.leaf.level,
                    std::min(stage1.log2, stage2.log2), va);
  e.stage1 = stage1;
  e.stage2 = stage2;
  return e;
}

}  // namespace quiesce
