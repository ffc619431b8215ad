#include "tools/check_run.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/driver/adopt_run.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/render.h"
#include "properties/handover/matrix_record.h"
#include "properties/manifest.h"
#include "properties/sampled/stream_census.h"
#include "tools/proof_tasks.h"
#include "tools/shrink_found.h"

namespace quiesce {
namespace {

std::string IdOf(std::string_view label) {
  return absl::StrFormat("%s/%s", kAdoptionPropertyId, label);
}

std::uint64_t DeferredAttaches(const LoadedImage& loaded, const Variant& driver,
                               const StreamCensus& census) {
  Image copy = loaded.image;
  const AdoptionRun run = ApplyAdoption(copy, driver, Platform(), census.active);
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
                        const std::string& command, CaseKeeper& keeper,
                        const std::function<void(std::uint64_t)>& begins) {
  const bool must_pass = IsGreen(entry.expected);
  CampaignConfig config;
  config.seed = options.seed;
  config.cases = must_pass ? options.cases : kRejectionCases;
  config.variant = entry.variant;
  config.options.disjoint = entry.disjoint;
  config.at_least = entry.least;
  config.begins = begins;
  if (must_pass && entry.variant == kNewestVariant) config.goals = kAdoptionGoals;
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
  p.variant = must_pass ? options.variant : std::string(entry.variant.name);
  p.expected = entry.expected;
  p.result = r.result;
  p.reason = std::move(r.reason);
  p.cases = r.cases;
  if (must_pass) p.coverage = std::move(r.coverage);
  p.reproduce = command;
  return p;
}

std::string ProtocolId(const HandOverDomain& domain) {
  return HandOverId(domain, std::nullopt) + "/protocol";
}
/// What follows it tells which actions might have been meant: for who replays the case.
std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

constexpr std::uint64_t kBatch = 50;  ///< hand-overs

std::uint64_t BatchesFor(std::uint64_t cases) { return (cases + kBatch - 1) / kBatch; }

PropertyRecord RowOf(const HandOverBatch& batch, Invariant invariant, const HandOverTally& tally,
                     const CheckOptions& options, const std::string& command) {
  const auto i = static_cast<std::size_t>(invariant);
  PropertyRecord p;
  p.id = HandOverId(*batch.domain, invariant);
  p.invariant = SpecOf(invariant).id;
  p.variant = options.variant;
  p.statement = absl::StrFormat("%s, in %s", SpecOf(invariant).text, batch.domain->what);
  p.cases = tally.cases;
  p.reproduce = command;
  p.result = Result::kPassed;
  if (tally.known[i] != 0) p.coverage = {{"known finding", tally.known[i], 0}};
  if (!tally.first[i]) return p;
  p.result = Result::kViolated;
  p.first_case = tally.first[i]->index;
  p.reason = Describe(tally.first[i]->violation);
  return p;
}

/// Result and reason of the simulation check.
PropertyRecord ProtocolRow(std::string id, const std::string& variant, std::string_view what,
                           std::uint64_t runs, const std::string& mismatch,
                           const std::string& command) {
  PropertyRecord p;
  p.id = std::move(id);
  p.variant = variant;
  p.statement = absl::StrFormat("every step is one that the proved protocol permits, in %s", what);
  p.cases = runs;
  p.reproduce = command;
  p.result = mismatch.empty() ? Result::kPassed : Result::kEncodingMismatch;
  p.reason = mismatch;
  return p;
}

Finding MismatchFinding(const HandOverBatch& batch, const FirstMismatch& first,
                        const CheckOptions& options) {
  const SimulationMismatch& m = first.mismatch;
  Finding f{.property = ProtocolId(*batch.domain), .variant = options.variant};
  f.index = first.index;
  f.step = absl::StrFormat("call %u step %u", m.when.call, m.when.step);
  f.summary = FirstLine(Describe(m));
  return f;
}

Finding FindingOf(const HandOverBatch& batch, const FirstViolation& first,
                  const CheckOptions& options) {
  Finding f;
  f.property = HandOverId(*batch.domain, first.violation.invariant);
  f.invariant = SpecOf(first.violation.invariant).id;
  f.variant = options.variant;
  f.index = first.index;
  f.step = absl::StrFormat("call %u step %u", first.violation.when.call, first.violation.when.step);
  f.summary = Describe(first.violation);
  return f;
}

PropertyRecord DrawnRecord(const HandOverDomain& domain, const std::string& variant,
                           const std::string& command) {
  PropertyRecord p;
  p.id = HandOverId(domain, std::nullopt);
  p.variant = variant;
  p.statement = absl::StrFormat("%s is drawn in all its ways", domain.what);
  p.reproduce = command;
  return p;
}

void AddBatch(const HandOverBatch& batch, const HandOverTally& tally, const CheckOptions& options,
              const std::string& command, RunRecord& part) {
  PropertyRecord drawn = DrawnRecord(*batch.domain, options.variant, command);
  drawn.cases = tally.cases;
  drawn.coverage = tally.coverage.Report({}, tally.cases);
  drawn.result = Result::kPassed;
  part.properties.push_back(std::move(drawn));
  for (std::size_t i = 0; i < kInvariantCount; ++i) {
    part.properties.push_back(RowOf(batch, static_cast<Invariant>(i), tally, options, command));
    if (tally.first[i]) part.findings.push_back(FindingOf(batch, *tally.first[i], options));
  }
  const auto& mismatch = tally.mismatch;
  PropertyRecord protocol =
      ProtocolRow(ProtocolId(*batch.domain), options.variant, batch.domain->what, tally.cases,
                  mismatch ? FirstLine(Describe(mismatch->mismatch)) : "", command);
  if (mismatch) {
    protocol.first_case = mismatch->index;
    part.findings.push_back(MismatchFinding(batch, *mismatch, options));
  }
  part.properties.push_back(std::move(protocol));
}

/// What the driver does with the image, and how many of its streams are what.
ImageAnswer AnswerFor(const LoadedImage& loaded, const CheckOptions& options) {
  const AdoptDecision decision = DecideAdoption(loaded.image, options.driver, Platform());
  const StreamCensus census = CountStreams(loaded.image);
  ImageAnswer a{loaded.name, options.variant, Describe(decision), {}};
  a.counts = {{"StreamIDs that translate", census.translate},
              {"StreamIDs that bypass", census.bypass},
              {"StreamIDs that abort", census.abort},
              {"StreamIDs with an invalid STE", census.invalid},
              {"StreamIDs without an STE", census.without_ste}};
  if (decision.kind == AdoptKind::kAdopted) {
    a.counts.push_back(
        {"first attaches deferred", DeferredAttaches(loaded, options.driver, census)});
  }
  return a;
}

/// adoption-preserves-translation on the image itself. Where the driver does not adopt it, NotRun
/// is what is expected.
PropertyRecord CheckImage(const LoadedImage& loaded, const CheckOptions& options,
                          const std::string& command) {
  FixedChoices choices;
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      loaded.image, options.driver, AdoptionOptions(), ProbesOf(loaded.image), choices);
  PropertyRecord p;
  p.id = IdOf("this-image");
  p.invariant = "QZ-02";
  p.statement = kAdoptionStatement;
  p.variant = options.variant;
  p.reproduce = command;
  Judge(check, p);
  return p;
}

}  // namespace

