#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/case_lines.h"
#include "reports/case/field_text.h"

namespace quiesce {
namespace {

/// Beyond it an item is refused instead of filling the memory of this machine.
constexpr std::uint64_t kMaxCount = std::uint64_t{1} << 20;

/// "xN" after the address, taken out of `words`.
absl::Status TakeCount(CaseWords& words, MemoryItem& item) {
  if (words.size() < 3 || !words[2].starts_with('x')) return absl::OkStatus();
  const auto count = ParseNumber(words[2].substr(1));
  if (!count || *count < 2 || *count > kMaxCount) {
    return CaseError(absl::StrFormat("'%s': expected xN, N from 2 to %d", words[2], kMaxCount));
  }
  item.count = *count;
  words.erase(words.begin() + 2);
  return absl::OkStatus();
}

absl::Status TakeZeros(const CaseWords& words, MemoryItem& item) {
  const auto bytes = words.size() == 3 ? ParseNumber(words[2]) : std::nullopt;
  if (!bytes || *bytes == 0 || (item.address | *bytes) % SparseMemory::kLineBytes != 0) {
    return CaseError("expected `zeros @address bytes`, both multiples of 64");
  }
  if (item.address + (*bytes - 1) < item.address) {
    return CaseError("the zeros reach past the last address");
  }
  item.zero_bytes = *bytes;
  return absl::OkStatus();
}

absl::Status TakeWords(const CaseWords& words, MemoryItem& item) {
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto word = ParseNumber(words[i]);
    if (!word) return CaseError(absl::StrFormat("'%s' is not a number", words[i]));
    item.words.push_back(*word);
  }
  if (item.words.empty() || item.address % 8 != 0) {
    return CaseError("expected `words @address word ...`, the address a multiple of 8");
  }
  return absl::OkStatus();
}

absl::Status TakeStructure(const CaseWords& words, MemoryItem& item) {
  const auto format = std::find_if(kCaseFormats.begin(), kCaseFormats.end(),
                                   [&](const FormatSpec* f) { return f->name == words[0]; });
  if (format == kCaseFormats.end()) {
    return CaseError(absl::StrFormat(
        "unknown structure '%s': known are L1STD, STE, L1CD, CD, words, zeros", words[0]));
  }
  item.format = *format;
  item.words.resize((*format)->bits / 64);
  if (item.address % ((*format)->bits / 8) != 0) {
    return CaseError(
        absl::StrFormat("0x%x is not aligned to %d bytes", item.address, (*format)->bits / 8));
  }
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto [name, value] = ParseCaseAssignment(words[i]);
    if (!value) return CaseError(absl::StrFormat("'%s': expected field=value", words[i]));
    if (absl::Status set = SetField(**format, name, *value, item.words); !set.ok()) return set;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MemoryItem> ParseMemoryItem(const CaseWords& words) {
  const auto address = ParseNumber(words[1].substr(1));
  if (!address) return CaseError(absl::StrFormat("'%s' is not an address", words[1]));
  MemoryItem item{.address = *address};
  const bool repeats = words[0] != "zeros";
  CaseWords rest = words;
  if (absl::Status count = repeats ? TakeCount(rest, item) : absl::OkStatus(); !count.ok())
    return count;
  const auto take = words[0] == "zeros"   ? TakeZeros
                    : words[0] == "words" ? TakeWords
                                          : TakeStructure;
  const absl::Status taken = take(rest, item);
  if (!taken.ok()) return taken;
  const std::uint64_t bytes = item.words.size() * 8 * item.count;
  if (bytes != 0 && item.address + (bytes - 1) < item.address) {
    return CaseError("the words reach past the last address");
  }
  return item;
}

}  // namespace quiesce
