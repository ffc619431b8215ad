#include "properties/proved/run_lemma.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "properties/proved/counterexample.h"
#include "properties/proved/decide_lemma.h"

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
  LemmaRun run =
      DecideLemma(ctx, {"lemma", std::move(query.premises), query.claim, ReadableWishes(inputs)},
                  budget, [&](const z3::model& model) {
                    absl::StatusOr<Case> c = CaseFromModel(lemma, variant, inputs, model);
                    if (c.ok()) return RunReplayed(*std::move(c));
                    LemmaRun without_case;
                    without_case.reason = std::string(c.status().message());
                    return without_case;
                  });
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

std::span<const LemmaExpectation> LemmaExpectations() { return kExpectations; }

}  // namespace quiesce
