// What the solver says of one lemma, whichever family it is of: the one way from premises and a
// claim to a LemmaRun.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "properties/proved/run_lemma.h"
#include "properties/proved/solver.h"

namespace quiesce {

struct LemmaStatement {
  std::string name;  ///< of the query, for another solver
  std::vector<Premise> premises;
  Bool<Symbolic> claim;
  std::vector<Bool<Symbolic>> wishes = {};  ///< of a counterexample, as far as it can have them
};

/// `refute` runs the values of a model that breaks the claim. Undecided premises make no proof.
LemmaRun DecideLemma(z3::context& ctx, const LemmaStatement& statement, const ProofBudget& budget,
                     const std::function<LemmaRun(const z3::model&)>& refute);

/// Refuted by this case, or a mismatch if replaying it does not show what it expects.
LemmaRun RunReplayed(Case c);

}  // namespace quiesce
