// Text into HTML.
#pragma once

#include <string>
#include <string_view>

namespace quiesce {

/// Safe as element content and inside a quoted attribute. Control characters other than newline and
/// tab become U+FFFD.
inline std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? "\uFFFD"
                                                                              : std::string(1, c);
    }
  }
  return out;
}

}  // namespace quiesce
