// Z3 behind one closed result. Queries are quantifier-free bit-vector formulas; what the solver
// cannot decide within its budget is Unknown with a reason, never a proof.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "properties/proved/second_solver.h"
#include "properties/proved/solver_budget.h"
#include "spec/word/symbolic.h"

namespace quiesce {

/// No model: the conditions exclude each other.
struct Unsatisfiable {};
struct Satisfiable {
  z3::model model;
};
struct Undecided {
  std::string reason;
};
using SolverAnswer = std::variant<Unsatisfiable, Satisfiable, Undecided>;

inline SolverAnswer Solve(z3::context& ctx, std::span<const Bool<Symbolic>> conditions,
                          const ProofBudget& budget = {}) {
  try {
    z3::solver solver(ctx, "QF_BV");
    Configure(ctx, solver, budget);
    for (const Bool<Symbolic>& c : conditions) solver.add(c.In(ctx));
    switch (solver.check()) {
      case z3::unsat:
        return Unsatisfiable{};
      case z3::sat:
        return Satisfiable{solver.get_model()};
      case z3::unknown:
        return Undecided{WhyUndecided(ctx, solver, z3::expr_vector(ctx), "query", budget)};
    }
    return Undecided{"no answer"};
  } catch (const z3::exception& e) {
    return Undecided{WhyUndecided(e)};
  }
}

/// The value that a model gives to a word; 0 where it leaves the word open.
template <unsigned W>
std::uint64_t ValueIn(const z3::model& model, const Bits<Symbolic, W>& word) {
  if (!word.term()) return word.constant().raw();
  return model.eval(*word.term(), true).get_numeral_uint64();
}
inline bool ValueIn(const z3::model& model, const Bool<Symbolic>& condition) {
  if (!condition.term()) return condition.constant();
  return model.eval(*condition.term(), true).is_true();
}

/// A hypothesis that reports name.
struct Premise {
  std::string name;
  Bool<Symbolic> condition;
};

struct Proved {};
struct Refuted {
  z3::model model;  ///< satisfies every premise and breaks the claim
};
using ProofResult = std::variant<Proved, Refuted, Undecided>;

/// Whether the premises imply the claim, for all values of all variables.
inline ProofResult Prove(z3::context& ctx, std::span<const Premise> premises,
                         const Bool<Symbolic>& claim, const ProofBudget& budget = {}) {
  std::vector<Bool<Symbolic>> conditions{!claim};
  for (const Premise& p : premises) conditions.push_back(p.condition);
  SolverAnswer answer = Solve(ctx, conditions, budget);
  if (const auto* sat = std::get_if<Satisfiable>(&answer)) return Refuted{sat->model};
  if (auto* undecided = std::get_if<Undecided>(&answer)) return *undecided;
  return Proved{};
}

/// The premises without the claim, for another solver: no model if they imply it.
inline SolverQuery QueryOf(z3::context& ctx, std::string name, std::span<const Premise> premises,
                           const Bool<Symbolic>& claim) {
  z3::solver solver(ctx, "QF_BV");
  solver.add((!claim).In(ctx));
  for (const Premise& p : premises) solver.add(p.condition.In(ctx));
  return {std::move(name), solver.to_smt2()};
}

/// Whether the premises exclude each other, which would make every claim true.
inline SolverAnswer SolvePremises(z3::context& ctx, std::span<const Premise> premises,
                                  const ProofBudget& budget = {}) {
  std::vector<Bool<Symbolic>> conditions;
  for (const Premise& p : premises) conditions.push_back(p.condition);
  return Solve(ctx, conditions, budget);
}

/// Of premises that prove the claim, a set that still does and from which none can be left out; in
/// the order given. One that the solver could not decide to leave out stays in. Premises are tried
/// from the last to the first.
inline std::vector<Premise> MinimalPremises(z3::context& ctx, std::vector<Premise> premises,
                                            const Bool<Symbolic>& claim,
                                            const ProofBudget& budget = {}) {
  for (std::size_t i = premises.size(); i-- > 0;) {
    std::vector<Premise> without = premises;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    if (std::holds_alternative<Proved>(Prove(ctx, without, claim, budget))) {
      premises = std::move(without);
    }
  }
  return premises;
}

/// The model of `conditions` that also satisfies as many `wishes` as a greedy pass in order keeps:
/// small numbers make readable cases. Falls back to the conditions alone.
inline SolverAnswer SolveNicely(z3::context& ctx, std::vector<Bool<Symbolic>> conditions,
                                std::span<const Bool<Symbolic>> wishes,
                                const ProofBudget& budget = {}) {
  SolverAnswer best = Solve(ctx, conditions, budget);
  if (!std::holds_alternative<Satisfiable>(best)) return best;
  for (const Bool<Symbolic>& wish : wishes) {
    conditions.push_back(wish);
    SolverAnswer answer = Solve(ctx, conditions, budget);
    if (std::holds_alternative<Satisfiable>(answer)) {
      best = std::move(answer);
    } else {
      conditions.pop_back();
    }
  }
  return best;
}

}  // namespace quiesce
