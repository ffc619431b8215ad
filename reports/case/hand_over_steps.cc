#include <set>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/hand_over_words.h"

namespace quiesce {
namespace {

bool IsForDevice(CallKind kind) { return kind >= CallKind::kProbeDevice && kind < CallKind::kIrq; }
bool NamesDomain(CallKind kind) {
  return kind == CallKind::kProbeDevice || kind == CallKind::kAttach;
}
bool NamesIova(CallKind kind) { return kind == CallKind::kMap || kind == CallKind::kUnmap; }

/// The words that follow a call's name, one after the other.
class Operands {
 public:
  explicit Operands(const CaseWords& words) : words_(words) {}

  bool TakeDevice(DriverCall& call) {
    const auto n = Next() ? ParseNumber(*word_) : std::nullopt;
    if (!n || *n >= 1'000'000) return false;
    call.device = static_cast<unsigned>(*n);
    return true;
  }
  template <class E, std::size_t N>
  bool Take(const WordTable<E, N>& table, E& value) {
    const auto meant = Next() ? MeantBy(table, *word_) : std::nullopt;
    if (meant) value = *meant;
    return meant.has_value();
  }
  bool Take(std::string_view name, std::uint64_t& value) {
    const CaseAssignment given = Next() ? ParseCaseAssignment(*word_) : CaseAssignment{};
    if (given.name != name || !given.value) return false;
    value = *given.value;
    return true;
  }
  bool AtEnd() const { return at_ == words_.size(); }

 private:
  bool Next() {
    if (AtEnd()) return false;
    word_ = words_[at_++];
    return true;
  }
  const CaseWords& words_;
  std::size_t at_ = 1;
  std::optional<std::string_view> word_;
};

bool TakeOperands(Operands& operands, DriverCall& call) {
  const CallKind kind = call.kind;
  if (IsForDevice(kind) && !operands.TakeDevice(call)) return false;
  if (NamesDomain(kind) && !operands.Take(kDomainWords, call.domain)) return false;
  if (NamesIova(kind) && !operands.Take("iova", call.iova)) return false;
  if (kind == CallKind::kMap && !operands.Take("pa", call.pa)) return false;
  if (kind == CallKind::kIrq && !operands.Take(kIrqWords, call.line)) return false;
  return operands.AtEnd();
}

std::string Usage(CallKind kind) {
  std::string text(WordFor(kCallWords, kind));
  if (IsForDevice(kind)) text += " DEVICE";
  if (NamesDomain(kind)) text += " " + AllWords(kDomainWords);
  if (NamesIova(kind)) text += " iova=N";
  if (kind == CallKind::kMap) text += " pa=N";
  if (kind == CallKind::kIrq) text += " " + AllWords(kIrqWords);
  return text;
}

}  // namespace

absl::StatusOr<DriverCall> ParseDriverCall(const CaseWords& words) {
  const auto kind = words.empty() ? std::nullopt : MeantBy(kCallWords, words[0]);
  if (!kind) {
    return CaseError(
        absl::StrFormat("unknown step of a hand-over: known are %s", AllWords(kCallWords)));
  }
  DriverCall call{.kind = *kind};
  Operands operands(words);
  if (!TakeOperands(operands, call)) {
    return CaseError(absl::StrFormat("expected `step: %s`", Usage(*kind)));
  }
  return call;
}

std::string DriverCallText(const DriverCall& call) {
  std::string text(WordFor(kCallWords, call.kind));
  if (IsForDevice(call.kind)) absl::StrAppendFormat(&text, " %d", call.device);
  if (NamesDomain(call.kind)) {
    absl::StrAppendFormat(&text, " %s", WordFor(kDomainWords, call.domain));
  }
  if (NamesIova(call.kind)) absl::StrAppendFormat(&text, " iova=0x%x", call.iova);
  if (call.kind == CallKind::kMap) absl::StrAppendFormat(&text, " pa=0x%x", call.pa);
  if (call.kind == CallKind::kIrq)
    absl::StrAppendFormat(&text, " %s", WordFor(kIrqWords, call.line));
  return text;
}

absl::Status CheckHandOver(const CaseHandOver& h) {
  const std::size_t devices = h.plan.devices.size();
  for (const DriverCall& call : h.plan.calls) {
    if (IsForDevice(call.kind) && call.device >= devices) {
      return CaseError(absl::StrFormat("`step: %s` names a device that has no `device:` line",
                                       DriverCallText(call)));
    }
  }
  for (const Action& a : h.plan.schedule.actions) {
    if (a.kind != ActionKind::kDma) continue;
    if (a.device >= devices || a.n >= h.plan.devices[a.device].in_flight.size()) {
      return CaseError(absl::StrFormat("an action names DMA %d.%d, which no `in-flight:` line has",
                                       a.device, a.n));
    }
  }
  for (const CaseViolation& v : h.also) {
    if (v.step > h.plan.calls.size()) {
      return CaseError(
          absl::StrFormat("`also:` names step %d, but there are %d", v.step, h.plan.calls.size()));
    }
  }
  return absl::OkStatus();
}

}  // namespace quiesce
