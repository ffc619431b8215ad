// A deliberate mistake, and whether the checks notice it.
#pragma once

#include <string>
#include <vector>

namespace quiesce {

struct Mutant {
  std::string subject;    ///< a rule id, or what of the model is changed: "STE-V", "CD.WXN"
  std::string change;     ///< "negated", "dropped", ...
  std::string killed_by;  ///< the check that noticed; empty: it survived
  std::string excuse;     ///< of a survivor: why the change makes no difference; empty: none

  bool killed() const { return !killed_by.empty(); }
  /// Survived without a reason, or was noticed although there is a reason why it cannot be.
  bool unexplained() const { return killed() != excuse.empty(); }
};

/// The mutants of one part of the model.
struct MutantGroup {
  std::string name;
  std::vector<Mutant> mutants;
};

/// One line a mutant, and the counts at the end. With `all`, the killed ones too.
std::string MutantsText(const std::vector<Mutant>& mutants, bool all);

bool AnyUnexplained(const std::vector<Mutant>& mutants);

}  // namespace quiesce
