#include "tools/check_run.h"

#include <chrono>

#include "absl/strings/str_format.h"
#include "model/driver/adopt_run.h"
#include "model/smmu/fixed_choices.h"
#include "properties/manifest.h"
#include "properties/proved/run_lemma.h"
#include "properties/proved/solver_version.h"
#include "properties/sampled/stream_census.h"

namespace quiesce {
namespace {

class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string IdOf(std::string_view label) {
  return absl::StrFormat("%s/%s", kAdoptionPropertyId, label);
}

std::string CommandOf(const CheckOptions& options) {
  const std::string image = options.image ? " " + *options.image : "";
  const std::string registers = options.registers ? " --registers " + *options.registers : "";
  return absl::StrFormat("quiesce check%s%s --cases %u --seed %u", image, registers, options.cases,
                         options.seed);
}

std::uint64_t DeferredAttaches(const LoadedImage& loaded, const StreamCensus& census) {
  Image copy = loaded.image;
  const AdoptionRun run = ApplyAdoption(copy, kNewestVariant, Platform(), census.active);
  std::uint64_t deferred = 0;
  for (const MasterResult& m : run.masters) deferred += m.deferred;
  return deferred;
}

/// Result and reason of the property on one image.
void Judge(const AdoptionCheck& check, PropertyRecord& p) {
  p.cases = check.counts.compared;
  switch (check.verdict) {
    case AdoptionVerdict::kHeld:
      p.result = p.cases == 0 ? Result::kUnknown : Result::kPassed;
      if (p.cases == 0) p.reason = "the image does not hold what the transactions need";
      return;
    case AdoptionVerdict::kViolated:
      p.result = Result::kViolated;
      p.reason = check.change->reason;
      return;
    case AdoptionVerdict::kNotAdopted:
      p.result = Result::kNotRun;
      p.reason = Describe(check.decision);
      const bool undecided = check.decision.kind == AdoptKind::kNotCaptured;
      p.expected = undecided ? Result::kPassed : Result::kNotRun;
      return;
  }
}

PropertyRecord RunEntry(const ManifestEntry& entry, const CheckOptions& options,
                        CaseKeeper& keeper) {
  const bool must_pass = IsGreen(entry.expected);
  CampaignConfig config;
  config.seed = options.seed;
  config.cases = must_pass ? options.cases : kRejectionCases;
  config.variant = entry.variant;
  config.options.disjoint = entry.disjoint;
  config.at_least = entry.least;
  if (must_pass) config.goals = kAdoptionGoals;
  const std::string name(entry.label);
  config.keep = [&](const AdoptionCase& c, const TranslationChange& change) {
    keeper.Keep(name, entry.variant, config.options, c, change);
  };
  CampaignResult r = RunAdoptionCampaign(config);
  PropertyRecord p;
  p.id = IdOf(entry.label);
  p.invariant = "QZ-02";
  p.statement = must_pass ? std::string(kAdoptionStatement)
                          : absl::StrFormat("must be rejected: %s", entry.why);
  p.variant = entry.variant.name;
  p.expected = entry.expected;
  p.result = r.result;
  p.reason = std::move(r.reason);
  p.cases = r.cases;
  if (must_pass) p.coverage = std::move(r.coverage);
  p.reproduce = CommandOf(options);
  return p;
}

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
  return run.reason == "timeout" ? Result::kTimedOut : Result::kUnknown;
}

ProofRecord RunProof(AdoptLemma lemma, const Variant& variant, LemmaOutcome expected) {
  LemmaRun run = RunLemma(lemma, variant);
  ProofRecord p;
  p.id = absl::StrFormat("%s/%s", SpecOf(lemma).id, variant.name);
  p.invariant = "QZ-09";
  p.statement = SpecOf(lemma).statement;
  p.expected = expected == LemmaOutcome::kProved ? Result::kProved : Result::kViolated;
  p.result = ResultOf(run);
  p.reason = run.outcome == LemmaOutcome::kVacuous ? "the premises exclude each other"
                                                   : std::move(run.reason);
  p.bounds = "all register values, L1 descriptors and StreamIDs; SMMUv3.0 to v3.2; no caches";
  for (std::string& used : run.used) p.assumptions.push_back({std::move(used), true, ""});
  p.variant = variant.name;
  p.solver = SolverVersion();
  return p;
}

}  // namespace

ImageAnswer AnswerFor(const LoadedImage& loaded) {
  const AdoptDecision decision = DecideAdoption(loaded.image, kNewestVariant, Platform());
  const StreamCensus census = CountStreams(loaded.image);
  ImageAnswer a{loaded.name, std::string(kNewestVariant.name), Describe(decision), {}};
  a.counts = {{"StreamIDs that translate", census.translate},
              {"StreamIDs that bypass", census.bypass},
              {"StreamIDs that abort", census.abort},
              {"StreamIDs with an invalid STE", census.invalid},
              {"StreamIDs without an STE", census.without_ste}};
  if (decision.kind == AdoptKind::kAdopted) {
    a.counts.push_back({"first attaches deferred", DeferredAttaches(loaded, census)});
  }
  return a;
}

PropertyRecord CheckImage(const LoadedImage& loaded, const CheckOptions& options) {
  FixedChoices choices;
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      loaded.image, kNewestVariant, AdoptionOptions(), ProbesOf(loaded.image), choices);
  PropertyRecord p;
  p.id = IdOf("this-image");
  p.invariant = "QZ-02";
  p.statement = kAdoptionStatement;
  p.variant = kNewestVariant.name;
  p.reproduce = CommandOf(options);
  Judge(check, p);
  return p;
}

void CheckGenerated(const CheckOptions& options, CaseKeeper& keeper, RunRecord& record,
                    Environment& environment) {
  for (const ManifestEntry& entry : kAdoptionManifest) {
    const Stopwatch watch;
    record.properties.push_back(RunEntry(entry, options, keeper));
    environment.timings.push_back({record.properties.back().id, watch.Seconds()});
  }
  record.findings = keeper.findings();
}

void RunProofs(RunRecord& record, Environment& environment) {
  const auto all = LemmaExpectations();
  for (auto e = all.rbegin(); e != all.rend(); ++e) {
    if (e->variant != kNewestVariant.name && e->variant != variants::kV7.name) continue;
    for (std::size_t i = 0; i < kAdoptLemmaCount; ++i) {
      const Stopwatch watch;
      record.proofs.push_back(
          RunProof(static_cast<AdoptLemma>(i), *FindVariant(e->variant), e->outcomes[i]));
      environment.timings.push_back({record.proofs.back().id, watch.Seconds()});
    }
  }
}

}  // namespace quiesce
