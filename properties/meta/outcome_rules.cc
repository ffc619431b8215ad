#include "properties/meta/outcome_rules.h"

#include "absl/strings/str_format.h"
#include "spec/ste_view.h"

namespace quiesce {
namespace {

/// L1STD, STE, L1CD, CD.
constexpr unsigned kMostStructures = 4;
/// Stage 2 of L1CD, CD, four stage 1 descriptors, a descriptor update and the output: 8 walks of
/// four levels; and four stage 1 descriptors. At each of nine leaves, the others of a contiguous
/// group of at most 128 (CU-25).
constexpr unsigned kMostDescriptors = 8 * 4 + 4 + 9 * 127;

bool IsAtsVerdict(Verdict v) {
  return v == Verdict::kAtsUnsupportedRequest || v == Verdict::kAtsCompleterAbort ||
         v == Verdict::kAtsSuccess;
}
bool Terminates(Verdict v) {
  return v == Verdict::kAbort || v == Verdict::kRazWi || v == Verdict::kStall;
}
bool IsRequest(const Transaction& t) { return t.ats == AtsKind::kTranslationRequest; }

/// The part of a translation that records events of this type.
bool Records(DecidedBy by, const Event& e) {
  switch (e.type) {
    case EventType::F_UUT:
      return by == DecidedBy::kTransactionType;
    case EventType::C_BAD_STREAMID:
    case EventType::F_STE_FETCH:
      return by == DecidedBy::kStreamTable;
    case EventType::C_BAD_STE:
      return by == DecidedBy::kSte;
    case EventType::F_BAD_ATS_TREQ:
    case EventType::F_TRANSL_FORBIDDEN:
      return by == DecidedBy::kAts;
    case EventType::F_STREAM_DISABLED:
      return by == DecidedBy::kSubstream;
    case EventType::C_BAD_SUBSTREAMID:
      return by == DecidedBy::kSubstream || by == DecidedBy::kCdTable;
    case EventType::F_CD_FETCH:
      return by == DecidedBy::kCdTable;
    case EventType::C_BAD_CD:
      return by == DecidedBy::kCd;
    case EventType::F_WALK_EABT:
    case EventType::F_TRANSLATION:
    case EventType::F_ADDR_SIZE:
    case EventType::F_ACCESS:
    case EventType::F_PERMISSION:
    case EventType::F_TLB_CONFLICT:  // of a group of contiguous descriptors
      return by == (e.s2 ? DecidedBy::kStage2 : DecidedBy::kStage1);
    default:
      return false;  // no such event without configuration caches, MPAM or hints
  }
}

bool Has52Bits(std::uint64_t address) { return address >> 52 == 0; }

/// GBPA.ABORT, or an input that is no output address.
bool GlobalBypassAborts(const SmmuView& smmu, const Transaction& t) {
  return !smmu.enabled() && (Is<"ABORT">(smmu.gbpa).raw() || t.address >> smmu.oas() != 0);
}

bool StreamAbortsSilently(const Seen& seen) { return seen.ste && StreamAborts(*seen.ste).raw(); }

/// R of the stage that found a fault is clear. F_WALK_EABT has no such control, but cannot be told
/// from the other faults here.
bool UnrecordedByStage(const Seen& seen, DecidedBy by) {
  if (by == DecidedBy::kStage1) return seen.cd && !Is<"R">(*seen.cd).raw();
  return by == DecidedBy::kStage2 && seen.ste && !Is<"S2R">(*seen.ste).raw();
}

bool SilentOrdinary(const SmmuView& smmu, const Transaction& t, const Seen& seen, DecidedBy by) {
  switch (by) {
    case DecidedBy::kGlobalBypass:
      return GlobalBypassAborts(smmu, t);
    case DecidedBy::kSte:
      return StreamAbortsSilently(seen);
    case DecidedBy::kStreamTable:
      return !Is<"RECINVSID">(smmu.cr2).raw();
    default:
      return UnrecordedByStage(seen, by);
  }
}

/// Translated transactions: configuration errors are recorded only by REC_CFG_ATS, F_UUT never, and
/// an address above OAS is not an error that has an event.
bool SilentTranslated(const SmmuView& smmu, const Transaction& t, const Seen& seen, DecidedBy by) {
  if (by == DecidedBy::kTransactionType) return t.unsupported;
  if (by == DecidedBy::kAts) return t.address >> smmu.oas() != 0;
  if (by == DecidedBy::kSte && StreamAbortsSilently(seen)) return true;
  const bool stage = by == DecidedBy::kStage1 || by == DecidedBy::kStage2;
  return stage ? UnrecordedByStage(seen, by) : !smmu.records_ats_errors();
}

bool SilentRequest(const SmmuView& smmu, const Seen& seen, const Outcome& o) {
  const DecidedBy by = o.decision.by;
  if (o.verdict == Verdict::kAtsSuccess) return true;
  if (o.verdict == Verdict::kAtsUnsupportedRequest) {
    return by == DecidedBy::kSte && StreamAbortsSilently(seen);
  }
  const bool bad_sid = by == DecidedBy::kStreamTable && !Is<"RECINVSID">(smmu.cr2).raw();
  return o.verdict == Verdict::kAtsCompleterAbort && (!smmu.records_ats_errors() || bad_sid);
}

bool SilenceIsDue(const SmmuView& smmu, const Transaction& t, const Seen& seen, const Outcome& o) {
  if (o.decision.by == DecidedBy::kServiceFailureMode) return smmu.service_failure_mode;
  if (IsRequest(t)) return SilentRequest(smmu, seen, o);
  if (t.speculative) return true;
  if (t.ats == AtsKind::kTranslated) return SilentTranslated(smmu, t, seen, o.decision.by);
  return SilentOrdinary(smmu, t, seen, o.decision.by);
}

}  // namespace

std::string WhyNotClosed(const SmmuView& smmu, const Transaction& t, const Seen& seen,
                         const Outcome& o) {
  if (o.verdict > Verdict::kUnsupported) return "not a verdict";
  if ((o.verdict == Verdict::kUnsupported) == o.reason.empty()) {
    return "a reason goes with kUnsupported, and only with that";
  }
  if (IsAtsVerdict(o.verdict) && !IsRequest(t)) return "an ATS completion without a request";
  if (o.verdict == Verdict::kComplete && IsRequest(t)) return "a request that accesses memory";
  if (o.verdict == Verdict::kComplete && o.address >> smmu.oas() != 0) return "PA beyond OAS";
  if (!Has52Bits(o.address)) return "an address of more than 52 bits";
  if (o.verdict != Verdict::kAtsSuccess && !(o.permissions == Permissions())) {
    return "permissions without a completion";
  }
  if (seen.structures > kMostStructures) return absl::StrFormat("%u fetches", seen.structures);
  if (seen.descriptors > kMostDescriptors) return absl::StrFormat("%u reads", seen.descriptors);
  if (seen.deepest_level > 3) return absl::StrFormat("level %u", seen.deepest_level);
  return "";
}

std::string WhyEventIsWrong(const Transaction& t, const Seen& seen, const Outcome& o) {
  if (seen.events.size() > 1) return "more than one event";
  if (o.event.has_value() == seen.events.empty()) return "recorded and returned events differ";
  if (o.verdict == Verdict::kStall && !o.event) return "a stall without event";
  if (!o.event) return "";
  const Event& e = *o.event;
  if (!(e == seen.events.front())) return "recorded and returned events differ";
  if (!Terminates(o.verdict) && !IsAtsVerdict(o.verdict)) return "an event of a completed access";
  if (e.stream_id != t.stream_id) return "another stream's event";
  if (e.ssv && (!t.ssv || e.substream_id != t.substream_id)) return "another substream's event";
  if (e.stall != (o.verdict == Verdict::kStall)) return "Stall does not match the verdict";
  if (e.stall && !IsTranslationRelated(e.type)) return "a stall of what cannot stall";
  if (!Records(o.decision.by, e)) {
    return absl::StrFormat("%s from part %d", SpecOf(e.type).name(),
                           static_cast<int>(o.decision.by));
  }
  return "";
}

std::string WhySilenceIsWrong(const SmmuView& smmu, const Transaction& t, const Seen& seen,
                              const Outcome& o) {
  const bool answered = o.verdict == Verdict::kComplete || o.verdict == Verdict::kNotCaptured ||
                        o.verdict == Verdict::kUnsupported;
  if (o.event || answered || SilenceIsDue(smmu, t, seen, o)) return "";
  return absl::StrFormat("verdict %d by part %d leaves no event", static_cast<int>(o.verdict),
                         static_cast<int>(o.decision.by));
}

}  // namespace quiesce
