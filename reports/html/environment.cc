// What was not run, how to run it again, and on what it ran.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "reports/html/pieces.h"
#include "reports/html/sections.h"

namespace quiesce {
namespace {

/// Each command once, in the order of the record.
std::string Commands(const std::vector<PropertyRecord>& properties) {
  std::vector<std::string> seen;
  std::string out;
  for (const PropertyRecord& p : properties) {
    if (std::ranges::find(seen, p.reproduce) != seen.end()) continue;
    seen.push_back(p.reproduce);
    out += CommandBox(p.reproduce);
  }
  return out;
}

std::string Budget(const std::vector<Count>& budget) {
  std::vector<std::string> rows;
  for (const Count& c : budget) rows.push_back(TextCell(c.label) + NumberCell(c.count));
  return Table("Budget", {{"budget"}, {"", true}}, rows);
}

std::string Versions(const std::vector<Version>& versions) {
  std::vector<std::string> rows;
  for (const Version& v : versions) rows.push_back(TextCell(v.name) + TextCell(v.version));
  return Table("Versions", {{"what"}, {"version"}}, rows);
}

std::string Timings(const std::vector<Timing>& timings) {
  std::vector<std::string> rows;
  for (const Timing& t : timings) {
    rows.push_back(CodeCell(t.id) + Element("td", "number", absl::StrFormat("%.2f s", t.seconds)));
  }
  const std::string table = Table("Times", {{"part"}, {"time", true}}, rows);
  return table.empty() ? "" : Details("Times", table);
}

}  // namespace

std::vector<Part> NotRunSection(const RunRecord& r) {
  std::vector<std::string> rows;
  for (const NotRun& n : r.not_run) rows.push_back(TextCell(n.what) + TextCell(n.why));
  return {{Section("not-run", "What was not run",
                   rows.empty() ? Paragraph("The record names nothing that was left out.", "soft")
                                : Table("What was not run", {{"what"}, {"why"}}, rows)),
           "what was not run", kTables}};
}

std::vector<Part> EnvironmentSection(const RunRecord& r, const Environment& e) {
  const std::string where = e.started.empty() && e.machine.empty()
                                ? Paragraph("No environment was recorded.", "soft")
                                : Paragraph(absl::StrFormat("%s on %s", e.started, e.machine));
  return {{Section("again", "Run it again", Commands(r.properties)), "the commands", kTables},
          {Section("environment", "Environment",
                   where + Budget(r.budget) + Versions(e.versions) + Timings(e.timings)),
           "the environment", kTables}};
}

}  // namespace quiesce
