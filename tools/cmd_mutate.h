// quiesce mutate: makes deliberate mistakes in the model, one at a time, and says which the checks
// notice.
#pragma once

#include <ostream>
#include <string>

namespace quiesce {

struct MutateOptions {
  bool all = false;   ///< list the mutants that were noticed too
  bool json = false;  ///< print every mutant as JSON: [{group, subject, change, killed_by, excuse}]
  std::string subject;  ///< only this rule, decision or number; empty: all
};

/// Returns the exit status: 1 if a mutant survives without a reason, 2 for an unknown subject.
int Mutate(const MutateOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
