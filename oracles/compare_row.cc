// The comparison half of oracles/expected_rows.h.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "oracles/expected_rows.h"
#include "spec/events.h"

namespace quiesce {
namespace {

using Words = std::span<const std::uint64_t>;

constexpr QuirkSpec kQuirks[] = {
    {"qemu7-class-zero", "QEMU 7.2 records CLASS 0 where the fault has another class",
     &OracleQuirks::qemu7_class_zero},
    {"qemu-records-invalid-sid", "QEMU records C_BAD_STREAMID although CR2.RECINVSID is 0",
     &OracleQuirks::qemu_records_invalid_sid},
};

constexpr std::uint8_t TypeOf(const ExpectedEvent& e) { return e.words[0] & 0xFF; }

const FormatSpec& FormatOf(const ExpectedEvent& e) {
  const EventSpec* event = FindEvent(TypeOf(e));
  return event == nullptr ? kEventHeader : *event->format;
}

std::string NameOf(const ExpectedEvent& e) {
  const EventSpec* event = FindEvent(TypeOf(e));
  return event == nullptr ? absl::StrFormat("event 0x%02x", TypeOf(e)) : std::string(event->name());
}

/// False for a field that only has a meaning together with another one, which is not there.
bool IsDefined(const FieldSpec& field, const FormatSpec& format, Words record) {
  struct Condition {
    std::string_view field;
    std::string_view needs;
    std::uint64_t value;
  };
  constexpr std::uint64_t kClassTt = 1;
  constexpr Condition kConditions[] = {{"SubstreamID", "SSV", 1},
                                       {"STAG", "Stall", 1},
                                       {"IPA", "S2", 1},
                                       {"TTRnW", "CLASS", kClassTt}};
  for (const Condition& c : kConditions) {
    const FieldSpec* needed = FindField(format, c.needs);
    if (field.name != c.field || needed == nullptr) continue;
    return FieldValue(*needed, record) == c.value;
  }
  return true;
}

bool IsImplementationDefined(const FieldSpec& field) {
  return field.name == "IMPDEF" || field.name == "Reason";
}

bool IsExcused(const FieldSpec& field, Words oracle, const OracleQuirks& quirks) {
  return quirks.qemu7_class_zero && field.name == "CLASS" && FieldValue(field, oracle) == 0;
}

/// The bits of each word that no field names: RES0.
std::array<std::uint64_t, 4> ReservedBits(const FormatSpec& format) {
  std::array<std::uint64_t, 4> reserved;
  reserved.fill(~std::uint64_t{0});
  for (const FieldSpec& f : format.fields) {
    reserved[f.lsb / 64] &= ~(MaxValue(f.width) << (f.lsb % 64));
  }
  return reserved;
}

std::optional<std::string> CompareRecords(const ExpectedEvent& oracle, const ExpectedEvent& model,
                                          const OracleQuirks& quirks) {
  if (TypeOf(oracle) != TypeOf(model)) {
    return absl::StrFormat("%s is recorded, but the model records %s", NameOf(oracle),
                           NameOf(model));
  }
  const FormatSpec& format = FormatOf(oracle);
  for (const FieldSpec& field : format.fields) {
    const bool defined =
        IsDefined(field, format, oracle.words) || IsDefined(field, format, model.words);
    if (!defined || IsImplementationDefined(field)) continue;
    const std::uint64_t expected = FieldDisplay(field, oracle.words);
    const std::uint64_t found = FieldDisplay(field, model.words);
    if (expected == found || IsExcused(field, oracle.words, quirks)) continue;
    return absl::StrFormat("%s.%s is 0x%x, but the model records 0x%x", NameOf(oracle), field.name,
                           expected, found);
  }
  const std::array<std::uint64_t, 4> reserved = ReservedBits(format);
  for (std::size_t i = 0; i < reserved.size(); ++i) {
    const std::uint64_t differ = (oracle.words[i] ^ model.words[i]) & reserved[i];
    if (differ == 0) continue;
    return absl::StrFormat("%s has other RES0 bits than the model: 0x%x in 64-bit word %d",
                           NameOf(oracle), differ, i);
  }
  return std::nullopt;
}

std::string Describe(const Completed& c) { return absl::StrFormat("completes at 0x%x", c.pa); }
std::string Describe(const ExpectedEvent& e) { return absl::StrFormat("records %s", NameOf(e)); }
std::string Describe(const SilentlyAborted&) { return "aborts without a record"; }
std::string Describe(const NoAnswer& n) { return "has no answer: " + n.why; }
std::string Describe(const Skipped&) { return "was not tried"; }

}  // namespace

std::span<const QuirkSpec> KnownQuirks() { return kQuirks; }

std::optional<std::string> CompareRow(const ExpectedRow& row, const ObservedResult& observed,
                                      const OracleQuirks& quirks) {
  const auto compare = [&](const auto& oracle, const auto& model) -> std::optional<std::string> {
    using Oracle = std::decay_t<decltype(oracle)>;
    using Model = std::decay_t<decltype(model)>;
    if constexpr (std::is_same_v<Oracle, ExpectedEvent> && std::is_same_v<Model, ExpectedEvent>) {
      return CompareRecords(oracle, model, quirks);
    } else if constexpr (std::is_same_v<Oracle, Model>) {
      if (oracle == model) return std::nullopt;
    } else if constexpr (std::is_same_v<Oracle, ExpectedEvent> &&
                         std::is_same_v<Model, SilentlyAborted>) {
      const auto bad_stream_id = static_cast<std::uint8_t>(EventType::C_BAD_STREAMID);
      if (quirks.qemu_records_invalid_sid && TypeOf(oracle) == bad_stream_id) return std::nullopt;
    }
    return absl::StrFormat("it %s, but the model %s", Describe(oracle), Describe(model));
  };
  const auto difference = std::visit(compare, row.result, observed);
  if (!difference) return std::nullopt;
  return absl::StrFormat("StreamID 0x%x %s 0x%x: %s", row.stream_id, row.write ? "write" : "read",
                         row.address, *difference);
}

}  // namespace quiesce
