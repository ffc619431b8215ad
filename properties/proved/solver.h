// Z3 behind one closed result. Queries are quantifier-free bit-vector formulas; what the solver
// cannot decide within its budget is Unknown with a reason, never a proof.
#pragma once

#include <z3++.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "spec/word/symbolic.h"

namespace quiesce {

/// The same budget gives the same answer on any machine if only `rlimit` binds.
struct ProofBudget {
  unsigned timeout_ms = 60'000;
  unsigned rlimit = 0;  ///< Z3's own count of work; 0: unlimited
  unsigned seed = 0;
};

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
    z3::params params(ctx);
    params.set("timeout", budget.timeout_ms);
    params.set("random_seed", budget.seed);
    if (budget.rlimit != 0) params.set("rlimit", budget.rlimit);
    solver.set(params);
    for (const Bool<Symbolic>& c : conditions) solver.add(c.In(ctx));
    switch (solver.check()) {
      case z3::unsat:
        return Unsatisfiable{};
      case z3::sat:
        return Satisfiable{solver.get_model()};
      case z3::unknown:
        return Undecided{solver.reason_unknown()};
    }
    return Undecided{"no answer"};
  } catch (const z3::exception& e) {
    return Undecided{e.msg()};
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
