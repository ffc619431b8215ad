// The checks: what did not come out as expected, and the sampled properties with their coverage.
#include "reports/record/checks.h"

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"

namespace quiesce {
namespace {

std::string Properties(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> rows;
  for (const PropertyRecord& p : properties) {
    const std::string reason =
        p.reason.empty() ? "" : Element("div", "soft", EscapeMarkup(p.reason));
    rows.push_back(ResultCell(p.result, p.expected) + CodeCell(p.id) + TextCell(p.invariant) +
                   HtmlCell(EscapeMarkup(p.statement) + reason) + TextCell(p.variant) +
                   NumberCell(p.cases) + NumberCell(p.discards));
  }
  return Table("Sampled properties",
               {{"result"},
                {"id"},
                {"invariant"},
                {"statement"},
                {"driver"},
                {"cases", true},
                {"discarded", true}},
               rows);
}

std::string CoverageTable(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> rows;
  for (const PropertyRecord& p : properties) {
    for (const Coverage& c : p.coverage) {
      const std::string_view css = c.Short() ? "number open" : "number";
      rows.push_back(CodeCell(p.id) + TextCell(c.label) + Element("td", css, Grouped(c.count)) +
                     NumberCell(c.minimum));
    }
  }
  return Table("What the cases reached",
               {{"property"}, {"situation"}, {"cases", true}, {"at least", true}}, rows);
}

}  // namespace

std::vector<Part> UnexpectedSection(const RunRecord& r) {
  std::vector<std::string> rows;
  for (const Check& c : ChecksOf(r)) {
    if (c.AsExpected()) continue;
    rows.push_back(ResultCell(c.result, c.expected) + TextCell(NameOf(c.kind)) + CodeCell(c.id) +
                   TextCell(c.variant) + TextCell(c.reason) + CodeCell(c.reproduce));
  }
  return {
      {Section("unexpected", "Not as expected",
               Table("Not as expected",
                     {{"result"}, {"what"}, {"check"}, {"driver"}, {"why"}, {"reproduce"}}, rows)),
       "the checks that did not come out as expected", kTables}};
}

std::vector<Part> PropertiesSection(const RunRecord& r) {
  return {{Section("properties", "Sampled properties", Properties(r.properties)),
           "the sampled properties", kTables},
          {Section("coverage", "What the cases reached", CoverageTable(r.properties)),
           "what the cases reached", kTables}};
}

}  // namespace quiesce
