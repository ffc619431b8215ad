// What came out, in a few lines.
#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"
#include "reports/record/checks.h"
#include "reports/record/matrix_view.h"

namespace quiesce {
namespace {

std::string Tile(std::uint64_t n, std::string_view label, std::string_view css) {
  return Element(
      "li", "",
      Element("b", n == 0 ? std::string_view() : css, Grouped(n)) + " " + EscapeMarkup(label));
}

std::uint64_t FoundHunts(const RunRecord& r) {
  std::uint64_t found = 0;
  for (const Hunt& h : r.hunts) found += h.found ? 1 : 0;
  return found;
}

std::string Tiles(const RunRecord& r) {
  const Tally tally = TallyOf(ChecksOf(r));
  std::string tiles = Tile(tally.as_expected, "checks as expected", "good") +
                      Tile(tally.violated, "violated", "bad") +
                      Tile(tally.undecided, "undecided", "open");
  if (!r.findings.empty()) tiles += Tile(r.findings.size(), "findings", "");
  if (!r.hunts.empty()) {
    tiles += Tile(FoundHunts(r), absl::StrFormat("of %u hunts found", r.hunts.size()), "good");
  }
  if (!r.not_run.empty()) tiles += Tile(r.not_run.size(), "not run", "open");
  return Element("ul", "tiles", tiles) + "\n";
}

std::string Image(const ImageAnswer& i) {
  if (i.name.empty() && i.decision.empty()) return "";
  std::vector<std::string> rows;
  for (const Count& c : i.counts) rows.push_back(TextCell(c.label) + NumberCell(c.count));
  return Section("image", "The image",
                 Paragraph(absl::StrFormat("%s, driver %s: %s", i.name, i.variant, i.decision)) +
                     Table("What the image holds", {{"what"}, {"count", true}}, rows));
}

}  // namespace

std::vector<Part> SummarySection(const RunRecord& r) {
  const std::string title = r.image.name.empty() ? "Quiesce" : "Quiesce: " + r.image.name;
  const int status = ExitStatus(r);
  return {{Element("h1", "", EscapeMarkup(title)) + "\n" +
           Paragraph(VerdictOf(status), CssOf(status)) + Tiles(r) +
           Paragraph(absl::StrFormat("quiesce %s, seed %u", r.tool_version, r.seed), "soft")},
          {Image(r.image), "the counts of the image", kTables}};
}

}  // namespace quiesce
