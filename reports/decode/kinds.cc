#include "reports/decode/kinds.h"

#include <absl/strings/ascii.h>

#include <algorithm>

#include "reports/decode/queue_entries.h"
#include "spec/commands.h"
#include "spec/descriptors.h"
#include "spec/events.h"
#include "spec/registers.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using Words = std::span<const std::uint64_t>;

constexpr const FormatSpec* kStructures[] = {&kSteFormat,     &kCdFormat,     &kL1StdFormat,
                                             &kL1CdFormat,    &kPriFormat,    &kS1TableFormat,
                                             &kS1BlockFormat, &kS1PageFormat, &kS2TableFormat,
                                             &kS2BlockFormat, &kS2PageFormat};

Decoded AsFormat(const FormatSpec* format, Words words) { return Decode(*format, words); }
Decoded AsEvent(const FormatSpec*, Words words) { return DecodeEvent(words); }
Decoded AsCommand(const FormatSpec*, Words words) { return DecodeCommand(words); }

/// GATOS_PAR has two layouts, by its lowest bit.
Decoded AsAtosResult(const FormatSpec*, Words words) {
  return Decode((words[0] & 1) != 0 ? kGATOS_PARFault : kGATOS_PAR, words);
}

std::string Upper(std::string_view name) {
  std::string upper(name);
  absl::AsciiStrToUpper(&upper);
  return upper;
}

}  // namespace

std::vector<const FormatSpec*> AllFormats() {
  std::vector<const FormatSpec*> all(std::begin(kStructures), std::end(kStructures));
  for (const RegisterSpec& r : kRegisters) all.push_back(r.format);
  all.push_back(&kGATOS_PARFault);
  for (const EventSpec& e : kEvents) all.push_back(e.format);
  for (const CommandSpec& c : kCommands) all.push_back(c.format);
  return all;
}

std::optional<DecodeKind> KindNamed(std::string_view name) {
  const std::string upper = Upper(name);
  if (upper == "EVENT") return DecodeKind{"event", 256, AsEvent, nullptr};
  if (upper == "COMMAND") return DecodeKind{"command", 128, AsCommand, nullptr};
  for (const FormatSpec* f : AllFormats()) {
    const std::string known = Upper(f->name);
    if (upper != known && upper != "SMMU_" + known && "CMD_" + upper != known) continue;
    const auto decode = f == &kGATOS_PAR ? AsAtosResult : AsFormat;
    return DecodeKind{f->name, f->bits, decode, f};
  }
  return std::nullopt;
}

std::string KindsInWords() {
  std::string kinds = "event, command";
  for (const FormatSpec* f : kStructures)
    kinds += ", " + absl::AsciiStrToLower(std::string(f->name));
  return kinds + ", or a register such as CR0";
}

}  // namespace quiesce
