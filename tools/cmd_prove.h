// quiesce prove: every proof of the suite, or those about one invariant or driver, in one table.
#pragma once

#include <iosfwd>
#include <string>

#include "properties/proved/solver_budget.h"

namespace quiesce {

struct ProveOptions {
  std::string invariant = {};  ///< or the id of a lemma; empty: all
  std::string variant = {};    ///< empty: the newest, the repaired one, and their broken twins
  bool json = false;           ///< print the record, and nothing else
  bool quick = false;          ///< no assumption is left out, and no second solver asked
  unsigned jobs = 0;           ///< worker processes; 0: one for each processor
  bool terminal = false;       ///< progress is drawn over itself
  std::string out = {};        ///< a directory for record, report and cases; empty: none is written
  ProofBudget budget = {};
};

/// The exit status: 0 if every answer is the expected one, 1 if one that should hold is refuted or
/// the other way round, 2 if one is undecided.
int RunProve(const ProveOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
