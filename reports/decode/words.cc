#include "reports/decode/words.h"

#include <absl/status/status.h>
#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

#include "model/image/text_input.h"
#include "reports/decode/lines.h"

namespace quiesce {
namespace {

struct Token {
  std::size_t line;
  std::uint64_t value;
  std::size_t digits;
};

absl::Status LineError(std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("line %d: %s", line, what));
}

bool IsHex(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
}

/// Drops a leading "[   12.345678]".
std::string_view WithoutTimestamp(std::string_view line) {
  line = TrimBlanks(line);
  const std::size_t close = line.find(']');
  if (!line.starts_with('[') || close == std::string_view::npos) return line;
  return TrimBlanks(line.substr(close + 1));
}

/// The text after a leading "0x40001000:" or "40001000 <symbol>:"; nothing if there is none.
std::optional<std::string_view> AfterAddress(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view address = line.substr(0, std::min(colon, line.find(' ')));
  if (HasHexPrefix(address)) address.remove_prefix(2);
  if (!IsHex(address)) return std::nullopt;
  return TrimBlanks(line.substr(colon + 1));
}

/// The text column that memory dumps put behind bare words, after two or more blanks.
std::string_view WithoutTextColumn(std::string_view words) {
  return HasHexPrefix(words) ? words : words.substr(0, words.find("  "));
}

bool IsHexdumpC(std::string_view line) {
  return line.size() > 10 && IsHex(line.substr(0, 8)) && line.substr(8, 2) == "  " &&
         line.ends_with('|');
}

/// The bytes of one `hexdump -C` line as little-endian words.
absl::Status AddHexdumpC(std::string_view line, std::size_t number, std::vector<Token>& out) {
  const std::string_view bytes = line.substr(8, line.find('|') - 8);
  Token word{number, 0, 0};
  for (const std::string_view byte : Fields(bytes)) {
    const auto value = ParseHexDigits(byte);
    if (byte.size() != 2 || !value) return LineError(number, "bad byte in a hexdump -C line");
    word.value |= *value << (word.digits * 4);
    word.digits += 2;
    if (word.digits < 16) continue;
    out.push_back(word);
    word = {number, 0, 0};
  }
  if (word.digits == 8) out.push_back(word);
  if (word.digits == 0 || word.digits == 8) return absl::OkStatus();
  return LineError(number, "a hexdump -C line must hold whole 32-bit or 64-bit words");
}

/// The hex digits of a word; nothing for what is none.
std::optional<std::string_view> DigitsOf(std::string_view field) {
  const bool prefixed = HasHexPrefix(field);
  if (prefixed) field.remove_prefix(2);
  const std::size_t n = field.size();
  const bool width_known = prefixed ? n <= 16 : n == 8 || n == 16 || field == "0";
  if (!IsHex(field) || !width_known) return std::nullopt;
  return field;
}

absl::Status AddWords(std::string_view text, std::size_t number, std::vector<Token>& out) {
  for (const std::string_view field : Fields(text)) {
    const auto digits = DigitsOf(field);
    if (!digits) {
      return LineError(
          number,
          absl::StrFormat("'%s' is not a word; expected 0x and up to 16 hex digits", field));
    }
    out.push_back({number, *ParseHexDigits(*digits), digits->size()});
  }
  return absl::OkStatus();
}

absl::Status AddLine(std::string_view raw, std::size_t number, bool after_hexdump,
                     std::vector<Token>& out) {
  if (IsHexdumpC(TrimBlanks(raw))) return AddHexdumpC(TrimBlanks(raw), number, out);
  const std::string_view line = WithoutTimestamp(raw.substr(0, raw.find('#')));
  if (line.empty()) return absl::OkStatus();
  if (line == "*") return LineError(number, "'*' hides repeated lines; use hexdump -vC");
  if (after_hexdump && IsHex(line)) return absl::OkStatus();  // the offset of the end
  const auto after = AfterAddress(line);
  return AddWords(after ? WithoutTextColumn(*after) : line, number, out);
}

/// Pairs of 32-bit words as 64-bit words, low half first.
std::vector<Token> Paired(const std::vector<Token>& halves) {
  std::vector<Token> words;
  for (std::size_t i = 0; i + 1 < halves.size(); i += 2) {
    words.push_back({halves[i].line, halves[i].value | halves[i + 1].value << 32, 16});
  }
  return words;
}

std::string Expected(unsigned record_bits) {
  if (record_bits == 32) return "one 32-bit word each";
  const unsigned n = record_bits / 64;
  return absl::StrFormat("%d 64-bit or %d 32-bit words each", n, 2 * n);
}

absl::StatusOr<std::vector<WordGroup>> Group(std::vector<Token> tokens, unsigned record_bits) {
  const std::size_t per_record = record_bits == 32 ? 1 : record_bits / 64;
  const std::size_t given = tokens.size();
  const std::size_t last_line = tokens.back().line;
  const bool wide =
      std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.digits > 8; });
  if (record_bits != 32 && !wide && given % (2 * per_record) == 0) tokens = Paired(tokens);
  if (tokens.size() % per_record != 0) {
    return LineError(last_line, absl::StrFormat("%d words up to here; expected %s", given,
                                                Expected(record_bits)));
  }
  std::vector<WordGroup> groups;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (record_bits == 32 && tokens[i].value > 0xFFFF'FFFF) {
      return LineError(tokens[i].line, "more than 32 bits for a 32-bit register");
    }
    if (i % per_record == 0) groups.push_back({tokens[i].line, {}});
    groups.back().words.push_back(tokens[i].value);
  }
  return groups;
}

}  // namespace

absl::StatusOr<std::vector<WordGroup>> ParseWords(std::string_view text, unsigned record_bits) {
  std::vector<Token> tokens;
  std::size_t number = 0;
  bool after_hexdump = false;
  for (const std::string_view line : Lines(text)) {
    if (absl::Status s = AddLine(line, ++number, after_hexdump, tokens); !s.ok()) return s;
    after_hexdump = IsHexdumpC(TrimBlanks(line));
  }
  if (tokens.empty())
    return absl::InvalidArgumentError("no words; expected " + Expected(record_bits));
  return Group(std::move(tokens), record_bits);
}

}  // namespace quiesce
