#include "model/image/text_input.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::optional<std::uint64_t> ParseDigits(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

absl::StatusOr<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (in) content << in.rdbuf();
  // An empty file makes operator<< fail; that is not an error of reading.
  if (!in.is_open() || in.bad()) {
    return absl::NotFoundError(absl::StrFormat("%s: cannot read: %s", path, std::strerror(errno)));
  }
  return content.str();
}

absl::Status WriteWholeFile(const std::string& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (out) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrFormat("%s: cannot write: %s", path, std::strerror(errno)));
}

absl::Status ErrorAt(std::string_view file, std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("%s:%d: %s", file, line, what));
}

absl::Status ErrorAt(std::string_view file, std::size_t line, const absl::Status& error) {
  return {error.code(), absl::StrFormat("%s:%d: %s", file, line, error.message())};
}

absl::Status ErrorIn(std::string_view file, const absl::Status& error) {
  return {error.code(), absl::StrFormat("%s: %s", file, error.message())};
}

bool HasHexPrefix(std::string_view text) {
  return text.size() > 2 && (text.starts_with("0x") || text.starts_with("0X"));
}

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  if (HasHexPrefix(text)) return ParseHexDigits(text.substr(2));
  if (text.starts_with("0b") || text.starts_with("0B")) return ParseDigits(text.substr(2), 2);
  return ParseDigits(text, 10);
}

std::optional<std::uint64_t> ParseHexDigits(std::string_view text) { return ParseDigits(text, 16); }

std::vector<std::string_view> SplitWords(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0;;) {
    at = line.find_first_not_of(kBlanks, at);
    if (at == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
}

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool LineReader::Next() {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line_ = Trim(rest_.substr(0, end));
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++number_;
  return true;
}

}  // namespace quiesce
