#include "reports/inspect/fields_text.h"

#include "absl/strings/str_format.h"

namespace quiesce {

std::string FieldsText(const FormatSpec& format, std::span<const std::uint64_t> words) {
  std::string text;
  for (const FieldSpec& f : format.fields) {
    const std::uint64_t v = FieldDisplay(f, words);
    if (v == 0) continue;
    if (!text.empty()) text += ' ';
    if (v < 10) {
      absl::StrAppendFormat(&text, "%s=%d", f.name, v);
    } else {
      absl::StrAppendFormat(&text, "%s=0x%x", f.name, v);
    }
    for (const ValueSpec& named : f.values) {
      if (named.value == v) absl::StrAppendFormat(&text, " (%s)", named.name);
    }
  }
  return text.empty() ? "all zero" : text;
}

}  // namespace quiesce
