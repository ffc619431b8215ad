#include "reports/case/field_text.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "spec/word/word.h"

namespace quiesce {
namespace {

constexpr std::string_view kReserved = "reserved";

absl::Status Error(const std::string& what) { return absl::InvalidArgumentError(what); }

unsigned WordBits(const FormatSpec& format) { return format.bits == 32 ? 32 : 64; }

std::uint64_t NamedBits(const FormatSpec& format, std::size_t word) {
  std::uint64_t mask = 0;
  for (const FieldSpec& f : format.fields) {
    if (f.lsb / 64 == word) mask |= MaxValue(f.width) << (f.lsb % 64);
  }
  return mask;
}

std::string ReservedName(const FormatSpec& format, std::size_t word) {
  return format.bits <= 64 ? std::string(kReserved) : absl::StrFormat("%s%d", kReserved, word);
}

/// The word whose reserved bits the name means.
std::optional<std::size_t> ReservedWord(const FormatSpec& format, std::string_view name,
                                        std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) {
    if (name == ReservedName(format, i)) return i;
  }
  return std::nullopt;
}

absl::Status SetReserved(const FormatSpec& format, std::string_view name, std::size_t word,
                         std::uint64_t value, std::span<std::uint64_t> words) {
  if ((value & (NamedBits(format, word) | ~MaxValue(WordBits(format)))) != 0) {
    return Error(absl::StrFormat("0x%x has bits that are not reserved in %s", value, format.name));
  }
  if ((words[word] & ~NamedBits(format, word)) != 0) {
    return Error(absl::StrFormat("%s is given twice", name));
  }
  words[word] |= value;
  return absl::OkStatus();
}

std::string_view MeaningOf(const FieldSpec& f, std::uint64_t value) {
  for (const ValueSpec& v : f.values) {
    if (v.value == value) return v.name;
  }
  return {};
}

}  // namespace

std::vector<FieldText> NonZeroFields(const FormatSpec& format,
                                     std::span<const std::uint64_t> words) {
  std::vector<FieldText> out;
  for (const FieldSpec& f : format.fields) {
    const std::uint64_t value = FieldValue(f, words);
    if (value == 0) continue;
    out.push_back({std::string(f.name), FieldDisplay(f, words), MeaningOf(f, value)});
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t rest = words[i] & ~NamedBits(format, i);
    if (rest != 0) out.push_back({ReservedName(format, i), rest, {}});
  }
  return out;
}

absl::Status SetField(const FormatSpec& format, std::string_view name, std::uint64_t value,
                      std::span<std::uint64_t> words) {
  if (const auto word = ReservedWord(format, name, words.size())) {
    return SetReserved(format, name, *word, value, words);
  }
  const FieldSpec* f = FindField(format, name);
  if (f == nullptr) return Error(absl::StrFormat("%s has no field '%s'", format.name, name));
  if (FieldValue(*f, words) != 0) return Error(absl::StrFormat("%s is given twice", name));
  const unsigned lo = f->lsb % 64;
  const std::uint64_t in_place = f->kind == FieldKind::kAddress ? value : value << lo;
  const std::uint64_t mask = MaxValue(f->width) << lo;
  if ((in_place & ~mask) != 0 || (f->kind != FieldKind::kAddress && value > MaxValue(f->width))) {
    return Error(absl::StrFormat("%s does not fit %s.%s, bits [%d:%d]", NumberText(value),
                                 format.name, name, f->lsb + f->width - 1, f->lsb));
  }
  words[f->lsb / 64] |= in_place;
  return absl::OkStatus();
}

std::string NumberText(std::uint64_t value) {
  return value < 100 ? absl::StrFormat("%d", value) : absl::StrFormat("0x%x", value);
}

}  // namespace quiesce