std::string HandOverId(const HandOverDomain& domain, std::optional<Invariant> invariant) {
  const std::string kind = absl::StrFormat("hand-over/%s", domain.name);
  return invariant ? absl::StrFormat("%s/%s", kind, SpecOf(*invariant).id) : kind;
}

namespace {

/// The row that counts what was drawn, made if this part of the campaign has no case of the kind.
PropertyRecord& DrawnRow(RunRecord& record, const HandOverDomain& domain,
                         const std::string& variant, const std::string& command) {
  const std::string id = HandOverId(domain, std::nullopt);
  const auto row = std::ranges::find(record.properties, id, &PropertyRecord::id);
  if (row != record.properties.end()) return *row;
  PropertyRecord& made = record.properties.emplace_back(DrawnRecord(domain, variant, command));
  made.result = Result::kNotRun;
  made.reason = "no case of this kind";
  return made;
}

}  // namespace

void JudgeCoverage(RunRecord& record, const CheckOptions& options, const std::string& command) {
  const bool timed = options.seconds != 0;
  const bool newest = options.driver == kNewestVariant;  // others adopt less, or more
  for (const HandOverDomain& domain : HandOverDomains()) {
    PropertyRecord& p = DrawnRow(record, domain, options.variant, command);
    CoverageCounters counters;
    for (const Coverage& c : p.coverage) counters.Add(c.label, c.count);
    p.coverage = counters.Report(newest ? domain.goals : std::span<const CoverageGoal>(),
                                 timed ? p.cases : options.hand_overs);
    for (Coverage& c : p.coverage) c.minimum = timed ? c.minimum : options.shard.ShareOf(c.minimum);
    const auto missed = std::ranges::find_if(p.coverage, &Coverage::Short);
    if (p.result != Result::kPassed || missed == p.coverage.end()) continue;
    p.result = Result::kCoverageShort;
    p.reason = absl::StrFormat("%s: %u of %u", missed->label, missed->count, missed->minimum);
  }
}

