// Faults of a translation, by where they happen.
#pragma once

#include <cstdint>

#include "model/smmu/fault.h"
#include "model/smmu/observer.h"
#include "model/smmu/permissions.h"

namespace quiesce {

/// Which translation a fault belongs to, as its event will say.
struct FaultSite {
  Stage stage;
  EventClass event_class;  ///< of a stage 2 fault; a stage 1 fault has its own
  std::uint64_t ipa;       ///< of a stage 2 fault
  const FaultPolicy& policy;
};

/// A translation-related fault. IHI 0070 G.b 7.3.13: stage 1 has CLASS IN and no IPA.
[[gnu::cold]] Fault TranslationFault(EventType type, const FaultSite& site);

/// F_PERMISSION, for an access to a leaf that permits `permissions`. Of an atomic access, write
/// permission is checked first. 7.3.16, 13.1.1.
[[gnu::cold]] Fault PermissionFault(const FaultSite& site, Permissions permissions,
                                    const Demand& demand);

/// An external abort on the descriptor at this PA. 7.3.12: stage 1 has CLASS TT.
[[gnu::cold]] Fault WalkAborted(const FaultSite& site, std::uint64_t pa);

/// F_TLB_CONFLICT: never configurable, and no CLASS. 3.20.1, 7.3.17.
[[gnu::cold]] Fault TlbConflict(const FaultSite& site);

}  // namespace quiesce
