#include "properties/proved/stream_lemmas.h"

#include <chrono>

#include "properties/proved/lemma_counterexample.h"
#include "properties/proved/newest_but.h"
#include "properties/proved/symbolic_inputs.h"
#include "reports/case/lemma_case.h"

namespace quiesce {
namespace {

using S = Symbolic;
using C = Concrete;

StreamInputs<S> SymbolicStream(z3::context& ctx) {
  return {SymbolicInputs(ctx), Var<16>(ctx, "new_id"), BoolVar(ctx, "stage2"), BoolVar(ctx, "vhe"),
          BoolVar(ctx, "global")};
}

StreamInputs<C> ConcreteStream(z3::context& ctx, const StreamInputs<S>& in,
                               const z3::model& model) {
  return {FromModel(ctx, model), Bits<C, 16>(ValueIn(model, in.id)),
          Bool<C>(ValueIn(model, in.stage2)), Bool<C>(ValueIn(model, in.vhe)),
          Bool<C>(ValueIn(model, in.global))};
}

/// The smallest and plainest values first.
std::vector<Bool<S>> Wishes(const StreamInputs<S>& in) {
  return {!in.stage2,
          !in.global,
          Get<"S1CDMax">(in.words.ste) == 0,
          Get<"S2VMID">(in.words.ste) == 0,
          Get<"STRW">(in.words.ste) == 0,
          in.id == 1};
}

LemmaRun Decide(StreamLemma lemma, const Variant& variant, bool broken, std::string_view without,
                const ProofBudget& budget) {
  const auto start = std::chrono::steady_clock::now();
  z3::context ctx;
  const StreamInputs<S> in = SymbolicStream(ctx);
  LemmaRun run = DecideLemma(
      ctx, StatementOf("lemma", QuestionOf(lemma, variant, in, broken), without, Wishes(in)),
      budget, [&](const z3::model& model) {
        Case c = LemmaCase(SpecOf(lemma).id, variant, ConcreteStream(ctx, in, model));
        return RunLemmaCase(std::move(c), broken, without);
      });
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

template <class D>
std::vector<Bool<D>> KindsOf(StreamLemma lemma, const RuleInputs<D>& in, bool overlapping) {
  return lemma == StreamLemma::kSteKinds ? SteKinds(in, overlapping) : CdKinds(in, overlapping);
}

}  // namespace

LemmaRun RunStreamLemma(StreamLemma lemma, const Variant& variant, std::string_view without,
                        const ProofBudget& budget) {
  return Decide(lemma, variant, /*broken=*/false, without, budget);
}

LemmaRun RunBrokenLemma(StreamLemma lemma, const ProofBudget& budget) {
  return Decide(lemma, kNewestVariant, /*broken=*/true, "", budget);
}

std::vector<unsigned> EmptyKinds(StreamLemma lemma, const ProofBudget& budget) {
  z3::context ctx;
  const RuleInputs<S> in = SymbolicInputs(ctx);
  std::vector<unsigned> empty;
  const std::vector<Bool<S>> kinds = KindsOf(lemma, in, false);
  for (unsigned i = 0; i < kinds.size(); ++i) {
    const std::array asked = {kinds[i], CapsPossible(in.caps)};
    if (!std::holds_alternative<Satisfiable>(Solve(ctx, asked, budget))) empty.push_back(i);
  }
  return empty;
}

std::vector<StreamExpectation> StreamExpectations() {
  using L = StreamLemma;
  constexpr LemmaOutcome kP = LemmaOutcome::kProved;
  constexpr LemmaOutcome kR = LemmaOutcome::kRefuted;
  const Variant& t4 = kNewestVariant;
  const Variant& fixed = variants::kRepaired;
  return {
      {L::kSteKinds, t4, kP},
      {L::kCdKinds, t4, kP},
      {L::kReadsInside, t4, kP},
      {L::kLegalSizes, t4, kP},
      {L::kDriverSizes, t4, kP},
      {L::kWellFormed, t4, kR},
      {L::kWellFormedButOne, t4, kP},
      {L::kLiveFound, t4, kP},
      {L::kDefersLive, t4, kP},
      {L::kReadsAlike, t4, kR},
      {L::kIdsFound, t4, kR},
      {L::kIdsFoundButOne, t4, kP},
      {L::kDriverSizes, fixed, kP},
      {L::kWellFormed, fixed, kP},
      {L::kLiveFound, fixed, kP},
      {L::kDefersLive, fixed, kP},
      {L::kReadsAlike, fixed, kP},
      {L::kIdsFound, fixed, kP},
      {L::kDriverSizes, variants::kV7, kR},
      {L::kDriverSizes, variants::kV2, kR},
      {L::kWellFormedButOne,
       NewestBut("id-limit-one-less", [](Variant& v) { v.scan_id_limit = IdLimit::kOneTooFew; }),
       kR},
      {L::kLiveFound, variants::kV7, kR},
      {L::kDefersLive, variants::kV7, kR},
      {L::kDefersLive,
       NewestBut("defers-short", [](Variant& v) { v.deferral = Deferral::kConfigMaskShort; }), kR},
      {L::kReadsAlike, variants::kV7, kR},
      {L::kIdsFoundButOne, variants::kV7, kR},
      {L::kIdsFoundButOne, variants::kT2, kR},
      {L::kIdsFoundButOne,
       NewestBut("reserves-vmids-alone", [](Variant& v) { v.reserves_asids = false; }), kR},
      {L::kIdsFoundButOne,
       NewestBut("scan-cd-0", [](Variant& v) { v.scan_whole_cd_table = false; }), kR},
      {L::kIdsFoundButOne,
       NewestBut("scan-asid-47-32", [](Variant& v) { v.scan_asid_is_63_48 = false; }), kR},
      {L::kWellFormed,
       RepairedBut("repaired-id-limit-one-less",
                   [](Variant& v) { v.scan_id_limit = IdLimit::kOneTooFew; }),
       kR},
      {L::kLiveFound,
       RepairedBut("repaired-empty-without-pointer",
                   [](Variant& v) { v.empty_l1 = EmptyL1::kSpanOrPointerZero; }),
       kR},
      {L::kIdsFound,
       RepairedBut("repaired-reserves-vmids-alone", [](Variant& v) { v.reserves_asids = false; }),
       kR},
  };
}

}  // namespace quiesce
