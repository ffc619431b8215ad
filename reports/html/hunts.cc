// How long it took to find what is known to be wrong, and how small it became.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "absl/strings/str_format.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"

namespace quiesce {
namespace {

/// Hunts differ by orders of magnitude, so the bar shows the logarithm; a longest bar is a million.
std::string Bar(std::uint64_t cases) {
  const double share = std::log10(static_cast<double>(cases) + 1) / 6;
  return Element(
      "span",
      {{"class", "bar"}, {"style", absl::StrFormat("width:%.0f%%", 100 * std::min(share, 1.0))}},
      "");
}

/// By the id of the timing.
using Seconds = std::map<std::string, double>;

std::string SecondsCell(const Hunt& h, const Seconds& seconds) {
  const auto known = seconds.find(HuntTimingId(h));
  return Element("td", "number",
                 known == seconds.end() ? "" : absl::StrFormat("%.2f", known->second));
}

std::string RowOf(const Hunt& h, const Seconds& seconds, const CaseLinks& links) {
  std::string row = Element("td", h.found ? "good" : "open", h.found ? "found" : "not found") +
                    CodeCell(h.target) + TextCell(h.invariant) + NumberCell(h.seed) +
                    Element("td", "number", Grouped(h.cases) + Bar(h.cases)) +
                    SecondsCell(h, seconds);
  if (!h.found) return row + Element("td", {{"colspan", "4"}}, "");
  return row + NumberCell(h.fields) + NumberCell(h.steps) + NumberCell(h.shrink_executions) +
         HtmlCell(CaseLink(h.case_file, links));
}

std::string TableOf(const std::vector<std::string>& rows) {
  return Table("Hunts",
               {{"result"},
                {"target"},
                {"by"},
                {"seed", true},
                {"cases until found", true},
                {"seconds", true},
                {"fields left", true},
                {"steps left", true},
                {"shrink runs", true},
                {"case"}},
               rows);
}

/// A table longer than a screen opens when asked for.
constexpr std::size_t kShown = 20;

}  // namespace

std::vector<Part> HuntsSection(const RunRecord& r, const Environment& environment,
                               const CaseLinks& links) {
  Seconds seconds;
  for (const Timing& t : environment.timings) seconds[t.id] = t.seconds;
  std::vector<Hunt> hunts = r.hunts;
  std::ranges::stable_sort(hunts, [](const Hunt& a, const Hunt& b) {
    return a.found != b.found ? !a.found : a.cases > b.cases;
  });
  std::vector<std::string> rows;
  for (const Hunt& h : hunts) rows.push_back(RowOf(h, seconds, links));
  if (rows.empty()) return {};
  const bool is_long = rows.size() > kShown;
  const auto shown = rows.begin() + static_cast<std::ptrdiff_t>(is_long ? kShown : rows.size());
  std::string table = TableOf({rows.begin(), shown});
  if (is_long) {
    table += Details(absl::StrFormat("The other %u hunts", rows.size() - kShown),
                     TableOf({shown, rows.end()}));
  }
  return {{Section("hunts", "Time to find, and minimal size",
                   Paragraph("Each known bug was hunted with generated cases. Not found first, "
                             "then the longest hunts; the bar is logarithmic.",
                             "soft") +
                       table),
           "the hunts", kTables}};
}

}  // namespace quiesce
