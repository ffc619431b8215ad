#include "properties/proved/protocol_claims.h"

#include <array>
#include <chrono>

#include "properties/proved/assumption_search.h"
#include "properties/proved/termination.h"

namespace quiesce {
namespace {

using I = Invariant;
using A = ProtocolAssumption;

constexpr std::array kProvedInvariants = {I::kNotAborted,        I::kSamePlace,  I::kNotBypassed,
                                          I::kOthersUnaffected,  I::kGuardsKept, I::kUpdateProtocol,
                                          I::kTossLeavesNoTrace, I::kFreshIds,   I::kEnds};

/// The action that lowers no rank although it has to, or of which the solver does not say; empty if
/// there is none.
std::string LosesGroundBy(const ProtocolQuestion& question, const ProofBudget& budget) {
  z3::context ctx;
  const ProtocolSystem system(question);
  const Protocol<Symbolic> p = StateConstants(ctx, "");
  for (const GuardedAction<Symbolic>& a : system.ActionsAt(p, InputConstants(ctx, ""))) {
    const std::array asked = {LosesGround(p, a, Bool<Symbolic>(!Equal(ctx, p, a.next)))};
    if (!std::holds_alternative<Unsatisfiable>(Solve(ctx, asked, budget))) {
      return std::string(a.name);
    }
  }
  return "";
}

ProtocolRun RunOf(const InductiveAnswer& answer, const ProtocolQuestion& question,
                  const ProofBudget& budget) {
  const bool ranked = question.invariant == I::kEnds;
  const std::string idle = ranked ? LosesGroundBy(question, budget) : "";
  if (!idle.empty()) {
    return {.outcome = ProtocolOutcome::kUndecided, .reason = "a step lowers no rank: " + idle};
  }
  if (const auto* proof = std::get_if<InductiveProof>(&answer)) {
    return {ProtocolOutcome::kProved, std::nullopt, proof->conjuncts, proof->queries};
  }
  ProtocolRun run;
  if (const auto* failed = std::get_if<CheckFailed>(&answer)) {
    run.reason = "the invariant does not stand the second check: " + failed->which;
  } else if (const auto* undecided = std::get_if<Undecided>(&answer)) {
    run.reason = undecided->reason;
  } else {
    run.reason = "no run of " + std::to_string(kSearchSteps) +
                 " steps breaks it, and the candidates make no strong enough invariant";
  }
  return run;
}

ProtocolRun RunOf(SearchAnswer found) {
  if (auto* trace = std::get_if<ProtocolTrace>(&found)) {
    return {ProtocolOutcome::kRefuted, std::move(*trace)};
  }
  ProtocolRun run{ProtocolOutcome::kUnbroken};
  if (const auto* undecided = std::get_if<Undecided>(&found)) {
    run.outcome = ProtocolOutcome::kUndecided;
    run.reason = undecided->reason;
  }
  return run;
}

ProtocolRun SearchThenProve(const ProtocolQuestion& question, const ProofBudget& budget,
                            const std::function<void()>& step) {
  ProtocolRun run = RunOf(SearchWithin(question, kSearchSteps, budget));
  const bool unbroken = run.outcome == ProtocolOutcome::kUnbroken;
  step();
  return unbroken ? RunOf(ProveInductively(question, budget), question, budget) : run;
}

bool HasCrash(const ProtocolQuestion& question, const ProofBudget& budget) {
  z3::context ctx;
  const Protocol<Symbolic> p = StateConstants(ctx, "");
  const std::array asked = {Bool<Symbolic>(ProtocolSystem(question).Initial(ctx, p)),
                            p.streams[0].succeeds};
  return std::holds_alternative<Satisfiable>(Solve(ctx, asked, budget));
}

}  // namespace

std::string_view NameOf(ProtocolOutcome outcome) {
  constexpr std::array<std::string_view, 5> kNames = {"proved", "refuted", "vacuous", "unbroken",
                                                      "undecided"};
  return kNames[static_cast<std::size_t>(outcome)];
}

ProtocolRun Answer(const ProtocolQuestion& question, const ProofBudget& budget,
                   const std::function<void()>& step) {
  const auto start = std::chrono::steady_clock::now();
  ProtocolRun run;
  step();
  if (HasCrash(question, budget)) {
    run = SearchThenProve(question, budget, step);
  } else {
    run.outcome = ProtocolOutcome::kVacuous;
    run.reason = "no crash satisfies the assumptions";
  }
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

std::vector<ProtocolRun> AnswerTogether(const ProtocolQuestion& question,
                                        std::span<const Invariant> invariants,
                                        const ProofBudget& budget) {
  std::vector<ProtocolRun> runs;
  std::vector<ProtocolQuestion> questions(invariants.size(), question);
  for (std::size_t i = 0; i < invariants.size(); ++i) questions[i].invariant = invariants[i];
  const SearchAnswer found = SearchWithin(question, invariants, kSearchSteps, budget);
  if (!std::holds_alternative<NoneWithin>(found) || !HasCrash(question, budget)) {
    for (const ProtocolQuestion& q : questions) runs.push_back(Answer(q, budget));
    return runs;
  }
  const std::vector<InductiveAnswer> answers = ProveTogether(question, invariants, budget);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    runs.push_back(RunOf(answers[i], questions[i], budget));
  }
  return runs;
}

std::span<const Invariant> ProvedInvariants() { return kProvedInvariants; }

AssumptionSet UsualAssumptions(const Variant& variant) {
  AssumptionSet left = AllAssumptions();
  if (variant.identity_defers) left = Without(std::move(left), A::kRefusedKept);
  if (variant.l2_pointers_distinct) left = Without(std::move(left), A::kOwnSte);
  if (variant.terminates_stalls) left = Without(std::move(left), A::kNothingStalls);
  return left;
}

AssumptionSet UsualAssumptions(const Variant& variant, Invariant invariant) {
  AssumptionSet usual = UsualAssumptions(variant);
  return invariant == I::kTossLeavesNoTrace ? Without(std::move(usual), A::kAccepted) : usual;
}

std::vector<ProtocolClaim> ProvedClaims() {
  std::vector<ProtocolClaim> claims;
  for (const Variant& v : {kNewestVariant, variants::kRepaired}) {
    for (const I i : kProvedInvariants) {
      claims.push_back(
          {{i, v, policies::kAdopt, UsualAssumptions(v, i)}, ProtocolOutcome::kProved});
    }
  }
  return claims;
}

std::vector<AssumptionTest> TestAssumptions(const ProtocolQuestion& question,
                                            const ProofBudget& budget,
                                            const std::function<void()>& step) {
  std::vector<AssumptionTest> tests;
  for (SearchWithout& w : SearchWithoutEach(question, kSearchSteps, budget, step)) {
    tests.push_back({w.assumption, RunOf(std::move(w.answer))});
  }
  return tests;
}

}  // namespace quiesce
