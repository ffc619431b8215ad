#include "reports/inspect/stream_summary.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/smmu/translate.h"
#include "spec/ste_view.h"

namespace quiesce {
namespace {

/// Keeps the configuration structures that one translation fetches.
struct StructureKeeper : NoObserver {
  explicit StructureKeeper(StreamSummary& to) : summary(to) {}
  void FetchL1Std(std::uint64_t /*pa*/, const L1Std<Concrete>& l1std) { summary.l1std = l1std; }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>& ste) {
    summary.ste_address = pa;
    summary.ste = ste;
  }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& cd) {
    summary.cd_address = pa;
    summary.cd = cd;
  }
  StreamSummary& summary;
};

std::string_view GranuleName(std::uint64_t tg0) {
  constexpr std::string_view kNames[] = {"4K", "64K", "16K", "reserved granule"};
  return kNames[tg0];
}

std::string Stage1Text(const Cd<Concrete>& cd) {
  const std::string ttb0 =
      Is<"EPD0">(cd).raw()
          ? "TTB0 off"
          : absl::StrFormat("TTB0 0x%x (%d-bit, %s)", Addr<"TTB0">(cd).raw(),
                            64 - Get<"T0SZ">(cd).raw(), GranuleName(Get<"TG0">(cd).raw()));
  const std::string ttb1 =
      Is<"EPD1">(cd).raw() ? "" : absl::StrFormat(", TTB1 0x%x", Addr<"TTB1">(cd).raw());
  return absl::StrFormat("ASID %d, %s%s", Get<"ASID">(cd).raw(), ttb0, ttb1);
}

std::string Stage2Text(const Ste<Concrete>& ste) {
  return absl::StrFormat("VMID %d, S2TTB 0x%x (%d-bit, %s)", Get<"S2VMID">(ste).raw(),
                         Addr<"S2TTB">(ste).raw(), 64 - Get<"S2T0SZ">(ste).raw(),
                         GranuleName(Get<"S2TG">(ste).raw()));
}

std::string TranslateText(const StreamSummary& s) {
  const Ste<Concrete>& ste = *s.ste;
  const bool s1 = Stage1Translates(ste).raw();
  const bool s2 = Stage2Translates(ste).raw();
  std::string text = s1 && s2 ? "stage 1 + stage 2" : s1 ? "stage 1" : "stage 2";
  if (s1 && s.cd) text += ", " + Stage1Text(*s.cd);
  if (s1 && !s.cd) text += " bypassed by S1DSS";
  if (s2) text += ", " + Stage2Text(ste);
  if (s1 && Get<"S1CDMax">(ste).raw() != 0) {
    text += absl::StrFormat(", 2^%d CDs", Get<"S1CDMax">(ste).raw());
  }
  return text;
}

std::string_view ReasonOf(const Outcome& outcome) {
  if (outcome.decision.rule != nullptr) return outcome.decision.rule->text;
  return outcome.event ? SpecOf(outcome.event->type).meaning : std::string_view("no event");
}

std::string_view EventName(const Outcome& outcome) {
  return outcome.event ? SpecOf(outcome.event->type).name() : "no event";
}

StreamKind KindOf(const StreamSummary& s, const Outcome& outcome) {
  if (outcome.verdict == Verdict::kUnsupported) return StreamKind::kUnsupported;
  switch (outcome.decision.by) {
    case DecidedBy::kGlobalBypass:
    case DecidedBy::kServiceFailureMode:
      return StreamKind::kSmmuOff;
    case DecidedBy::kStreamTable:
      return StreamKind::kNoSte;
    case DecidedBy::kSte:
      return outcome.event ? StreamKind::kIllegalSte : StreamKind::kAbort;
    case DecidedBy::kSubstream:
    case DecidedBy::kCdTable:
    case DecidedBy::kCd:
      return StreamKind::kBadContext;
    default:
      return s.ste && StreamBypasses(*s.ste).raw() ? StreamKind::kBypass : StreamKind::kTranslate;
  }
}

/// The image ends before it is known whether the stream translates.
bool EndsTooEarly(const StreamSummary& s, const Outcome& outcome) {
  if (outcome.verdict != Verdict::kNotCaptured) return false;
  return !s.ste || (Stage1Translates(*s.ste).raw() && !s.cd);
}

std::string_view MissingStructure(const StreamSummary& s) {
  if (s.ste) return "its CD, or what leads there";
  return s.l1std ? "its STE" : "what leads to its STE";
}

