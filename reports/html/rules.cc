// Which rules were met with which outcomes: a heat map, drawn as inline SVG.
#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"

namespace quiesce {
namespace {

constexpr unsigned kLabelWidth = 210;
constexpr unsigned kCellWidth = 78;
constexpr unsigned kCellHeight = 18;
constexpr unsigned kNamesHeight = 24;

std::vector<std::string> OutcomesOf(const std::vector<RuleOutcomes>& rules) {
  std::vector<std::string> names;
  for (const RuleOutcomes& r : rules) {
    for (const Count& c : r.outcomes) {
      if (std::ranges::find(names, c.label) == names.end()) names.push_back(c.label);
    }
  }
  return names;
}

std::uint64_t TotalOf(const RuleOutcomes& r) {
  std::uint64_t total = 0;
  for (const Count& c : r.outcomes) total += c.count;
  return total;
}

/// 0 for never, then a step for each factor of ten up to 5.
unsigned HeatOf(std::uint64_t count) {
  if (count == 0) return 0;
  return std::min(5u, 1 + static_cast<unsigned>(std::log10(static_cast<double>(count))));
}

std::string CellOf(const RuleOutcomes& r, const Count& c, unsigned x, unsigned y) {
  const std::string title = absl::StrFormat("%s, %s: %u", r.rule, c.label, c.count);
  const std::string rect =
      absl::StrFormat("<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" class=\"heat%u\"/>", x, y,
                      kCellWidth - 2, kCellHeight - 2, HeatOf(c.count));
  return Element("g", "",
                 Element("title", "", EscapeMarkup(title)) + rect +
                     SvgText(x + kCellWidth / 2 - 1, y + kCellHeight - 6,
                             absl::StrFormat("count on%u", HeatOf(c.count)), Grouped(c.count)));
}

std::string RowOf(const RuleOutcomes& r, const std::vector<std::string>& outcomes, unsigned y) {
  std::string row =
      SvgText(0, y + kCellHeight - 6, TotalOf(r) == 0 ? "rule never" : "rule", r.rule);
  for (const Count& c : r.outcomes) {
    const auto column = std::ranges::find(outcomes, c.label) - outcomes.begin();
    row += CellOf(r, c, kLabelWidth + static_cast<unsigned>(column) * kCellWidth, y);
  }
  return row + "\n";
}

std::string Map(const std::vector<RuleOutcomes>& rules) {
  const std::vector<std::string> outcomes = OutcomesOf(rules);
  std::string inner;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const unsigned x = kLabelWidth + static_cast<unsigned>(i) * kCellWidth;
    inner += SvgText(x + kCellWidth / 2 - 1, kNamesHeight - 8, "outcome", outcomes[i]);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    inner += RowOf(rules[i], outcomes, kNamesHeight + static_cast<unsigned>(i) * kCellHeight);
  }
  const unsigned width = kLabelWidth + static_cast<unsigned>(outcomes.size()) * kCellWidth;
  const unsigned height = kNamesHeight + static_cast<unsigned>(rules.size()) * kCellHeight;
  return Element("svg",
                 {{"class", "heat"},
                  {"role", "img"},
                  {"aria-label", "How often each rule was met with each outcome"},
                  {"width", absl::StrFormat("%u", width)},
                  {"height", absl::StrFormat("%u", height)},
                  {"viewBox", absl::StrFormat("0 0 %u %u", width, height)}},
                 "\n" + inner);
}

std::string NeverMet(const std::vector<RuleOutcomes>& rules) {
  std::string names;
  for (const RuleOutcomes& r : rules) {
    if (TotalOf(r) == 0) absl::StrAppendFormat(&names, "%s%s", names.empty() ? "" : ", ", r.rule);
  }
  return names.empty() ? Paragraph("Every rule was met.", "good")
                       : Paragraph("Never met: " + names + ".", "open");
}

}  // namespace

std::vector<Part> RulesSection(const RunRecord& r) {
  if (r.rules.empty()) return {};
  return {
      {Section("rules", "Rules of the architecture, by outcome",
               NeverMet(r.rules) +
                   Paragraph("A stronger colour is a factor of ten more; an empty frame is never.",
                             "soft") +
                   ScrollBox("Rules by outcome", Map(r.rules))),
       "the rules by outcome", kTables}};
}

}  // namespace quiesce
