#include "reports/export/file_uri.h"

#include <cctype>

#include "absl/strings/str_format.h"

namespace quiesce {

std::string FileUri(std::string_view path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool kept = byte < 0x80 && (std::isalnum(byte) != 0 ||
                                      std::string_view("-._~/").find(c) != std::string_view::npos);
    if (kept) {
      uri += c;
    } else {
      absl::StrAppendFormat(&uri, "%%%02X", byte);
    }
  }
  return uri;
}

}  // namespace quiesce
