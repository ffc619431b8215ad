#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "model/driver/dma_agreement.h"
#include "model/driver/ste_agreement.h"
#include "model/driver/variant_fields.h"
#include "model/image/text_input.h"
#include "reports/case/case_lines.h"
#include "reports/case/case_names.h"

namespace quiesce {
namespace {

std::optional<bool> ParseYesNo(std::string_view word) {
  if (word == "yes") return true;
  if (word == "no") return false;
  return std::nullopt;
}

/// What the replay of an adoption looks at.
constexpr std::array kAdoptionInvariants = {kDmaNotAbortedId, kDmaSamePlaceId, kDmaNotBypassedId,
                                            kSteAgreementId};

absl::Status TakeVariant(const CaseWords& words, Case& c) {
  if (words.size() != 1) return CaseError("expected `variant: name`");
  c.variant = words[0];
  if (FindVariant(words[0])) return absl::OkStatus();
  std::string known;
  for (const Variant& v : kNamedVariants) absl::StrAppendFormat(&known, " %s", v.name);
  return CaseError(absl::StrFormat("unknown variant '%s': known are newest%s", words[0], known));
}

std::string Known(std::span<const std::string_view> ids) {
  std::string text;
  for (const std::string_view id : ids) absl::StrAppendFormat(&text, " %s", id);
  return text.substr(1);
}

absl::Status TakeChange(const CaseWords& words, Case& c) {
  if (words.size() != 3 || words[1] != "=") return CaseError("expected `change: field = value`");
  const VariantField* field = FindVariantField(words[0]);
  if (field == nullptr) {
    return CaseError(
        absl::StrFormat("a variant has no field '%s': see `quiesce diff v1 newest`", words[0]));
  }
  Variant scratch;
  if (!SetByName(*field, words[2], scratch)) {
    return CaseError(absl::StrFormat("'%s' is no value of %s: known are %s", words[2], words[0],
                                     Known(field->values)));
  }
  c.changes.push_back({std::string(words[0]), std::string(words[2])});
  return absl::OkStatus();
}

bool IsExpectable(std::string_view id, const Case& c) {
  if (c.lemma) return id == c.lemma->id;
  if (c.hand_over) return FindInvariant(id).has_value();
  return std::ranges::find(kAdoptionInvariants, id) != kAdoptionInvariants.end();
}

std::string Expectable(const Case& c) {
  if (c.lemma) return c.lemma->id;
  return c.hand_over ? "QZ-01 to QZ-16" : Known(kAdoptionInvariants);
}

absl::Status TakeExpect(const CaseWords& words, Case& c) {
  if (c.lemma && c.lemma->id.empty()) return CaseError("`lemma:` must come before `expect:`");
  if (words.size() == 1 && words[0] == "holds") return absl::OkStatus();
  const bool with_step = words.size() == 5 && words[2] == "at" && words[3] == "step";
  if (words.empty() || words[0] != "violates" || (words.size() != 2 && !with_step)) {
    return CaseError("expected `holds`, `violates ID` or `violates ID at step N`");
  }
  if (!IsExpectable(words[1], c)) {
    return CaseError(
        absl::StrFormat("unknown invariant '%s': known are %s", words[1], Expectable(c)));
  }
  c.expect.violates = words[1];
  if (!with_step) return absl::OkStatus();
  const auto step = ParseNumber(words[4]);
  if (!step || *step == 0 || *step > 1'000'000) {
    return CaseError(absl::StrFormat("'%s' is not a step: they count from 1", words[4]));
  }
  c.expect.at_step = static_cast<unsigned>(*step);
  return absl::OkStatus();
}

absl::Status TakeAdoption(const CaseWords& words, Case& c) {
  if (words.empty() || words.size() > 2) return CaseError("expected `adoption: kind [RULE]`");
  c.expect.adoption = AdoptionNamed(words[0]);
  if (!c.expect.adoption) {
    return CaseError(absl::StrFormat(
        "unknown end of adoption '%s': known are adopted, tossed, not-entered, cpu-abort, "
        "not-captured",
        words[0]));
  }
  if (words.size() == 1) return absl::OkStatus();
  c.expect.rule = AdoptRuleNamed(words[1]);
  return c.expect.rule ? absl::OkStatus()
                       : CaseError(absl::StrFormat("unknown adoption rule '%s'", words[1]));
}

absl::Status TakeChoice(const CaseWords& words, Case& c) {
  const auto value = words.size() == 3 && words[1] == "=" ? ParseNumber(words[2]) : std::nullopt;
  if (!value) return CaseError("expected `choice: ID = alternative`");
  const auto point = ChoiceNamed(words[0]);
  if (!point) return CaseError(absl::StrFormat("unknown choice '%s'", words[0]));
  if (*value >= AlternativesOf(*point)) {
    return CaseError(absl::StrFormat("%s has %d alternatives, numbered from 0", words[0],
                                     AlternativesOf(*point)));
  }
  c.choices.push_back({*point, static_cast<unsigned>(*value)});
  return absl::OkStatus();
}

absl::Status TakeUnmapped(const CaseWords& words, Case& c) {
  const std::string_view answer = words.size() == 1 ? words[0] : "";
  if (answer != "abort" && answer != "not-captured") {
    return CaseError("expected `unmapped: abort` or `unmapped: not-captured`");
  }
  c.unmapped = answer == "abort" ? BusStatus::kAbort : BusStatus::kNotCaptured;
  return absl::OkStatus();
}

/// "first bytes", not wrapping.
std::optional<PhysicalRange> ParseRange(const CaseWords& words) {
  if (words.size() != 4) return std::nullopt;
  const auto first = ParseNumber(words[2]);
  const auto bytes = ParseNumber(words[3]);
  if (!first || !bytes || *bytes == 0 || *first + (*bytes - 1) < *first) return std::nullopt;
  return PhysicalRange{*first, *bytes};
}

bool SetPlatformRange(std::string_view name, const PhysicalRange& range, Platform& p) {
  if (name == "l2_pool" && range.first % kDriverL2Bytes == 0) {
    p.l2_pool = range;
  } else if (name == "system_ram") {
    p.system_ram.push_back(range);
  } else if (name == "mmio") {
    p.mmio.push_back(range);
  } else {
    return false;
  }
  return true;
}

bool* PlatformFlag(std::string_view name, Platform& p) {
  for (const PlatformFlagName& f : kPlatformFlags) {
    if (f.name == name) return &(p.*f.member);
  }
  return nullptr;
}

bool SetPlatformValue(std::string_view name, std::string_view text, Platform& p) {
  if (bool* const flag = PlatformFlag(name, p)) {
    const auto yes = ParseYesNo(text);
    if (yes) *flag = *yes;
    return yes.has_value();
  }
  const auto number = ParseNumber(text);
  if (!number) return false;
  if (name == "dma_offset") {
    p.dma_offset = *number;
  } else if (name == "asid_elsewhere" && *number <= 0xFFFF) {
    p.asids_elsewhere.push_back(static_cast<std::uint16_t>(*number));
  } else if (name == "rmr_sid" && *number <= 0xFFFF'FFFF) {
    p.rmr_sids.push_back(static_cast<std::uint32_t>(*number));
  } else if (name == "device" && *number <= 0xFFFF'FFFF) {
    p.devices.push_back(static_cast<std::uint32_t>(*number));
  } else {
    return false;
  }
  return true;
}

absl::Status TakePlatform(const CaseWords& words, Case& c) {
  if (words.size() >= 3 && words[1] == "=") {
    const auto range = ParseRange(words);
    if (range && SetPlatformRange(words[0], *range, c.platform)) return absl::OkStatus();
    if (words.size() == 3 && SetPlatformValue(words[0], words[2], c.platform)) {
      return absl::OkStatus();
    }
  }
  std::string flags;
  for (const PlatformFlagName& f : kPlatformFlags) absl::StrAppendFormat(&flags, " %s", f.name);
  return CaseError(
      absl::StrFormat("expected `FLAG = yes|no` (flags are%s), dma_offset, asid_elsewhere, rmr_sid "
                      "or device `= N`, "
                      "or l2_pool (16 KiB aligned), system_ram or mmio `= first bytes`",
                      flags));
}

using KeyParser = absl::Status (*)(const CaseWords&, Case&);
struct Key {
  std::string_view name;
  KeyParser parse;
};
constexpr std::array<Key, 7> kKeys = {{{"variant", TakeVariant},
                                       {"change", TakeChange},
                                       {"expect", TakeExpect},
                                       {"adoption", TakeAdoption},
                                       {"platform", TakePlatform},
                                       {"choice", TakeChoice},
                                       {"unmapped", TakeUnmapped}}};

}  // namespace

absl::Status ParseCaseKey(std::string_view key, const CaseWords& words, Case& c) {
  for (const Key& k : kKeys) {
    if (k.name == key) return k.parse(words, c);
  }
  return CaseError(absl::StrFormat("unknown key '%s:'", key));
}

}  // namespace quiesce
