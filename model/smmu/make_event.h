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
template <class Obs>
void SetStream(Context<Obs>& ctx, Event& e) {
  const Transaction& t = ctx.transaction;
  e.stream_id = t.stream_id;
  const bool none =
      e.type == EventType::F_STREAM_DISABLED || e.type == EventType::F_TRANSL_FORBIDDEN;
  if (Decides<"EVT-NO-SUBSTREAM">(ctx, none)) return;
  // An ATS Translated transaction counts as presented without a SubstreamID. 3.9.1.3.
  const bool ssv = Decides<"EVT-SSV">(ctx, t.ssv && t.ats != AtsKind::kTranslated);
  e.ssv = ssv && !Decides<"EVT-BAD-SUBSTREAM">(ctx, e.type == EventType::C_BAD_SUBSTREAMID);
  e.substream_id = ssv ? t.substream_id : 0;
}

/// 13.1.1: an atomic access is recorded as a write, except where it lacks only read permission.
template <class Obs>
void SetAccess(Context<Obs>& ctx, Event& e, const Fault& f) {
  const Presentation& p = ctx.presentation;
  e.rnw = Decides<"EVT-RNW">(
      ctx, !ctx.transaction.Writes() || Decides<"EVT-READ-REFUSED">(ctx, f.read_refused));
  e.pnu = Decides<"EVT-PNU">(ctx, p.privileged);
  e.ind = Decides<"EVT-IND">(ctx, e.rnw && p.instruction);
  e.input_address = ctx.transaction.address;
}

template <class Obs>
void SetStage(Context<Obs>& ctx, Event& e, const Fault& f, bool stalls) {
  const std::uint64_t ipa = f.ipa & ~std::uint64_t{0xFFF};
  e.s2 = Decides<"EVT-S2">(ctx, f.s2);
  if (e.type == EventType::F_TLB_CONFLICT) {  // has no CLASS
    e.ipa = f.s2 ? ipa : 0;
    return;
  }
  e.event_class =
      static_cast<EventClass>(Measures<"EVT-CLASS">(ctx, static_cast<unsigned>(f.event_class)));
  if (!Decides<"EVT-CAN-STALL">(ctx, IsTranslationRelated(e.type))) return;
  e.stall = Decides<"EVT-STALL">(ctx, stalls);
  e.ipa = Decides<"EVT-HAS-IPA">(ctx, f.s2) ? ipa : 0;
  e.ttrnw = Decides<"EVT-TTRNW">(
      ctx, e.type == EventType::F_PERMISSION && f.event_class == EventClass::kTt && f.ttrnw);
}

/// The presentation is that after overrides, or as it came if the fault precedes the STE.
template <class Obs>
Event MakeEvent(Context<Obs>& ctx, const Fault& f, bool stalls) {
  const Transaction& t = ctx.transaction;
  Event e;
  e.type = f.type;
  SetStream(ctx, e);
  if (Decides<"EVT-ACCESS">(ctx, DescribesAccess(f.type))) SetAccess(ctx, e, f);
  const bool has_stage = f.type != EventType::F_UUT && DescribesAccess(f.type);
  if (Decides<"EVT-STAGE">(ctx, has_stage)) SetStage(ctx, e, f, stalls);
  if (Decides<"EVT-FETCH-ADDRESS">(ctx, HasFetchAddress(f.type)))
    e.fetch_address = f.fetch_address & ~std::uint64_t{7};
  if (Decides<"EVT-FORBIDDEN">(ctx, f.type == EventType::F_TRANSL_FORBIDDEN)) {
    e.rnw = Decides<"EVT-FORBIDDEN-RNW">(ctx, !t.Writes());
    e.input_address = t.address;
  }
  if (Decides<"EVT-BAD-TREQ">(ctx, f.type == EventType::F_BAD_ATS_TREQ)) {
    const Presentation asked = Incoming(t, ctx.observer);  // 7.3.6: before overrides
    e.rnw = Decides<"EVT-BAD-TREQ-NW">(ctx, !t.Writes());
    e.pnu = asked.privileged;
    e.ind = asked.instruction;
    e.input_address = t.address & ~std::uint64_t{0xFFF};
  }
  return e;
}

}  // namespace quiesce
