// A proof for any number of steps: an inductive invariant, found by weakening.
//
// From a fixed list of candidates (candidate_invariants.h) those that do not hold at every crash
// are dropped, then, until none is left to drop, those that some action breaks while all the others
// hold. What remains is inductive. It is then checked again, by a solver in a fresh context, as
// plain queries: it holds at every crash, every action keeps it, and no state in it breaks what is
// to be shown.
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "properties/proved/protocol_system.h"
#include "properties/proved/second_solver.h"

namespace quiesce {

struct InductiveProof {
  unsigned conjuncts = 0;  ///< of the invariant
  /// What must have no model, for another solver: it holds at every crash, every action keeps it,
  /// no state in it breaks what is to be shown.
  std::vector<SolverQuery> queries = {};
};
/// The strongest invariant that the candidates make does not exclude a state that breaks it. No
/// refutation: bounded_search.h looks for one.
struct TooWeak {};
/// The invariant does not stand the second check: the named query fails.
struct CheckFailed {
  std::string which;
};
using InductiveAnswer = std::variant<InductiveProof, TooWeak, CheckFailed, Undecided>;

InductiveAnswer ProveInductively(const ProtocolQuestion& question, const ProofBudget& budget = {});

/// The question about each of `invariants` instead of its own, by one inductive invariant for all:
/// the answers in that order.
std::vector<InductiveAnswer> ProveTogether(const ProtocolQuestion& question,
                                           std::span<const Invariant> invariants,
                                           const ProofBudget& budget = {});

}  // namespace quiesce
