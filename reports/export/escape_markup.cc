#include "reports/export/escape_markup.h"

#include "absl/strings/str_replace.h"
#include "reports/export/valid_text.h"

namespace quiesce {

std::string EscapeMarkup(std::string_view text) {
  return absl::StrReplaceAll(
      ValidText(text),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

}  // namespace quiesce
