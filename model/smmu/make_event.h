// The event of a fault: which fields its record has, and from where. IHI 0070 G.b 7.3.
#pragma once

#include "model/smmu/context.h"
#include "model/smmu/event.h"
#include "model/smmu/fault.h"

namespace quiesce {

/// A fault of the transaction's own access, or of a walk for it: PnU, InD, RnW and InputAddr.
constexpr bool DescribesAccess(EventType t) {
  return t == EventType::F_UUT || t == EventType::F_WALK_EABT || t == EventType::F_TLB_CONFLICT ||
         IsTranslationRelated(t);
}
constexpr bool HasFetchAddress(EventType t) {
  return t == EventType::F_STE_FETCH || t == EventType::F_CD_FETCH || t == EventType::F_WALK_EABT;
}

/// StreamID for all; SubstreamID where the record has one. 7.3.7 to 7.3.9: two records have none,
/// and in C_BAD_SUBSTREAMID it is valid without SSV.
inline void SetStream(Event& e, const Transaction& t) {
  e.stream_id = t.stream_id;
  if (e.type == EventType::F_STREAM_DISABLED || e.type == EventType::F_TRANSL_FORBIDDEN) return;
  // An ATS Translated transaction counts as presented without a SubstreamID. 3.9.1.3.
  const bool ssv = t.ssv && t.ats != AtsKind::kTranslated;
  e.ssv = ssv && e.type != EventType::C_BAD_SUBSTREAMID;
  e.substream_id = ssv ? t.substream_id : 0;
}

/// 13.1.1: an atomic access is recorded as a write, except where it lacks only read permission.
inline void SetAccess(Event& e, const Transaction& t, const Presentation& p, const Fault& f) {
  e.rnw = t.access == AccessKind::kRead || f.read_refused;
  e.pnu = p.privileged;
  e.ind = e.rnw && p.instruction;
  e.input_address = t.address;
}

inline void SetStage(Event& e, const Fault& f, bool stalls) {
  const bool conflict = e.type == EventType::F_TLB_CONFLICT;  // has no CLASS
  e.s2 = f.s2;
  if (!conflict) e.event_class = f.event_class;
  if (conflict || IsTranslationRelated(e.type)) e.ipa = f.s2 ? f.ipa & ~std::uint64_t{0xFFF} : 0;
  if (!IsTranslationRelated(e.type)) return;
  e.stall = stalls;
  e.ttrnw = e.type == EventType::F_PERMISSION && f.event_class == EventClass::kTt && f.ttrnw;
}

/// `p` is the presentation after overrides, or as it came if the fault precedes the STE.
inline Event MakeEvent(const Transaction& t, const Presentation& p, const Fault& f, bool stalls) {
  Event e;
  e.type = f.type;
  SetStream(e, t);
  if (DescribesAccess(f.type)) SetAccess(e, t, p, f);
  if (f.type != EventType::F_UUT && DescribesAccess(f.type)) SetStage(e, f, stalls);
  if (HasFetchAddress(f.type)) e.fetch_address = f.fetch_address & ~std::uint64_t{7};
  if (f.type == EventType::F_TRANSL_FORBIDDEN) {
    e.rnw = t.access == AccessKind::kRead;
    e.input_address = t.address;
  }
  if (f.type == EventType::F_BAD_ATS_TREQ) {  // 7.3.6: as requested, before overrides
    const Presentation asked = Incoming(t);
    e.rnw = !t.Writes();
    e.pnu = asked.privileged;
    e.ind = asked.instruction;
    e.input_address = t.address & ~std::uint64_t{0xFFF};
  }
  return e;
}

}  // namespace quiesce