namespace {

/// What the case keeper has written for an entry of the manifest goes with it.
void AddEntry(const ManifestEntry& entry, const CheckOptions& options, const std::string& command,
              const std::function<void(std::uint64_t)>& begins, RunRecord& part) {
  CaseKeeper keeper(options.out);
  part.properties.push_back(RunEntry(entry, options, command, keeper, begins));
  part.findings = keeper.findings();
  if (!keeper.status().ok()) part.not_run = {{"a case", keeper.status().ToString()}};
}

/// Of another driver than the newest: the statement itself. What must be rejected is.
std::vector<ManifestEntry> EntriesFor(const Variant& driver) {
  if (driver == kNewestVariant) return {kAdoptionManifest.begin(), kAdoptionManifest.end()};
  ManifestEntry statement = kAdoptionManifest.front();
  statement.variant = driver;
  return {statement};
}

}  // namespace

CheckTasks::CheckTasks(const CheckOptions& options, const LoadedImage& loaded)
    : options_(options), loaded_(loaded), answer_(AnswerFor(loaded, options)) {
  before_.push_back([this](RunRecord& part, const Begins&) {
    part.properties.push_back(CheckImage(loaded_, options_, Command()));
  });
  if (!Skips("generated")) entries_ = EntriesFor(options_.driver);
  for (const ManifestEntry& entry : entries_) {
    before_.push_back([this, &entry](RunRecord& part, const Begins& begins) {
      AddEntry(entry, options_, Command(), begins, part);
    });
  }
  if (!Skips("proofs")) {
    for (ProofTask& task : ProofTasks()) {
      before_.push_back([this, task = std::move(task)](RunRecord& part, const Begins& begins) {
        part.proofs.push_back(task.run({.folder = options_.out, .step = [&] { begins(0); }}));
      });
    }
  }
  if (!Skips("matrix")) {
    before_.push_back([this](RunRecord& part, const Begins& begins) {
      const Matrix matrix =
          MakeMatrix(MatrixBudget(), [&](std::uint64_t, std::uint64_t) { begins(0); });
      part.matrix = RecordOf(matrix, kCorpusCases);
      const auto& m = matrix.mismatches;
      part.properties.push_back(ProtocolRow("matrix/protocol", options_.variant,
                                            "the hand-overs of the matrix", matrix.followed,
                                            m.empty() ? "" : FirstLine(m.front()), Command()));
    });
  }
}

bool CheckTasks::Skips(std::string_view part) const {
  return std::ranges::find(options_.skip, part) != options_.skip.end();
}

