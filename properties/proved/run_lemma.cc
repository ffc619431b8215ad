#include "properties/proved/run_lemma.h"

#include <algorithm>
#include <chrono>

#include "properties/proved/counterexample.h"

namespace quiesce {
namespace {

constexpr LemmaOutcome kP = LemmaOutcome::kProved;
constexpr LemmaOutcome kR = LemmaOutcome::kRefuted;

// In the order of AdoptLemma: SID-RANGE, LINEAR-STE, L1STD, L2-STE, L1STD-EMPTY.
//   SID-RANGE    v1, v2: LOG2SIZE is not bounded; v4 to T1: a linear table may exceed sid_bits
//   LINEAR-STE   until v7: no alignment test; T1: as SID-RANGE
//   L1STD        until v7: no alignment test
//   L2-STE       v1, v2: Span ignored; until v7: L2Ptr may be misaligned
//   L1STD-EMPTY  until v7: L2Ptr 0 counts as empty
constexpr LemmaExpectation kExpectations[] = {
    {"v1", {kR, kR, kR, kR, kR}}, {"v2", {kR, kR, kR, kR, kR}}, {"v3", {kP, kR, kR, kR, kR}},
    {"v4", {kR, kR, kR, kR, kR}}, {"v5", {kR, kR, kR, kR, kR}}, {"v6", {kR, kR, kR, kR, kR}},
    {"v7", {kR, kR, kR, kR, kR}}, {"T1", {kR, kR, kP, kP, kP}}, {"T2", {kP, kP, kP, kP, kP}},
    {"T3", {kP, kP, kP, kP, kP}}, {"T4", {kP, kP, kP, kP, kP}},
};

/// A readable model of the premises against the claim, rendered and run.
LemmaRun RunCounterexample(z3::context& ctx, AdoptLemma lemma, const Variant& variant,
                           const AdoptInputs& inputs, const AdoptQuery& query,
                           const ProofBudget& budget) {
  std::vector<Bool<Symbolic>> conditions{!query.claim};
  for (const Premise& p : query.premises) conditions.push_back(p.condition);
  const SolverAnswer answer = SolveNicely(ctx, conditions, ReadableWishes(inputs), budget);
  const auto* sat = std::get_if<Satisfiable>(&answer);
  LemmaRun run;
  if (sat == nullptr) {
    run.reason = "the solver lost its counterexample within the budget";
    return run;
  }
  absl::StatusOr<Case> c = CaseFromModel(lemma, variant, inputs, sat->model);
  if (!c.ok()) {
    run.reason = std::string(c.status().message());
    return run;
  }
  const ReplayReport replay = ReplayCase(*c);
  run.outcome = replay.verdict == ReplayVerdict::kAsExpected ? LemmaOutcome::kRefuted
                                                             : LemmaOutcome::kEncodingMismatch;
  run.reason = replay.steps.empty() ? replay.verdict_text : replay.steps.front().outcome;
  run.counterexample = *std::move(c);
  return run;
}

LemmaRun Decide(z3::context& ctx, AdoptLemma lemma, const Variant& variant,
                const AdoptInputs& inputs, const AdoptQuery& query, const ProofBudget& budget) {
  LemmaRun run;
  const SolverAnswer premises = SolvePremises(ctx, query.premises, budget);
  if (std::holds_alternative<Unsatisfiable>(premises)) {
    run.outcome = LemmaOutcome::kVacuous;
    return run;
  }
  const ProofResult result = Prove(ctx, query.premises, query.claim, budget);
  if (const auto* undecided = std::get_if<Undecided>(&result)) {
    run.reason = undecided->reason;
    return run;
  }
  if (std::holds_alternative<Refuted>(result)) {
    return RunCounterexample(ctx, lemma, variant, inputs, query, budget);
  }
  if (const auto* undecided = std::get_if<Undecided>(&premises)) {
    run.reason = "premises: " + undecided->reason;
    return run;
  }
  run.outcome = LemmaOutcome::kProved;
  run.queries = {QueryOf(ctx, "lemma", query.premises, query.claim)};
  for (const Premise& p : MinimalPremises(ctx, query.premises, query.claim, budget)) {
    run.used.push_back(p.name);
  }
  return run;
}

}  // namespace

std::string_view NameOf(LemmaOutcome outcome) {
  switch (outcome) {
    case LemmaOutcome::kProved:
      return "proved";
    case LemmaOutcome::kRefuted:
      return "refuted";
    case LemmaOutcome::kVacuous:
      return "vacuous";
    case LemmaOutcome::kEncodingMismatch:
      return "encoding-mismatch";
    case LemmaOutcome::kUndecided:
      break;
  }
  return "undecided";
}

LemmaRun RunLemma(AdoptLemma lemma, const Variant& variant, std::string_view without,
                  const ProofBudget& budget) {
  const auto start = std::chrono::steady_clock::now();
  z3::context ctx;
  const AdoptInputs inputs(ctx);
  AdoptQuery query = BuildQuery(lemma, variant, inputs);
  if (!without.empty()) {
    const auto removed =
        std::erase_if(query.premises, [&](const Premise& p) { return p.name == without; });
    LemmaRun nothing;
    nothing.reason = "no premise '" + std::string(without) + "'";
    if (removed == 0) return nothing;
  }
  LemmaRun run = Decide(ctx, lemma, variant, inputs, query, budget);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

std::span<const LemmaExpectation> LemmaExpectations() { return kExpectations; }

}  // namespace quiesce
