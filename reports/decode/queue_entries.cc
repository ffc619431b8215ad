#include "reports/decode/queue_entries.h"

#include <absl/strings/str_format.h>

#include <string>
#include <string_view>

#include "spec/commands.h"
#include "spec/events.h"

namespace quiesce {
namespace {

using Words = std::span<const std::uint64_t>;

/// The value of a field that the entry's format may lack.
bool Lookup(const FormatSpec& format, Words words, std::string_view name, std::uint64_t& value) {
  const FieldSpec* f = FindField(format, name);
  if (f == nullptr) return false;
  value = FieldValue(*f, words);
  return true;
}

/// "StreamID 0x100 SubstreamID 0x5", the SubstreamID only if it is valid.
std::string StreamOf(const FormatSpec& format, Words words) {
  std::uint64_t sid = 0, ssid = 0, ssv = 1;
  Lookup(format, words, "StreamID", sid);
  std::string text = absl::StrFormat("StreamID 0x%x", sid);
  Lookup(format, words, "SSV", ssv);
  if (ssv != 0 && Lookup(format, words, "SubstreamID", ssid)) {
    text += absl::StrFormat(" SubstreamID 0x%x", ssid);
  }
  return text;
}

/// What decides whether such a record is written; empty if nothing but the queue does.
std::string_view RecordedNote(Recorded recorded) {
  switch (recorded) {
    case Recorded::kAlways:
      return "";
    case Recorded::kRecInvSid:
      return "recorded only if CR2.RECINVSID = 1";
    case Recorded::kFaultModel:
      return "recorded as R and S of the faulting stage say; always for stage 1 bypass";
    case Recorded::kHint:
      return "recorded on the client's request; terminates nothing";
  }
  return "";
}

std::string_view NeedsNote(Needs needs) {
  switch (needs) {
    case Needs::kNothing:
      return "";
    case Needs::kStage1:
      return "CERROR_ILL if IDR0.S1P = 0";
    case Needs::kStage2:
      return "CERROR_ILL if IDR0.S2P = 0";
    case Needs::kHyp:
      return "CERROR_ILL if IDR0.Hyp = 0";
    case Needs::kAts:
      return "CERROR_ILL if IDR0.ATS = 0";
    case Needs::kPri:
      return "CERROR_ILL if IDR0.PRI = 0";
    case Needs::kStall:
      return "CERROR_ILL if IDR0.STALL_MODEL = 0b01";
    case Needs::kMpam:
      return "CERROR_ILL if IDR3.MPAM = 0";
    case Needs::kDpt:
      return "CERROR_ILL if IDR3.DPT = 0";
    case Needs::kSecureQueue:
      return "CERROR_ILL on the Non-secure queue";
  }
  return "";
}

Decoded UnknownEvent(std::uint8_t code, Words words) {
  Decoded d = Decode(kEventHeader, words);
  d.title = absl::StrFormat("event 0x%02x", code);
  d.notes = {IsImpdefEvent(code)
                 ? "an IMPLEMENTATION DEFINED event number: only its implementer knows the layout"
                 : "a reserved event number: no such event in IHI 0070 G.b 7.3"};
  return d;
}

Decoded UnknownCommand(std::uint8_t code, Words words) {
  static constexpr FormatSpec kUnknown{"COMMAND", 128, kCmdOpcode, "4.1.1"};
  Decoded d = Decode(kUnknown, words);
  d.title = absl::StrFormat("command 0x%02x", code);
  d.notes = {IsImpdefCommand(code)
                 ? "an IMPLEMENTATION DEFINED opcode: only its implementer knows the layout"
                 : "a reserved opcode: CERROR_ILL"};
  return d;
}

/// CMD_CFGI_ALL has the opcode of CMD_CFGI_STE_RANGE. IHI 0070 G.b 4.3.6.
bool IsCfgiAll(const CommandSpec& spec, Words words) {
  std::uint64_t range = 0;
  return spec.opcode == Opcode::CFGI_STE_RANGE && Lookup(*spec.format, words, "Range", range) &&
         range == 31;
}

}  // namespace

Decoded DecodeEvent(Words words) {
  const auto code = static_cast<std::uint8_t>(words[0]);
  const EventSpec* spec = FindEvent(code);
  if (spec == nullptr) return UnknownEvent(code, words);
  Decoded d = Decode(*spec->format, words);
  d.title = absl::StrFormat("event %s (0x%02x) %s, %s", spec->name(), code,
                            StreamOf(*spec->format, words), SourceOf(*spec->format));
  d.notes = {std::string(spec->meaning)};
  const std::string_view recorded = RecordedNote(spec->recorded);
  if (!recorded.empty()) d.notes.emplace_back(recorded);
  return d;
}

Decoded DecodeCommand(Words words) {
  const auto code = static_cast<std::uint8_t>(words[0]);
  const CommandSpec* spec = FindCommand(code);
  if (spec == nullptr) return UnknownCommand(code, words);
  Decoded d = Decode(*spec->format, words);
  const bool all = IsCfgiAll(*spec, words);
  d.title = absl::StrFormat("command %s (0x%02x), %s", all ? "CMD_CFGI_ALL" : spec->name(), code,
                            all ? "IHI 0070 G.b 4.3.6" : SourceOf(*spec->format));
  d.notes = {all ? "invalidate every cached configuration" : std::string(spec->meaning)};
  if (spec->needs != Needs::kNothing) d.notes.emplace_back(NeedsNote(spec->needs));
  if (!spec->illegal_if.empty()) {
    d.notes.push_back(absl::StrFormat("CERROR_ILL if %s", spec->illegal_if));
  }
  return d;
}

}  // namespace quiesce
