#include "reports/export/valid_text.h"

#include <cstddef>
#include <cstdint>

namespace quiesce {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

std::uint8_t ByteAt(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Bytes of the sequence that `first` starts; 0 for none.
std::size_t SequenceLength(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/// The lowest code point that needs a sequence of this length: a lower one is written too long.
constexpr std::uint32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};

bool IsAllowed(std::uint32_t code, std::size_t length) {
  if (code < 0x20) return code == '\n' || code == '\t';
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= kLowest[length] && code <= 0x10FFFF && !surrogate && code != 0xFFFE &&
         code != 0xFFFF;
}

/// The length of the good sequence at the start of `text`; 0 if there is none.
std::size_t GoodSequence(std::string_view text) {
  const std::uint8_t first = ByteAt(text, 0);
  const std::size_t length = SequenceLength(first);
  if (length == 0 || length > text.size()) return 0;
  std::uint32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint8_t next = ByteAt(text, i);
    if ((next & 0xC0) != 0x80) return 0;
    code = code << 6 | (next & 0x3Fu);
  }
  return IsAllowed(code, length) ? length : 0;
}

}  // namespace

std::string ValidText(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t good = GoodSequence(text);
    out += good == 0 ? kReplacement : text.substr(0, good);
    text.remove_prefix(good == 0 ? 1 : good);
  }
  return out;
}

}  // namespace quiesce
