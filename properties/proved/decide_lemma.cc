#include "properties/proved/decide_lemma.h"

#include <utility>

namespace quiesce {
namespace {

LemmaRun Undecidable(std::string reason) {
  LemmaRun run;
  run.reason = std::move(reason);
  return run;
}

LemmaRun Refute(z3::context& ctx, const LemmaStatement& s, const z3::model& found,
                const ProofBudget& budget,
                const std::function<LemmaRun(const z3::model&)>& refute) {
  if (s.wishes.empty()) return refute(found);
  std::vector<Bool<Symbolic>> conditions{!s.claim};
  for (const Premise& p : s.premises) conditions.push_back(p.condition);
  const SolverAnswer nice = SolveNicely(ctx, conditions, s.wishes, budget);
  const auto* sat = std::get_if<Satisfiable>(&nice);
  if (sat == nullptr) {
    return Undecidable("the solver lost its counterexample within the budget");
  }
  return refute(sat->model);
}

}  // namespace

LemmaRun DecideLemma(z3::context& ctx, const LemmaStatement& s, const ProofBudget& budget,
                     const std::function<LemmaRun(const z3::model&)>& refute) {
  LemmaRun run;
  const SolverAnswer possible = SolvePremises(ctx, s.premises, budget);
  if (std::holds_alternative<Unsatisfiable>(possible)) {
    run.outcome = LemmaOutcome::kVacuous;
    return run;
  }
  const ProofResult result = Prove(ctx, s.premises, s.claim, budget);
  if (const auto* undecided = std::get_if<Undecided>(&result)) {
    return Undecidable(undecided->reason);
  }
  if (const auto* refuted = std::get_if<Refuted>(&result)) {
    return Refute(ctx, s, refuted->model, budget, refute);
  }
  if (const auto* open = std::get_if<Undecided>(&possible)) {
    return Undecidable("premises: " + open->reason);
  }
  run.outcome = LemmaOutcome::kProved;
  run.queries = {QueryOf(ctx, s.name, s.premises, s.claim)};
  for (const Premise& p : MinimalPremises(ctx, s.premises, s.claim, budget)) {
    run.used.push_back(p.name);
  }
  return run;
}

LemmaRun RunReplayed(Case c) {
  const ReplayReport replay = ReplayCase(c);
  LemmaRun run;
  run.outcome = replay.verdict == ReplayVerdict::kAsExpected ? LemmaOutcome::kRefuted
                                                             : LemmaOutcome::kEncodingMismatch;
  run.reason = replay.steps.empty() ? replay.verdict_text : replay.steps.front().outcome;
  run.counterexample = std::move(c);
  return run;
}

}  // namespace quiesce
