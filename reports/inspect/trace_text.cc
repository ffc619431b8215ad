#include "reports/inspect/trace_text.h"

#include <string_view>

#include "absl/strings/str_format.h"
#include "reports/inspect/fields_text.h"
#include "spec/events.h"

namespace quiesce {
namespace {

std::string_view KindName(DescriptorKind kind) {
  switch (kind) {
    case DescriptorKind::kInvalid:
      return "invalid";
    case DescriptorKind::kTable:
      return "table";
    case DescriptorKind::kLeaf:
      return "leaf";
  }
  return "";
}

struct StepText {
  template <const FormatSpec& F>
  std::string operator()(const Fetched<Record<Concrete, F>>& fetched) const {
    return absl::StrFormat("%-8s 0x%012x %s", F.name, fetched.address,
                           FieldsText(F, RawWords(fetched.record)));
  }
  std::string operator()(const WalkStep& s) const {
    return absl::StrFormat("S%d L%d    0x%012x  0x%016x %s", static_cast<int>(s.stage), s.level,
                           s.address, s.descriptor, KindName(s.kind));
  }
  std::string operator()(const DescriptorUpdate& u) const {
    return absl::StrFormat("S%d HTTU  0x%012x  0x%016x becomes 0x%016x", static_cast<int>(u.stage),
                           u.address, u.before, u.after);
  }
  std::string operator()(const StageOutput& o) const {
    return absl::StrFormat("stage %d  0x%x -> 0x%x", static_cast<int>(o.stage), o.input, o.output);
  }
  std::string operator()(const RuleSpec* rule) const {
    return absl::StrFormat("rule     %s (%s): %s", rule->id, rule->source, rule->text);
  }
  std::string operator()(const Event& e) const {
    return absl::StrFormat("event    %s StreamID 0x%x", SpecOf(e.type).name(), e.stream_id);
  }
};

std::string_view VerdictText(Verdict verdict) {
  switch (verdict) {
    case Verdict::kComplete:
      return "complete at PA";
    case Verdict::kAbort:
      return "abort";
    case Verdict::kRazWi:
      return "RAZ/WI: reads return 0, writes are ignored";
    case Verdict::kStall:
      return "stall until CMD_RESUME or CMD_STALL_TERM";
    case Verdict::kAtsUnsupportedRequest:
      return "translation request answered UR";
    case Verdict::kAtsCompleterAbort:
      return "translation request answered CA";
    case Verdict::kAtsSuccess:
      return "translation request answered Success, address";
    case Verdict::kNotCaptured:
      return "no answer: the image does not hold";
    case Verdict::kUnsupported:
      return "no answer: outside the model:";
  }
  return "";
}

}  // namespace

std::string TraceText(const std::vector<TraceStep>& steps) {
  std::string text;
  for (const TraceStep& step : steps) {
    absl::StrAppendFormat(&text, "  %s\n", std::visit(StepText{}, step));
  }
  return text;
}

std::string OutcomeText(const Outcome& outcome) {
  std::string text(VerdictText(outcome.verdict));
  if (outcome.verdict == Verdict::kUnsupported) {
    return text + " " + std::string(outcome.reason);
  }
  const bool has_address = outcome.verdict == Verdict::kComplete ||
                           outcome.verdict == Verdict::kAtsSuccess ||
                           outcome.verdict == Verdict::kNotCaptured;
  if (has_address) absl::StrAppendFormat(&text, " 0x%x", outcome.address);
  if (outcome.event) {
    absl::StrAppendFormat(&text, ", event %s: %s", SpecOf(outcome.event->type).name(),
                          SpecOf(outcome.event->type).meaning);
  } else if (outcome.verdict == Verdict::kAbort) {
    text += ", no event";
  }
  return text;
}

}  // namespace quiesce
