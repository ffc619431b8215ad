// The proofs of `tools/proof_tasks.h` that are about tables and entries.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "properties/proved/hitless_update.h"
#include "properties/proved/run_lemma.h"
#include "properties/proved/solver_version.h"
#include "properties/proved/stream_lemmas.h"
#include "tools/proof_tasks.h"
#include "tools/refutation_files.h"

namespace quiesce {
namespace {

Result ResultOf(const LemmaRun& run) {
  switch (run.outcome) {
    case LemmaOutcome::kProved:
      return Result::kProved;
    case LemmaOutcome::kRefuted:
      return Result::kViolated;
    case LemmaOutcome::kEncodingMismatch:
      return Result::kEncodingMismatch;
    case LemmaOutcome::kVacuous:
    case LemmaOutcome::kUndecided:
      break;
  }
  return WithoutAnswer(run.reason);
}

/// One lemma about one driver, whichever family it is of.
struct Lemma {
  std::string_view name;
  std::string_view invariant;
  std::string_view statement;
  std::string_view bounds;
  std::string variant;
  LemmaOutcome expected = LemmaOutcome::kProved;
  std::function<LemmaRun(std::string_view without, const ProofBudget&)> run;
  /// A case can be without any of its premises, not just without what is assumed.
  bool any_premise = false;
  /// What must be refuted beside it.
  std::string twin = {};
  std::function<LemmaRun(const ProofBudget&)> run_twin = {};

