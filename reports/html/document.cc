#include "reports/html/document.h"

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/script.h"
#include "reports/html/style.h"

namespace quiesce {

std::string Document(std::string_view title, std::string_view main) {
  return absl::StrFormat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
      "<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n%s</main>\n"
      "<script>%s</script>\n</body>\n</html>\n",
      EscapeMarkup(title), kReportStyle, main, kReportScript);
}

}  // namespace quiesce
