// quiesce prove: what acceptance by the driver guarantees, for all values of its inputs; and which
// invariants hold in every hand-over, for any number of steps.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "properties/proved/solver_budget.h"

namespace quiesce {

struct ProveOptions {
  std::string lemma;    ///< id of one lemma or invariant; empty: all
  std::string variant;  ///< one variant; empty: the newest, and its broken twins v7 and v1
  bool json = false;
  bool assumptions = false;    ///< leave out each assumption of a proof of a hand-over in turn
  bool second_solver = false;  ///< ask another solver of each proof of a hand-over
  std::optional<std::string> cases;  ///< a folder to write counterexamples to
  ProofBudget budget = {};
};

/// Prints one row for each lemma and variant. The exit status: 0 if every result is the expected
/// one, 1 if one that should hold is refuted or the other way round, 2 if one is undecided.
int RunProve(const ProveOptions& options, std::ostream& out, std::ostream& err);

}  // namespace quiesce
