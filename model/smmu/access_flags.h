// The Access flag, the dirty state and the permission check on a leaf, for both stages. IHI 0070
// G.b 3.13, 5.4 (HA, HD, AFFD); order of faults 7.3.22.
#pragma once

#include "model/smmu/permissions.h"
#include "model/smmu/walk.h"

namespace quiesce {

/// AP[2] set (stage 1) or S2AP[1] clear (stage 2): not yet marked as written.
constexpr bool IsClean(const Leaf& leaf, Stage stage) {
  return ((leaf.descriptor & kWriteBit) != 0) == (stage == Stage::k1);
}

/// What a translation request is given by a leaf: with NW == 1 it does not make a writable-clean
/// page writable. 13.7.
template <class Obs>
constexpr Permissions GrantedByLeaf(const Leaf& leaf, Stage stage, Permissions permissions,
                                    const Demand& request, Obs& obs) {
  const Permissions granted = GrantedByRequest(permissions, request, obs);
  const bool stays_clean = Decides<"ATS-NW-CLEAN">(obs, !request.write && IsClean(leaf, stage));
  return stays_clean ? granted.WithoutWrite() : granted;
}

/// The descriptor as hardware update leaves it, once the access is `given` permissions. A
/// translation request that is given none does not count as an access. 3.13.2, 3.13.3, 13.7.
template <class Obs = const NoObserver>
constexpr std::uint64_t UpdatedDescriptor(const Leaf& leaf, Stage stage,
                                          const FlagControls& controls, Permissions given,
                                          const Demand& demand, Obs& obs = kNoObserver) {
  std::uint64_t d = leaf.descriptor;
  if (Decides<"HTTU-NOTHING-GIVEN">(obs, given == Permissions())) return d;
  if (Decides<"HTTU-SETS-AF">(obs, controls.hardware_access)) d |= kAccessFlag;
  const bool writes = Decides<"HTTU-WRITES">(obs, demand.write && given.write());
  const bool dirties = writes && controls.hardware_dirty && HasDirtyBitModifier(d);
  if (Decides<"HTTU-DIRTIES">(obs, dirties && IsClean(leaf, stage))) d ^= kWriteBit;
  return d;
}

/// F_ACCESS, then F_PERMISSION. `permissions` is what the leaf permits to the privilege asked for;
/// the result is what the access is given.
template <class Obs>
OrStop<Permissions> CheckLeaf(Context<Obs>& ctx, const Leaf& leaf, const FlagControls& controls,
                              const FaultSite& site, Permissions permissions,
                              const Demand& demand) {
  const bool accessible =
      IsAccessed(leaf.descriptor) || controls.hardware_access || controls.access_fault_disabled;
  if (Unlikely(!Decides<"LEAF-ACCESSIBLE">(ctx, accessible))) {
    return TranslationFault(EventType::F_ACCESS, site);
  }
  if (Decides<"ATS-PARTIAL">(ctx, demand.partial)) {
    return GrantedByLeaf(leaf, site.stage, permissions, demand, ctx.observer);
  }
  if (Unlikely(!Covers(permissions, demand, ctx.observer))) {
    return PermissionFault(site, permissions, demand);
  }
  return permissions;
}

}  // namespace quiesce
