// Reading line-based text files: shared by every loader, so that all of them complain alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quiesce {

/// The bytes of a file; the error names the file and the system's reason.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

/// Creates or replaces a file.
absl::Status WriteWholeFile(const std::string& path, std::string_view content);

/// "file:line: what", as compilers write it.
absl::Status ErrorAt(std::string_view file, std::size_t line, std::string_view what);

/// The same error, naming the line or the file it was found in.
absl::Status ErrorAt(std::string_view file, std::size_t line, const absl::Status& error);
absl::Status ErrorIn(std::string_view file, const absl::Status& error);

/// 0x and at least one more character.
bool HasHexPrefix(std::string_view text);

/// "42", "0x2a" or "0b101010", the whole of `text`, below 2^64; no sign, no spaces.
std::optional<std::uint64_t> ParseNumber(std::string_view text);

/// Hexadecimal digits without prefix, the whole of `text`, below 2^64.
std::optional<std::uint64_t> ParseHexDigits(std::string_view text);

/// The words of a line, separated by blanks and tabs.
std::vector<std::string_view> SplitWords(std::string_view line);

/// `text` without blanks, tabs and carriage returns at either end.
std::string_view Trim(std::string_view text);

/// Walks over the lines of a text; numbers start at 1. The text must outlive the reader.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// Moves to the next line; false at the end.
  bool Next();
  std::string_view line() const { return line_; }  ///< trimmed
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::size_t number_ = 0;
};

}  // namespace quiesce
