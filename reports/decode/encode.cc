#include "reports/decode/encode.h"

#include <absl/status/status.h>
#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/str_format.h>
#include <absl/strings/str_replace.h>

#include <optional>
#include <set>
#include <string_view>

#include "model/image/text_input.h"
#include "reports/decode/decode.h"

namespace quiesce {
namespace {

absl::string_view View(std::string_view s) { return {s.data(), s.size()}; }

absl::Status FieldError(const FormatSpec& format, std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("%s.%s: %s", format.name, field, what));
}

const FieldSpec* FieldNamed(const FormatSpec& format, std::string_view name) {
  for (const FieldSpec& f : format.fields) {
    if (absl::EqualsIgnoreCase(View(f.name), View(name))) return &f;
  }
  return nullptr;
}

std::string FieldNames(const FormatSpec& format) {
  std::string names;
  for (const FieldSpec& f : format.fields) {
    names += absl::StrFormat("%s%s", names.empty() ? "" : ", ", f.name);
  }
  return names;
}

/// "stage 1 + stage 2" and "S1+S2" become "s1+s2".
std::string Squeezed(std::string_view name) {
  std::string squeezed;
  for (const char c : name) {
    const auto u = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(u) || c == '+') squeezed += absl::ascii_tolower(u);
  }
  return absl::StrReplaceAll(squeezed, {{"stage", "s"}});
}

std::optional<std::uint64_t> NamedValue(const FieldSpec& f, std::string_view text) {
  const std::string wanted = Squeezed(text);
  if (wanted.empty()) return std::nullopt;
  for (const ValueSpec& v : f.values) {
    if (wanted == Squeezed(v.name)) return v.value;
  }
  return std::nullopt;
}

/// "; the names are ..." for an error message; empty if there are none.
std::string ValueNames(const FieldSpec& f) {
  std::string names;
  for (const ValueSpec& v : f.values) {
    absl::StrAppendFormat(&names, "%s %d '%s'", names.empty() ? "; they are" : ",", v.value,
                          v.name);
  }
  return names;
}

/// The raw value of an address field: the address must lie in the bits that the field holds.
absl::StatusOr<std::uint64_t> AddressValue(const FormatSpec& format, const FieldSpec& f,
                                           std::uint64_t address) {
  const unsigned lo = f.lsb % 64u;
  const std::uint64_t ones = f.width >= 64 ? ~0ull : (1ull << f.width) - 1;
  if ((address & ~(ones << lo)) == 0) return address >> lo;
  return FieldError(format, f.name,
                    absl::StrFormat("0x%x has bits outside address bits [%d:%d]", address,
                                    lo + f.width - 1u, lo));
}

absl::StatusOr<std::uint64_t> RawValue(const FormatSpec& format, const FieldSpec& f,
                                       std::string_view text) {
  if (const auto named = NamedValue(f, text)) return *named;
  const auto number = ParseNumber(text);
  if (!number) {
    return FieldError(
        format, f.name,
        absl::StrFormat("'%s' is neither a number nor a name of a value%s", text, ValueNames(f)));
  }
  if (f.kind == FieldKind::kAddress) return AddressValue(format, f, *number);
  if (f.width < 64 && *number >> f.width != 0) {
    return FieldError(format, f.name, absl::StrFormat("%s does not fit %d bits", text, f.width));
  }
  return *number;
}

}  // namespace

absl::StatusOr<std::vector<std::uint64_t>> EncodeFields(const FormatSpec& format,
                                                        std::span<const std::string> assignments) {
  std::vector<std::uint64_t> words(WordCount(format));
  std::set<std::string_view> given;
  for (const std::string_view assignment : assignments) {
    const std::size_t eq = assignment.find('=');
    const std::string_view name = Trim(assignment.substr(0, eq));
    if (eq == std::string_view::npos) {
      return FieldError(format, name, "no value; write it as Field=value");
    }
    const FieldSpec* f = FieldNamed(format, name);
    if (f == nullptr) {
      return FieldError(format, name, "no such field; it has " + FieldNames(format));
    }
    if (!given.insert(f->name).second) return FieldError(format, f->name, "given twice");
    const auto raw = RawValue(format, *f, Trim(assignment.substr(eq + 1)));
    if (!raw.ok()) return raw.status();
    words[f->lsb / 64u] |= *raw << (f->lsb % 64u);
  }
  return words;
}

}  // namespace quiesce
