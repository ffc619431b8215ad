#include "tools/hunt_table.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace quiesce {
namespace {

/// Of one target.
struct HuntRow {
  std::set<std::string> invariants;
  unsigned seeds = 0;
  unsigned found = 0;
  std::uint64_t cases = 0;
  double seconds = 0;
  std::uint64_t fields = 0;
  std::uint64_t steps = 0;
};

void Add(const Hunt& h, double seconds, HuntRow& row) {
  ++row.seeds;
  if (!h.found) return;
  ++row.found;
  row.invariants.insert(h.invariant);
  row.cases = std::max<std::uint64_t>(row.cases, h.cases);
  row.seconds = std::max(row.seconds, seconds);
  row.fields = std::max<std::uint64_t>(row.fields, h.fields);
  row.steps = std::max<std::uint64_t>(row.steps, h.steps);
}

}  // namespace

std::string HuntTable(const RunRecord& record, const Environment& environment) {
  std::map<std::string, double> seconds;
  for (const Timing& t : environment.timings) seconds[t.id] = t.seconds;
  std::map<std::string, HuntRow> rows;
  for (const Hunt& h : record.hunts) Add(h, seconds[HuntTimingId(h)], rows[h.target]);
  std::string text =
      "# Time to find, and minimal size\n\nEach known bug and version, from scratch, by drawn "
      "hand-overs. The most of any seed: cases and seconds of the\nprocessor until it was found, "
      "corrupted fields and steps once it was shrunk.\n\n"
      "| target | found with | by | cases | seconds | fields | steps "
      "|\n|---|---|---|---|---|---|---|\n";
  for (const auto& [target, row] : rows) {
    absl::StrAppendFormat(&text, "| %s | %u of %u seeds | %s | %u | %.2f | %u | %u |\n", target,
                          row.found, row.seeds, absl::StrJoin(row.invariants, " "), row.cases,
                          row.seconds, row.fields, row.steps);
  }
  return text;
}

}  // namespace quiesce
