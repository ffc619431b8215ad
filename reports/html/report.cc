#include "reports/html/report.h"

#include <array>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/script.h"
#include "reports/html/sections.h"
#include "reports/html/style.h"

namespace quiesce {
namespace {

struct NavEntry {
  std::string_view id;
  std::string_view title;
};
constexpr std::array kNav = {NavEntry{"unexpected", "Not as expected"},
                             NavEntry{"matrix", "Matrix"},
                             NavEntry{"findings", "Findings"},
                             NavEntry{"hunts", "Hunts"},
                             NavEntry{"proofs", "Proofs"},
                             NavEntry{"properties", "Properties"},
                             NavEntry{"rules", "Rules"},
                             NavEntry{"not-run", "Not run"},
                             NavEntry{"environment", "Environment"}};

/// Links to the sections that are in `body`.
std::string NavOf(const std::string& body) {
  std::string items;
  for (const NavEntry& e : kNav) {
    if (body.find(absl::StrFormat("<section id=\"%s\">", e.id)) == std::string::npos) continue;
    items += Element("li", "", Link(absl::StrFormat("#%s", e.id), EscapeMarkup(e.title)));
  }
  return Element("nav", {{"aria-label", "Sections"}}, Element("ul", "", items)) + "\n";
}

void Append(std::vector<Part>& parts, std::vector<Part> more) {
  parts.insert(parts.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

std::vector<Part> Body(const RunRecord& r, const Environment& environment, const CaseLinks& links) {
  std::vector<Part> parts;
  Append(parts, UnexpectedSection(r));
  Append(parts, MatrixSection(r, links));
  Append(parts, FindingsSection(r, links));
  Append(parts, HuntsSection(r, environment, links));
  Append(parts, ProofsSection(r, environment, links));
  Append(parts, PropertiesSection(r));
  Append(parts, RulesSection(r));
  Append(parts, NotRunSection(r));
  Append(parts, EnvironmentSection(r, environment));
  return parts;
}

std::string LeftOut(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  return Paragraph(absl::StrFormat("%u parts were left out to keep this page small, each named in "
                                   "its place. The record has them.",
                                   names.size()),
                   "open");
}

/// Everything around the body.
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

/// Room for what stands around the parts that can be left out.
constexpr std::size_t kAround = 20'000;

}  // namespace

std::string RenderReport(const RunRecord& r, const Environment& environment, const CaseLinks& links,
                         std::size_t largest) {
  const std::string summary = Join(SummarySection(r), largest);
  const std::size_t around = summary.size() + kAround;
  std::vector<std::string> left_out;
  const std::string body =
      Join(Body(r, environment, links), largest > around ? largest - around : 0, &left_out);
  return Document("Quiesce: " + r.image.name,
                  absl::StrCat(summary, LeftOut(left_out), NavOf(body), body));
}

}  // namespace quiesce