std::string Label(std::string_view label, std::string_view detail) {
  return absl::StrFormat("%-12s%s", label, detail);
}

std::string TextOf(const StreamSummary& s, const Outcome& outcome) {
  switch (s.kind) {
    case StreamKind::kSmmuOff:
      return outcome.verdict == Verdict::kComplete
                 ? Label("bypass", "SMMUEN = 0, GBPA.ABORT = 0")
                 : Label("abort", "the SMMU is off or has failed");
    case StreamKind::kNoSte:
    case StreamKind::kIllegalSte:
    case StreamKind::kBadContext:
      return Label("abort", absl::StrFormat("%s: %s", EventName(outcome), ReasonOf(outcome)));
    case StreamKind::kAbort:
      return Label("abort", "STE.Config, no event");
    case StreamKind::kBypass:
      return Label("bypass", "STE.Config");
    case StreamKind::kTranslate:
      return Label("translate", TranslateText(s));
    case StreamKind::kNotCaptured:
      return Label("unknown", "the image does not hold " + std::string(MissingStructure(s)));
    case StreamKind::kUnsupported:
      return Label("unknown", absl::StrFormat("outside the model: %s", outcome.reason));
  }
  return {};
}

/// The last StreamID that certainly fares like this one: `sid` itself, unless no STE was reached.
std::uint64_t LastAlike(const SmmuView& smmu, std::uint64_t sid, const StreamSummary& s,
                        std::uint64_t last) {
  const StrtabConfig<Concrete>& table = smmu.strtab;
  if (s.kind == StreamKind::kSmmuOff) return last;
  const Bits<Concrete, 32> id(sid);
  if (!SidInRange(table, id).raw()) return last;
  if (table.two_level.raw()) {
    const bool reached = s.l1std && L1StdUsable(table, *s.l1std, id).raw();
    return reached ? sid : sid | MaxValue(static_cast<unsigned>(table.split.raw()));
  }
  if (s.ste) return sid;
  const std::uint64_t ste = LinearSteAddress(table, id).raw();
  const auto frame = smmu.memory->NextFrame(ste / SparseMemory::kFrameBytes);
  const std::uint64_t in_range = MaxValue(static_cast<unsigned>(table.sid_bits.raw()));
  if (!frame) return in_range;
  const std::uint64_t next = *frame * SparseMemory::kFrameBytes;
  return next <= ste ? sid : std::min(in_range, sid + (next - ste) / 64 - 1);
}

}  // namespace

std::string RangeText(std::uint32_t first, std::uint32_t last) {
  if (first == last) return absl::StrFormat("0x%04x", first);
  return absl::StrFormat("0x%04x-0x%04x", first, last);
}

StreamSummary SummarizeStream(const SmmuView& smmu, std::uint32_t sid, Choices& choices) {
  StreamSummary s;
  StructureKeeper keeper(s);
  Transaction probe;
  probe.stream_id = sid;
  const Outcome outcome = Translate(smmu, probe, choices, keeper);
  if (EndsTooEarly(s, outcome)) {
    s.kind = StreamKind::kNotCaptured;
    s.missing = outcome.address;
  } else {
    s.kind = KindOf(s, outcome);
  }
  s.text = TextOf(s, outcome);
  return s;
}

std::vector<StreamRun> SummarizeStreams(const SmmuView& smmu, Choices& choices,
                                        const StreamNote& note) {
  std::vector<StreamRun> runs;
  const std::uint64_t sid_bits = std::min<std::uint64_t>(Get<"SIDSIZE">(smmu.caps.idr1).raw(), 32);
  const std::uint64_t last = MaxValue(static_cast<unsigned>(sid_bits));
  for (std::uint64_t i = 0; i <= last;) {
    const auto sid = static_cast<std::uint32_t>(i);
    StreamSummary s = SummarizeStream(smmu, sid, choices);
    std::string extra = note ? note(sid, s) : "";
    const auto to = static_cast<std::uint32_t>(std::min(last, LastAlike(smmu, i, s, last)));
    if (!runs.empty() && runs.back().summary.text == s.text && runs.back().note == extra) {
      runs.back().last = to;
    } else {
      runs.push_back({sid, to, std::move(s), std::move(extra)});
    }
    i = std::uint64_t{to} + 1;
  }
  return runs;
}

}  // namespace quiesce
