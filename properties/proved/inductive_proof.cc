#include "properties/proved/inductive_proof.h"

#include <algorithm>
#include <optional>

#include "properties/proved/candidate_invariants.h"

namespace quiesce {
namespace {

std::vector<z3::expr> CandidatesOf(z3::context& ctx, const ProtocolSystem& system,
                                   const Protocol<Symbolic>& p) {
  std::vector<z3::expr> terms;
  const Bool<Symbolic> goal(!system.Bad(ctx, p));
  for (const Bool<Symbolic>& c : CandidateInvariants(p, goal)) terms.push_back(c.In(ctx));
  return terms;
}

void Configure(z3::context& ctx, z3::solver& solver, const ProofBudget& budget) {
  z3::params params(ctx);
  params.set("timeout", budget.timeout_ms);
  params.set("random_seed", budget.seed);
  if (budget.rlimit != 0) params.set("rlimit", budget.rlimit);
  solver.set(params);
}

/// A pair of states: a crash in `after`, or a step from `before` to `after`.
class Weakening {
 public:
  Weakening(z3::context& ctx, const ProtocolSystem& system, const ProofBudget& budget)
      : ctx_(ctx),
        system_(system),
        budget_(budget),
        before_(StateConstants(ctx, "")),
        after_(StateConstants(ctx, "_next")),
        kept_(CandidatesOf(ctx, system, before_)),
        then_(CandidatesOf(ctx, system, after_)),
        alive_(kept_.size(), true) {}

  /// Nothing if the solver does not decide; why() says so.
  std::optional<std::vector<bool>> Run() {
    z3::solver crash(ctx_, "QF_BV");
    Configure(ctx_, crash, budget_);
    crash.add(system_.Initial(ctx_, after_));
    if (!DropAll(crash, false)) return std::nullopt;

    z3::solver step(ctx_, "QF_BV");
    Configure(ctx_, step, budget_);
    step.add(StepRelation());
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (alive_[i]) step.add(z3::implies(Asks(i), kept_[i]));
    }
    if (!DropAll(step, true)) return std::nullopt;
    return alive_;
  }
  const std::string& why() const { return why_; }

 private:
  z3::expr Asks(std::size_t i) { return ctx_.bool_const(("asks" + std::to_string(i)).c_str()); }
  z3::expr StepRelation() {
    const ActionInputs<Symbolic> in = InputConstants(ctx_, "");
    z3::expr_vector cases(ctx_);
    for (const GuardedAction<Symbolic>& a : system_.ActionsAt(before_, in)) {
      cases.push_back(a.Enabled().In(ctx_) && Equal(ctx_, after_, a.next));
    }
    return z3::mk_or(cases);
  }
  /// Drops every candidate that fails in `after_`, until none does.
  bool DropAll(z3::solver& solver, bool with_kept) {
    for (unsigned round = 0;; ++round) {
      const z3::expr wrong = ctx_.bool_const(("wrong" + std::to_string(round)).c_str());
      z3::expr_vector broken(ctx_);
      z3::expr_vector assumed(ctx_);
      for (std::size_t i = 0; i < alive_.size(); ++i) {
        if (!alive_[i]) continue;
        broken.push_back(!then_[i]);
        if (with_kept) assumed.push_back(Asks(i));
      }
      solver.add(z3::implies(wrong, z3::mk_or(broken)));
      assumed.push_back(wrong);
      const z3::check_result answer = solver.check(assumed);
      if (answer == z3::unsat) return true;
      if (answer == z3::unknown) {
        why_ = solver.reason_unknown();
        return false;
      }
      DropFalse(solver.get_model());
    }
  }
  void DropFalse(const z3::model& m) {
    for (std::size_t i = 0; i < alive_.size(); ++i) {
      if (alive_[i] && !m.eval(then_[i], true).is_true()) alive_[i] = false;
    }
  }

