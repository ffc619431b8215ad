#include "properties/proved/hitless_update.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "properties/proved/lemma_counterexample.h"
#include "properties/proved/solver.h"
#include "properties/proved/symbolic_inputs.h"
#include "reports/case/lemma_case.h"

namespace quiesce {
namespace {

Entry<Symbolic> EntryConstants(z3::context& ctx, const std::string& name) {
  Entry<Symbolic> e;
  for (std::size_t i = 0; i < e.size(); ++i) {
    e[i] = Var<64>(ctx, (name + std::to_string(i)).c_str());
  }
  return e;
}

/// Each word from one of the two.
Entry<Symbolic> AnyMixture(z3::context& ctx, const Entry<Symbolic>& a, const Entry<Symbolic>& b) {
  Entry<Symbolic> e;
  for (std::size_t i = 0; i < e.size(); ++i) {
    e[i] = Ite(BoolVar(ctx, ("late" + std::to_string(i)).c_str()), b[i], a[i]);
  }
  return e;
}

Entry<Concrete> EntryIn(const z3::model& model, const Entry<Symbolic>& e) {
  Entry<Concrete> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = Bits<Concrete, 64>(ValueIn(model, e[i]));
  }
  return words;
}

/// One lemma, or one stage of it, from 1.
class UpdateProof {
 public:
  UpdateProof(UpdateLemma lemma, const Variant& variant, bool broken, std::string_view without,
              unsigned stage)
      : lemma_(lemma), variant_(variant), broken_(broken), without_(without), stage_(stage) {
    in_.words = SymbolicInputs(ctx_);
    in_.live = EntryConstants(ctx_, "live");
    in_.target = EntryConstants(ctx_, "target");
    if (HasStages(lemma)) {
      const UpdateStages<Symbolic> stages =
          StagesOf(StyleOf(lemma, variant, broken), in_.live, in_.target);
      in_.fetched = AnyMixture(ctx_, stages.entries[stage - 1], stages.entries[stage]);
    } else {
      in_.fetched = AnyMixture(ctx_, in_.live, in_.target);
    }
  }

  LemmaRun Run(const ProofBudget& budget) {
    return DecideLemma(ctx_,
                       StatementOf("stage " + std::to_string(stage_),
                                   QuestionOf(lemma_, variant_, in_, broken_), without_),
                       budget, [&](const z3::model& model) { return Refute(model); });
  }

 private:
  LemmaRun Refute(const z3::model& model) {
    UpdateInputs<Concrete> in;
    in.live = EntryIn(model, in_.live);
    in.target = EntryIn(model, in_.target);
    if (lemma_ == UpdateLemma::kUsedBitsDecide) {
      in.words = FromModel(ctx_, model);
      in.words.ste = Ste<Concrete>();
    } else {
      in.fetched = EntryIn(model, in_.fetched);
    }
    return RunLemmaCase(LemmaCase(SpecOf(lemma_).id, variant_, in, stage_), broken_, without_);
  }

  const UpdateLemma lemma_;
  const Variant& variant_;
  const bool broken_;
  const std::string_view without_;
  const unsigned stage_;
  z3::context ctx_;
  UpdateInputs<Symbolic> in_;
};

}  // namespace

LemmaRun RunUpdateLemma(UpdateLemma lemma, const Variant& variant, bool broken,
                        std::string_view without, const ProofBudget& budget) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<SolverQuery> queries;
  std::vector<std::string> used;
  LemmaRun run;
  for (unsigned stage = 1; stage <= (HasStages(lemma) ? kUpdateStages : 1); ++stage) {
    run = UpdateProof(lemma, variant, broken, without, stage).Run(budget);
    if (run.outcome != LemmaOutcome::kProved) break;
    std::move(run.queries.begin(), run.queries.end(), std::back_inserter(queries));
    for (const std::string& name : run.used) {
      if (std::ranges::count(used, name) == 0) used.push_back(name);
    }
  }
  if (run.outcome == LemmaOutcome::kProved) {
    run.queries = std::move(queries);
    run.used = std::move(used);
  }
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

}  // namespace quiesce
