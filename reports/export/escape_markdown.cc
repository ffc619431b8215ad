#include "reports/export/escape_markdown.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "reports/export/valid_text.h"

namespace quiesce {
namespace {

std::string OneLine(std::string_view text) {
  return absl::StrReplaceAll(ValidText(text), {{"\n", " "}, {"\t", " "}});
}

bool IsWordAt(std::string_view text, std::size_t at) {
  return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

/// A _ inside a word is only itself, as in C_BAD_STE.
bool NeedsBackslash(std::string_view text, std::size_t at) {
  if (text[at] == '_') return !(at > 0 && IsWordAt(text, at - 1) && IsWordAt(text, at + 1));
  return std::string_view("\\`*[]<>#|~$").find(text[at]) != std::string_view::npos;
}

std::size_t LongestRunOf(char c, std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char t : text) {
    run = t == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string EscapeMarkdown(std::string_view text) {
  const std::string line = OneLine(text);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (NeedsBackslash(line, i)) out += '\\';
    out += line[i];
    if (line[i] == '&') out += "amp;";
  }
  return out;
}

std::string MarkdownCode(std::string_view text) {
  if (text.empty()) return "";
  // In a table a bar ends the cell even inside code, and a backslash before it is taken away.
  const std::string line = absl::StrReplaceAll(OneLine(text), {{"|", "\\|"}});
  const std::string fence(LongestRunOf('`', line) + 1, '`');
  const char* const pad = fence.size() > 1 ? " " : "";
  return absl::StrCat(fence, pad, line, pad, fence);
}

}  // namespace quiesce
