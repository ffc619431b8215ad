// From the reason to stop to the outcome, by the kind of the transaction. IHI 0070 G.b 3.12, 5.5
// for ordinary ones, 3.9.1.2 and 3.9.1.3 for ATS.
#pragma once

#include <optional>

#include "model/smmu/make_event.h"
#include "model/smmu/outcome.h"

namespace quiesce {

/// A C_* error or a failed fetch of a structure: what an ATS transaction reports only under
/// CR2.REC_CFG_ATS. 3.9.1.2 counts F_WALK_EABT here for a translation request.
constexpr bool IsConfigurationError(EventType t) {
  switch (t) {
    case EventType::C_BAD_STREAMID:
    case EventType::F_STE_FETCH:
    case EventType::C_BAD_STE:
    case EventType::F_CFG_CONFLICT:
    case EventType::F_STREAM_DISABLED:
    case EventType::C_BAD_SUBSTREAMID:
    case EventType::F_CD_FETCH:
    case EventType::C_BAD_CD:
      return true;
    default:
      return false;
  }
}

/// CR2.REC_CFG_ATS.
template <class Obs>
bool RecordsAtsErrors(const Context<Obs>& ctx) {
  return Decides<"END-REC-CFG-ATS">(ctx, ctx.smmu.records_ats_errors());
}

/// CR2.RECINVSID, 7.3.3.
template <class Obs>
bool SuppressedBadStreamId(const Context<Obs>& ctx, EventType type) {
  const bool records = Decides<"END-RECINVSID">(ctx, Is<"RECINVSID">(ctx.smmu.cr2).raw());
  return type == EventType::C_BAD_STREAMID && !records;
}

template <class Obs>
void RecordEvent(Context<Obs>& ctx, Outcome& out, const Fault& fault, bool stalls = false) {
  out.event = MakeEvent(ctx, fault, stalls);
  ctx.observer.EventRecorded(*out.event);
}

inline Outcome Ending(Verdict verdict, const Decision& decision) {
  Outcome out;
  out.verdict = verdict;
  out.decision = decision;
  return out;
}

/// 5.5; a speculative access is aborted and leaves no event (3.14).
template <class Obs>
Outcome ConcludeOrdinary(Context<Obs>& ctx, const Fault& f) {
  if (Decides<"END-SPECULATIVE">(ctx, ctx.transaction.speculative)) {
    return Ending(Verdict::kAbort, f.decision);
  }
  const bool stalls = Decides<"END-STALLS">(ctx, f.policy.stall);
  const Verdict terminated =
      Decides<"END-ABORTS">(ctx, f.policy.abort) ? Verdict::kAbort : Verdict::kRazWi;
  Outcome out = Ending(stalls ? Verdict::kStall : terminated, f.decision);
  if (Decides<"END-RECORDS">(ctx, stalls || f.policy.record) &&
      !SuppressedBadStreamId(ctx, f.type)) {
    RecordEvent(ctx, out, f, stalls);
  }
  return out;
}

/// 3.9.1.2.
template <class Obs>
Outcome ConcludeRequest(Context<Obs>& ctx, const Fault& f) {
  if (Decides<"END-BAD-TREQ">(ctx, f.type == EventType::F_BAD_ATS_TREQ)) {
    Outcome out = Ending(Verdict::kAtsUnsupportedRequest, f.decision);
    RecordEvent(ctx, out, f);
    return out;
  }
  // Success that grants nothing; also a stage 2 fault on the SMMU's own accesses.
  if (Decides<"END-REQUEST-FAULT">(ctx, IsTranslationRelated(f.type))) {
    return Ending(Verdict::kAtsSuccess, f.decision);
  }
  Outcome out = Ending(Verdict::kAtsCompleterAbort, f.decision);
  if (RecordsAtsErrors(ctx) && !SuppressedBadStreamId(ctx, f.type)) RecordEvent(ctx, out, f);
  return out;
}

/// 3.9.1.3: RECINVSID does not matter here, and F_UUT is not recorded.
template <class Obs>
Outcome ConcludeTranslated(Context<Obs>& ctx, const Fault& f) {
  Outcome out = Ending(Verdict::kAbort, f.decision);
  const bool configuration = Decides<"END-CONFIGURATION">(ctx, IsConfigurationError(f.type));
  const bool recorded = configuration ? RecordsAtsErrors(ctx)
                                      : Decides<"END-TRANSLATED-RECORDS">(
                                            ctx, f.policy.record && f.type != EventType::F_UUT);
  if (recorded) RecordEvent(ctx, out, f);
  return out;
}

template <class Obs>
Outcome Conclude(Context<Obs>& ctx, const Fault& fault) {
  switch (ctx.transaction.ats) {
    case AtsKind::kTranslationRequest:
      return ConcludeRequest(ctx, fault);
    case AtsKind::kTranslated:
      return ConcludeTranslated(ctx, fault);
    case AtsKind::kUntranslated:
      break;
  }
  return ConcludeOrdinary(ctx, fault);
}

/// A translation request that ends without event: UR for a stream that aborts (3.9.1.2), CA in
/// service failure mode (12.3).
template <class Obs>
Verdict SilentVerdict(const Context<Obs>& ctx, const Decision& decision) {
  const bool request = ctx.transaction.ats == AtsKind::kTranslationRequest;
  if (!Decides<"END-SILENT-REQUEST">(ctx, request)) return Verdict::kAbort;
  const bool sfm = decision.by == DecidedBy::kServiceFailureMode;
  return Decides<"END-SFM-IS-CA">(ctx, sfm) ? Verdict::kAtsCompleterAbort
                                            : Verdict::kAtsUnsupportedRequest;
}

template <class Obs>
Outcome Conclude(Context<Obs>& ctx, const Stop& stop) {
  if (const auto* fault = std::get_if<Fault>(&stop)) return Conclude(ctx, *fault);
  Outcome out;
  if (const auto* silent = std::get_if<SilentAbort>(&stop)) {
    return Ending(SilentVerdict(ctx, silent->decision), silent->decision);
  }
  if (const auto* missing = std::get_if<NotCaptured>(&stop)) {
    out.verdict = Verdict::kNotCaptured;
    out.address = missing->address;
    return out;
  }
  out.verdict = Verdict::kUnsupported;
  out.reason = std::get_if<Unsupported>(&stop)->reason;
  return out;
}

}  // namespace quiesce
