#include "properties/proved/inductive_proof.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "properties/proved/candidate_invariants.h"

namespace quiesce {
namespace {

using Goals = std::span<const Invariant>;

/// Registers and the driver decide alone.
bool IsAboutStreams(Invariant i) {
  return i != Invariant::kGuardsKept && i != Invariant::kUpdateProtocol &&
         i != Invariant::kTossLeavesNoTrace;
}

std::vector<z3::expr> CandidatesOf(z3::context& ctx, const ProtocolSystem& system, Goals goals,
                                   const Protocol<Symbolic>& p) {
  std::vector<z3::expr> terms;
  std::vector<Bool<Symbolic>> good;
  for (const Invariant i : goals) good.emplace_back(!system.Bad(ctx, p, i));
  const bool streams = std::ranges::any_of(goals, IsAboutStreams);
  for (const Bool<Symbolic>& c : CandidateInvariants(p, good, streams)) terms.push_back(c.In(ctx));
  return terms;
}

/// A pair of states: a crash in `after`, or a step from `before` to `after`.
class Weakening {
 public:
  Weakening(z3::context& ctx, const ProtocolSystem& system, Goals goals, const ProofBudget& budget)
      : ctx_(ctx),
        system_(system),
        budget_(budget),
        before_(StateConstants(ctx, "")),
        after_(StateConstants(ctx, "_next")),
        kept_(CandidatesOf(ctx, system, goals, before_)),
        then_(CandidatesOf(ctx, system, goals, after_)),
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
        why_ = WhyUndecided(ctx_, solver, assumed, with_kept ? "step" : "crash", budget_);
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

std::string AsText(z3::context& ctx, const z3::expr_vector& conditions) {
  z3::solver solver(ctx, "QF_BV");
  solver.add(conditions);
  return solver.to_smt2();
}

/// The queries of the second check, none of which may have a model. In a context of their own.
class PlainQueries {
 public:
  PlainQueries(const ProtocolSystem& system, Goals goals, const std::vector<bool>& alive,
               const ProofBudget& budget)
      : system_(system),
        goals_(goals),
        alive_(alive),
        budget_(budget),
        p_(StateConstants(ctx_, "")),
        holds_(Conjunction(p_)) {
    const Protocol<Symbolic> after = StateConstants(ctx_, "_next");
    const z3::expr still = Conjunction(after);
    z3::expr_vector steps(ctx_);
    for (const GuardedAction<Symbolic>& a : system.ActionsAt(p_, InputConstants(ctx_, ""))) {
      steps.push_back(a.Enabled().In(ctx_) && Equal(ctx_, after, a.next));
    }
    Ask("crash", {system.Initial(ctx_, p_), !holds_});
    Ask("step", {holds_, z3::mk_or(steps), !still});
  }

  InductiveAnswer Safety(Invariant goal) {
    if (!failed_.empty()) return CheckFailed{failed_};
    std::vector<SolverQuery> queries = queries_;
    Ask("safety", {holds_, system_.Bad(ctx_, p_, goal)});
    std::swap(queries, queries_);
    if (!std::exchange(failed_, "").empty()) return TooWeak{};
    const auto conjuncts = std::count(alive_.begin(), alive_.end(), true);
    return InductiveProof{static_cast<unsigned>(conjuncts), std::move(queries)};
  }

 private:
  z3::expr Conjunction(const Protocol<Symbolic>& p) {
    const std::vector<z3::expr> candidates = CandidatesOf(ctx_, system_, goals_, p);
    z3::expr_vector all(ctx_);
    for (std::size_t i = 0; i < alive_.size(); ++i) {
      if (alive_[i]) all.push_back(candidates[i]);
    }
    return z3::mk_and(all);
  }
  void Ask(std::string name, std::initializer_list<z3::expr> conditions) {
    z3::expr_vector all(ctx_);
    std::vector<Bool<Symbolic>> asked;
    for (const z3::expr& c : conditions) {
      all.push_back(c);
      asked.emplace_back(c);
    }
    const bool excluded = std::holds_alternative<Unsatisfiable>(Solve(ctx_, asked, budget_));
    if (!excluded && failed_.empty()) failed_ = name;
    queries_.push_back({std::move(name), AsText(ctx_, all)});
  }

  z3::context ctx_;
  const ProtocolSystem& system_;
  Goals goals_;
  const std::vector<bool>& alive_;
  ProofBudget budget_;
  Protocol<Symbolic> p_;
  z3::expr holds_;
  std::string failed_;
  std::vector<SolverQuery> queries_;
};

}  // namespace

InductiveAnswer ProveInductively(const ProtocolQuestion& question, const ProofBudget& budget) {
  return ProveTogether(question, std::span(&question.invariant, 1), budget)[0];
}

std::vector<InductiveAnswer> ProveTogether(const ProtocolQuestion& question,
                                           std::span<const Invariant> invariants,
                                           const ProofBudget& budget) {
  std::vector<InductiveAnswer> answers;
  try {
    z3::context ctx;
    const ProtocolSystem system(question);
    Weakening weakening(ctx, system, invariants, budget);
    const std::optional<std::vector<bool>> alive = weakening.Run();
    if (!alive) return {invariants.size(), Undecided{weakening.why()}};
    PlainQueries check(system, invariants, *alive, budget);
    for (const Invariant i : invariants) answers.push_back(check.Safety(i));
    return answers;
  } catch (const z3::exception& e) {
    return {invariants.size(), Undecided{WhyUndecided(e)}};
  }
}

}  // namespace quiesce
