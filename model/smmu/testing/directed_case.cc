#include "model/smmu/testing/directed_case.h"

#include <initializer_list>

#include "absl/strings/str_format.h"

namespace quiesce::testing {
namespace {

std::string EndText(const Outcome& o) {
  switch (o.verdict) {
    case Verdict::kComplete: {
      constexpr const char* kShareability[] = {"nsh", "?", "osh", "ish"};
      return absl::StrFormat("complete %#x %02x %s%s%s", o.address, o.attributes.mair(),
                             kShareability[static_cast<unsigned>(o.attributes.shareability())],
                             o.privileged ? " P" : "", o.instruction ? " X" : "");
    }
    default: {
      Outcome silent = o;
      silent.event.reset();
      const bool unmeant = o.verdict == Verdict::kAtsSuccess && o.permissions == Permissions();
      return Summary(silent) + (unmeant && o.address != 0 ? " with an address" : "");
    }
  }
}

std::string StageText(const Event& e) {
  constexpr const char* kClasses[] = {"", " TT", " IN"};
  return absl::StrFormat("%s%s%s%s", e.s2 ? " S2" : "",
                         kClasses[static_cast<unsigned>(e.event_class)], e.stall ? " stall" : "",
                         e.ttrnw ? " ttrnw" : "");
}

std::string EventText(const Event& e) {
  std::string text = absl::StrFormat(" %s", SpecOf(e.type).name());
  if (e.ssv) text += absl::StrFormat(" ssid=%d", e.substream_id);
  if (!e.ssv && e.substream_id != 0) text += absl::StrFormat(" (ssid=%d)", e.substream_id);
  if (e.rnw) text += " r";
  if (e.pnu) text += " P";
  if (e.ind) text += " X";
  text += StageText(e);
  if (e.input_address != 0) text += absl::StrFormat(" va=%#x", e.input_address);
  if (e.ipa != 0) text += absl::StrFormat(" ipa=%#x", e.ipa);
  if (e.fetch_address != 0) text += absl::StrFormat(" at=%#x", e.fetch_address);
  return text;
}

}  // namespace

std::string Report(const Outcome& outcome, std::span<const DescriptorUpdate> updates) {
  std::string text = EndText(outcome);
  if (outcome.event) text += EventText(*outcome.event);
  for (const DescriptorUpdate& u : updates) {
    text += absl::StrFormat("; %d^%#x", static_cast<int>(u.stage), u.before ^ u.after);
  }
  return text;
}

std::vector<DirectedCase> DirectedCases() {
  std::vector<DirectedCase> all;
  for (const auto& cases :
       {ConfigurationCases(), FaultCases(), TableCases(), AttributeCases(), AtsCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace quiesce::testing
