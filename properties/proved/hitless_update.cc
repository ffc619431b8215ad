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
    const LemmaQuestion<Symbolic> q = QuestionOf(lemma_, variant_, in_, broken_);
    std::vector<Premise> premises;
    for (const auto& p : q.premises) {
      if (p.name != without_) premises.push_back({p.name, p.condition});
    }
    const SolverAnswer possible = SolvePremises(ctx_, premises, budget);
    const ProofResult result = Prove(ctx_, premises, q.claim, budget);
    LemmaRun run;
    if (std::holds_alternative<Unsatisfiable>(possible)) {
      run.outcome = LemmaOutcome::kVacuous;
      return run;
    }
    if (const auto* open = std::get_if<Undecided>(&possible)) {
      run.reason = "premises: " + open->reason;
      return run;
    }
    if (const auto* refuted = std::get_if<Refuted>(&result)) return Refute(refuted->model);
    if (const auto* undecided = std::get_if<Undecided>(&result)) {
      run.reason = undecided->reason;
      return run;
    }
    run.outcome = LemmaOutcome::kProved;
    run.queries = {QueryOf(ctx_, "stage " + std::to_string(stage_), premises, q.claim)};
    for (const Premise& p : MinimalPremises(ctx_, premises, q.claim, budget)) {
      run.used.push_back(p.name);
    }
    return run;
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
    Case c = LemmaCase(SpecOf(lemma_).id, variant_, in, stage_);
    c.lemma->twin = broken_;
    if (!without_.empty()) c.lemma->without = {std::string(without_)};
    return RunLemmaCase(std::move(c));
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