  z3::context& ctx_;
  const ProtocolSystem& system_;
  ProofBudget budget_;
  Protocol<Symbolic> before_;
  Protocol<Symbolic> after_;
  std::vector<z3::expr> kept_;
  std::vector<z3::expr> then_;
  std::vector<bool> alive_;
  std::string why_;
};

z3::expr Conjunction(z3::context& ctx, const ProtocolSystem& system, const Protocol<Symbolic>& p,
                     const std::vector<bool>& alive) {
  const std::vector<z3::expr> candidates = CandidatesOf(ctx, system, p);
  z3::expr_vector all(ctx);
  for (std::size_t i = 0; i < alive.size(); ++i) {
    if (alive[i]) all.push_back(candidates[i]);
  }
  return z3::mk_and(all);
}

/// The first of the plain queries that fails; empty if none does.
std::string CheckAgain(const ProtocolSystem& system, const std::vector<bool>& alive,
                       const ProofBudget& budget) {
  z3::context ctx;
  const Protocol<Symbolic> p = StateConstants(ctx, "");
  const ActionInputs<Symbolic> in = InputConstants(ctx, "");
  const z3::expr holds = Conjunction(ctx, system, p, alive);
  const auto excluded = [&](const std::vector<z3::expr>& conditions) {
    std::vector<Bool<Symbolic>> asked;
    for (const z3::expr& c : conditions) asked.push_back(Bool<Symbolic>(c));
    return std::holds_alternative<Unsatisfiable>(Solve(ctx, asked, budget));
  };
  if (!excluded({system.Initial(ctx, p), !holds})) return "crash";
  const Protocol<Symbolic> after = StateConstants(ctx, "_next");
  const z3::expr still = Conjunction(ctx, system, after, alive);
  for (const GuardedAction<Symbolic>& a : system.ActionsAt(p, in)) {
    if (!excluded({holds, a.Enabled().In(ctx), Equal(ctx, after, a.next), !still})) {
      return std::string(a.name);
    }
  }
  return excluded({holds, system.Bad(ctx, p)}) ? "" : "safety";
}

std::string AsText(z3::context& ctx, const z3::expr_vector& conditions) {
  z3::solver solver(ctx, "QF_BV");
  solver.add(conditions);
  return solver.to_smt2();
}

std::vector<SolverQuery> QueriesOf(const ProtocolSystem& system, const std::vector<bool>& alive) {
  z3::context ctx;
  const Protocol<Symbolic> p = StateConstants(ctx, "");
  const Protocol<Symbolic> after = StateConstants(ctx, "_next");
  const z3::expr holds = Conjunction(ctx, system, p, alive);
  const auto query = [&](std::string_view name, std::initializer_list<z3::expr> conditions) {
    z3::expr_vector all(ctx);
    for (const z3::expr& c : conditions) all.push_back(c);
    return SolverQuery{std::string(name), AsText(ctx, all)};
  };
  z3::expr_vector steps(ctx);
  for (const GuardedAction<Symbolic>& a : system.ActionsAt(p, InputConstants(ctx, ""))) {
    steps.push_back(a.Enabled().In(ctx) && Equal(ctx, after, a.next));
  }
  return {query("crash", {system.Initial(ctx, p), !holds}),
          query("step", {holds, z3::mk_or(steps), !Conjunction(ctx, system, after, alive)}),
          query("safety", {holds, system.Bad(ctx, p)})};
}

}  // namespace

InductiveAnswer ProveInductively(const ProtocolQuestion& question, const ProofBudget& budget) {
  try {
    z3::context ctx;
    const ProtocolSystem system(question);
    Weakening weakening(ctx, system, budget);
    const std::optional<std::vector<bool>> alive = weakening.Run();
    if (!alive) return Undecided{weakening.why()};
    const std::string failed = CheckAgain(system, *alive, budget);
    if (failed == "safety") return TooWeak{};
    if (!failed.empty()) return CheckFailed{failed};
    return InductiveProof{static_cast<unsigned>(std::count(alive->begin(), alive->end(), true)),
                          QueriesOf(system, *alive)};
  } catch (const z3::exception& e) {
    return Undecided{e.msg()};
  }
}

}  // namespace quiesce
