#include "model/smmu/fault_site.h"

namespace quiesce {

Fault TranslationFault(EventType type, const FaultSite& site) {
  const bool s2 = site.stage == Stage::k2;
  Fault f;
  f.type = type;
  f.policy = site.policy;
  f.s2 = s2;
  f.event_class = s2 ? site.event_class : EventClass::kIn;
  f.ttrnw = true;
  f.ipa = site.ipa;
  f.decision.by = s2 ? DecidedBy::kStage2 : DecidedBy::kStage1;
  return f;
}

Fault PermissionFault(const FaultSite& site, Permissions permissions, const Demand& demand) {
  Fault f = TranslationFault(EventType::F_PERMISSION, site);
  f.read_refused = permissions.write() && demand.read && demand.write;
  return f;
}

Fault WalkAborted(const FaultSite& site, std::uint64_t pa) {
  Fault f = TranslationFault(EventType::F_WALK_EABT, site);
  f.policy = kAbortAndRecord;
  if (site.stage == Stage::k1) f.event_class = EventClass::kTt;
  f.fetch_address = pa;
  return f;
}

Fault TlbConflict(const FaultSite& site) {
  Fault f = TranslationFault(EventType::F_TLB_CONFLICT, site);
  f.policy = kAbortAndRecord;
  return f;
}

}  // namespace quiesce
