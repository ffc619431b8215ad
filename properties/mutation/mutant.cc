#include "properties/mutation/mutant.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

std::string FateOf(const Mutant& m) {
  if (m.killed() && m.unexplained()) return "KILLED, yet explained: " + m.excuse;
  if (m.killed()) return "killed by: " + m.killed_by;
  return m.excuse.empty() ? "SURVIVED" : "survived: " + m.excuse;
}

}  // namespace

std::string MutantsText(const std::vector<Mutant>& mutants, bool all) {
  std::string text;
  std::size_t killed = 0;
  std::size_t excused = 0;
  for (const Mutant& m : mutants) {
    killed += m.killed();
    excused += !m.killed() && !m.unexplained();
    if (m.killed() && !m.unexplained() && !all) continue;
    absl::StrAppendFormat(&text, "%-26s %-18s %s\n", m.subject, m.change, FateOf(m));
  }
  absl::StrAppendFormat(&text, "%d mutants: %d killed, %d survived for a reason, %d survived\n",
                        mutants.size(), killed, excused, mutants.size() - killed - excused);
  return text;
}

bool AnyUnexplained(const std::vector<Mutant>& mutants) {
  return std::any_of(mutants.begin(), mutants.end(),
                     [](const Mutant& m) { return m.unexplained(); });
}

}  // namespace quiesce
