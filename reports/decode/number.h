// Numbers as people write them.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace quiesce {

/// All of `digits` as a number in that base; nothing if empty, not a number, or above 64 bits.
inline std::optional<std::uint64_t> ParseDigits(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

inline bool HasHexPrefix(std::string_view s) {
  return s.size() > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
}

/// "42", "0x2a" or "0b101010".
inline std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  if (HasHexPrefix(text)) return ParseDigits(text.substr(2), 16);
  if (text.starts_with("0b") || text.starts_with("0B")) return ParseDigits(text.substr(2), 2);
  return ParseDigits(text, 10);
}

}  // namespace quiesce