std::string CheckTasks::Command() const {
  const std::string image = options_.image ? " " + *options_.image : "";
  const std::string registers = options_.registers ? " --registers " + *options_.registers : "";
  const std::string hand_overs = options_.seconds != 0
                                     ? absl::StrFormat("--seconds %g", options_.seconds)
                                     : absl::StrFormat("--hand-overs %u", options_.hand_overs);
  std::string skip;
  for (const std::string& part : options_.skip) absl::StrAppendFormat(&skip, " --skip %s", part);
  const bool newest = options_.driver == kNewestVariant;
  const std::string variant = newest ? "" : " --variant " + options_.variant;
  return absl::StrFormat("quiesce check%s%s%s --cases %u %s --seed %u%s", image, registers, variant,
                         options_.cases, hand_overs, options_.seed, skip);
}

RunRecord CheckTasks::Head() const {
  RunRecord record;
  record.tool_version = QUIESCE_VERSION;
  record.seed = options_.seed;
  record.budget = {{"generated images", options_.cases}};
  if (options_.seconds == 0) {
    record.budget.push_back({"hand-overs of each kind", options_.hand_overs});
  } else {
    record.budget.push_back({"seconds", static_cast<std::uint64_t>(options_.seconds)});
  }
  record.image = answer_;
  for (const std::string& part : options_.skip) {
    record.not_run.push_back({part, std::string(kLeftOut)});
  }
  return record;
}

std::uint64_t CheckTasks::first_batch() const { return before_.size(); }

std::uint64_t CheckTasks::size() const {
  return first_batch() + BatchesFor(options_.hand_overs) * HandOverDomains().size();
}

std::optional<HandOverBatch> CheckTasks::BatchOf(std::uint64_t task) const {
  if (task < first_batch()) return std::nullopt;
  const std::uint64_t n = task - first_batch();
  const auto domains = HandOverDomains();
  const std::uint64_t first = n / domains.size() * kBatch;
  std::uint64_t count = kBatch;
  if (options_.seconds == 0) {
    if (first >= options_.hand_overs) return std::nullopt;
    count = std::min(count, options_.hand_overs - first);
  }
  return HandOverBatch{&domains[n % domains.size()], options_.seed, first, count, options_.driver};
}

const ManifestEntry* CheckTasks::EntryOf(std::uint64_t task) const {
  const bool is_one = task != 0 && task <= entries_.size();
  return is_one ? &entries_[task - 1] : nullptr;
}

std::string CheckTasks::SubjectOf(std::uint64_t task) const {
  if (const auto batch = BatchOf(task)) return HandOverId(*batch->domain, std::nullopt);
  if (const ManifestEntry* entry = EntryOf(task)) return IdOf(entry->label);
  return absl::StrFormat("task %u", task);
}

std::string CheckTasks::KeepCase(std::uint64_t task, std::uint64_t index,
                                 CaseKeeper& keeper) const {
  const std::string name = FileNameOf(SubjectOf(task) + "/ends");
  if (const auto batch = BatchOf(task)) {
    const HandOverCase c = DrawCase(batch->seed, *batch->domain, index, batch->driver);
    return keeper.KeepHandOver(name, c, Invariant::kEnds, /*run=*/false);
  }
  if (EntryOf(task) == nullptr) return "";
  const AdoptionCase c = DrawAdoptionCase(options_.seed, index, CampaignConfig().scenarios);
  return keeper.KeepImage(name, Render(c.scenario));
}

RunRecord CheckTasks::Run(std::uint64_t task,
                          const std::function<void(std::uint64_t)>& begins) const {
  RunRecord part = Head();
  if (const std::optional<HandOverBatch> batch = BatchOf(task)) {
    const auto tally = RunBatch(*batch, begins);
    AddBatch(*batch, tally, options_, Command(), part);
    return part;
  }
  begins(0);
  before_[task](part, begins);
  return part;
}

}  // namespace quiesce
