// Text cut into lines and fields, as views of it.
#pragma once

#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace quiesce {

inline constexpr std::string_view kBlanks = " \t\r,";

/// Without blanks, commas and carriage returns at both ends.
inline std::string_view TrimBlanks(std::string_view s) {
  const std::size_t first = s.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(kBlanks) - first + 1);
}

/// The lines of a text, without their ends; a last line needs none.
inline std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// The parts of a line that blanks or commas separate.
inline std::vector<std::string_view> Fields(std::string_view line) {
  std::vector<std::string_view> fields;
  for (line = TrimBlanks(line); !line.empty(); line = TrimBlanks(line)) {
    const std::size_t end = std::min(line.find_first_of(kBlanks), line.size());
    fields.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return fields;
}

/// "line 3: what", where the text has no file.
inline absl::Status LineError(std::size_t line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("line %d: %s", line, what));
}

}  // namespace quiesce