  std::string id() const { return absl::StrFormat("%s/%s", name, variant); }
};

/// `driver`, or a broken statement in words: no file name has blanks or commas.
std::string FileFor(const Lemma& l, std::string_view driver, std::string_view without) {
  std::string name;
  for (const char c : driver) {
    if (c != ',') name += c == ' ' ? '-' : c;
  }
  return absl::StrFormat("proof-%s-%s%s.case", l.name, name, without);
}

/// Leaves out each premise that the proof uses, as far as a case can be without it: what breaks the
/// claim is a case.
void DropEach(const Lemma& l, const ProofBudget& budget, const std::function<void()>& step,
              RefutationFiles& files, ProofRecord& p) {
  unsigned n = 0;
  for (Assumption& a : p.assumptions) {
    ++n;
    if (!l.any_premise && !a.statement.starts_with("assume ")) continue;
    step();
    const LemmaRun run = l.run(a.statement, budget);
    if (run.outcome == LemmaOutcome::kEncodingMismatch) {
      p.result = Result::kEncodingMismatch;
      p.reason = absl::StrFormat("without \"%s\": %s", a.statement, run.reason);
    } else if (run.outcome == LemmaOutcome::kUndecided) {
      p.result = WithoutAnswer(run.reason);
      p.reason = absl::StrFormat("without \"%s\": undecided", a.statement);
    }
    if (run.counterexample) {
      a.dropped_case =
          files.Write(FileFor(l, l.variant, absl::StrCat("-without-", n)), *run.counterexample);
    }
  }
}

ProofRecord Answered(const Lemma& l, const ProofOptions& options, RefutationFiles& files) {
  const ProofBudget budget = BudgetFor(options, l.id());
  LemmaRun run = l.run({}, budget);
  ProofRecord p;
  p.id = l.id();
  p.invariant = l.invariant;
  p.variant = l.variant;
  p.statement = l.statement;
  p.bounds = l.bounds;
  p.expected = l.expected == LemmaOutcome::kProved ? Result::kProved : Result::kViolated;
  p.result = ResultOf(run);
  p.reason = run.outcome == LemmaOutcome::kVacuous ? "the premises exclude each other"
                                                   : std::move(run.reason);
  for (std::string& used : run.used) p.assumptions.push_back({std::move(used), true, ""});
  p.solver = SolverVersion();
  if (run.counterexample) {
    const std::string file = files.Write(FileFor(l, l.variant, ""), *run.counterexample);
    if (!file.empty()) absl::StrAppendFormat(&p.reason, "; %s", file);
  }
  if (options.assumptions) DropEach(l, budget, options.step, files, p);
  if (options.second_solver && !run.queries.empty()) {
    options.step();
    p.second_solver = SecondOpinion(AskSecondSolver(run.queries));
  }
  if (!l.run_twin) return p;
  options.step();
  const LemmaRun twin = l.run_twin(budget);
  p.twin = {l.twin, Result::kViolated, ResultOf(twin),
            twin.counterexample ? files.Write(FileFor(l, l.twin, ""), *twin.counterexample) : ""};
  return p;
}

ProofTask TaskOf(const Lemma& lemma) {
  return {lemma.id(), std::string(lemma.invariant), lemma.variant,
          [lemma](const ProofOptions& options) {
            RefutationFiles files(options.folder);
            ProofRecord p = Answered(lemma, options, files);
            return IfWritten(std::move(p), files.status());
          }};
}

// --- acceptance ---

/// Of a driver that nothing is said of it is expected to hold.
LemmaOutcome ExpectedOf(AdoptLemma lemma, const Variant& variant) {
  const auto all = LemmaExpectations();
  const auto e = std::ranges::find(all, variant.name, &LemmaExpectation::variant);
  return e == all.end() || !(FindVariant(variant.name) == variant)
             ? LemmaOutcome::kProved
             : e->outcomes[static_cast<std::size_t>(lemma)];
}

Lemma AdoptLemmaOf(AdoptLemma lemma, const Variant& variant) {
  Lemma l{
      .name = SpecOf(lemma).id,
      .invariant = "QZ-09",
      .statement = SpecOf(lemma).statement,
      .bounds = "all register values, L1 descriptors and StreamIDs; SMMUv3.0 to v3.2; no caches",
      .variant = std::string(variant.name),
      .expected = ExpectedOf(lemma, variant),
      .run = [=](std::string_view without, const ProofBudget& budget) {
        return RunLemma(lemma, variant, without, budget);
      }};
  // v7 has every lemma wrong.
  const Variant& broken = variants::kV7;
  if (l.expected != LemmaOutcome::kProved) return l;
  l.twin = broken.name;
  l.run_twin = [=](const ProofBudget& budget) { return RunLemma(lemma, broken, {}, budget); };
  return l;
}

void AddAdoptLemmas(const Variant& variant, std::vector<ProofTask>& tasks) {
  for (std::size_t i = 0; i < kAdoptLemmaCount; ++i) {
    tasks.push_back(TaskOf(AdoptLemmaOf(static_cast<AdoptLemma>(i), variant)));
  }
}

// --- entries ---

Lemma StreamLemmaOf(const StreamExpectation& e) {
  Lemma l{.name = SpecOf(e.lemma).id,
          .invariant = SpecOf(e.lemma).invariant,
          .statement = SpecOf(e.lemma).statement,
          .bounds = "all registers, STEs, CDs, descriptors, IDs and choices; SMMUv3.0 to v3.2",
          .variant = std::string(e.variant.name),
          .expected = e.expected,
          .run =
              [e](std::string_view without, const ProofBudget& budget) {
                return RunStreamLemma(e.lemma, e.variant, without, budget);
              },
          .any_premise = true};
  if (IsAboutEntries(e.lemma)) {
    l.twin = SpecOf(e.lemma).twin;
    l.run_twin = [e](const ProofBudget& budget) { return RunBrokenLemma(e.lemma, budget); };
  }
  return l;
}

/// Each proof with the first twin of the same lemma that is no driver of its own; then the others.
std::vector<Lemma> StreamLemmas() {
  std::vector<Lemma> lemmas;
  for (const StreamExpectation& e : StreamExpectations()) {
    const bool own = e.variant == kNewestVariant || e.variant == variants::kRepaired;
    const auto proof = std::ranges::find_if(lemmas, [&](const Lemma& l) {
      return l.name == SpecOf(e.lemma).id && l.expected == LemmaOutcome::kProved && !l.run_twin;
    });
    if (own || proof == lemmas.end()) {
      lemmas.push_back(StreamLemmaOf(e));
      continue;
    }
    proof->twin = e.variant.name;
    proof->run_twin = [e](const ProofBudget& budget) {
      return RunStreamLemma(e.lemma, e.variant, {}, budget);
    };
  }
  return lemmas;
}

// --- updates of live entries ---

std::string_view BoundsOf(UpdateLemma lemma) {
  if (lemma == UpdateLemma::kUsedBitsDecide) {
    return "all pairs of STEs, ID registers with Hyp, and choices; SMMUv3.0 to v3.2";
  }
  return HasStages(lemma)
             ? "all pairs of entries; each fetched word as before or after the stage under way"
             : "all pairs of entries, and all mixtures of their words";
}

Lemma UpdateLemmaOf(UpdateLemma lemma) {
  const UpdateLemmaSpec& spec = SpecOf(lemma);
  Lemma l{.name = spec.id,
          .invariant = SpecOf(Invariant::kLiveStructures).id,
          .statement = spec.statement,
          .bounds = BoundsOf(lemma),
          .variant = std::string(kNewestVariant.name),
          .run =
              [=](std::string_view without, const ProofBudget& budget) {
                return RunUpdateLemma(lemma, kNewestVariant, false, without, budget);
              },
          .any_premise = true};
  if (lemma == UpdateLemma::kHitlessSteDriver) {
    l.expected = LemmaOutcome::kRefuted;
    return l;
  }
  l.twin = spec.twin;
  l.run_twin = [=](const ProofBudget& budget) {
    return RunUpdateLemma(lemma, kNewestVariant, true, {}, budget);
  };
  return l;
}

void AddHitless(std::vector<ProofTask>& tasks) {
  for (std::size_t i = 0; i < kUpdateLemmaCount; ++i) {
    tasks.push_back(TaskOf(UpdateLemmaOf(static_cast<UpdateLemma>(i))));
  }
}

}  // namespace

void AddLemmaProofs(std::vector<ProofTask>& tasks) {
  AddAdoptLemmas(kNewestVariant, tasks);
  for (Lemma& l : StreamLemmas()) tasks.push_back(TaskOf(l));
  AddHitless(tasks);
}

void AddLemmaProofsOf(const Variant& variant, std::vector<ProofTask>& tasks) {
  if (variant.adopts) AddAdoptLemmas(variant, tasks);
  const bool own = variant == kNewestVariant || variant == variants::kRepaired;
  for (Lemma& l : StreamLemmas()) {
    if (own && l.variant == variant.name) tasks.push_back(TaskOf(l));
  }
  for (const StreamExpectation& e : StreamExpectations()) {
    if (!own && e.variant == variant) tasks.push_back(TaskOf(StreamLemmaOf(e)));
  }
  if (variant == kNewestVariant) AddHitless(tasks);
}

}  // namespace quiesce
