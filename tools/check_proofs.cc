#include "tools/check_proofs.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/driver/variant.h"
#include "properties/proved/hitless_update.h"
#include "properties/proved/protocol_evidence.h"
#include "properties/proved/run_lemma.h"
#include "properties/proved/solver_version.h"
#include "properties/proved/stream_lemmas.h"
#include "tools/refutation_files.h"

namespace quiesce {
namespace {

// --- lemmas about acceptance ---

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
  return run.reason.starts_with("timeout") ? Result::kTimedOut : Result::kUnknown;
}

Result ResultOf(SecondAnswer answer) {
  switch (answer) {
    case SecondAnswer::kUnsatisfiable:
      return Result::kProved;
    case SecondAnswer::kSatisfiable:
      return Result::kViolated;
    case SecondAnswer::kUndecided:
      return Result::kUnknown;
    case SecondAnswer::kNotRun:
      break;
  }
  return Result::kNotRun;
}

/// Expected to agree, if it is there.
SideCheck SecondOpinion(SecondAnswer answer) {
  const std::string version = SecondSolverVersion();
  if (version.empty()) return {"cvc5", Result::kNotRun, Result::kNotRun, ""};
  return {version, Result::kProved, ResultOf(answer), ""};
}

ProofBudget BudgetFor(const std::string& folder, std::string label) {
  std::ranges::replace(label, '/', '-');
  return {.dump_folder = folder, .label = std::move(label)};
}

/// What every row about one lemma has.
ProofRecord LemmaRecord(LemmaRun run, LemmaOutcome expected) {
  ProofRecord p;
  p.expected = expected == LemmaOutcome::kProved ? Result::kProved : Result::kViolated;
  p.result = ResultOf(run);
  p.reason = run.outcome == LemmaOutcome::kVacuous ? "the premises exclude each other"
                                                   : std::move(run.reason);
  for (std::string& used : run.used) p.assumptions.push_back({std::move(used), true, ""});
  p.solver = SolverVersion();
  if (!run.queries.empty()) p.second_solver = SecondOpinion(AskSecondSolver(run.queries));
  return p;
}

ProofRecord LemmaRow(AdoptLemma lemma, const Variant& variant, LemmaOutcome expected,
                     const std::string& folder) {
  const std::string id = absl::StrFormat("%s/%s", SpecOf(lemma).id, variant.name);
  ProofRecord p = LemmaRecord(RunLemma(lemma, variant, {}, BudgetFor(folder, id)), expected);
  p.id = id;
  p.invariant = "QZ-09";
  p.statement = SpecOf(lemma).statement;
  p.bounds = "all register values, L1 descriptors and StreamIDs; SMMUv3.0 to v3.2; no caches";
  p.variant = variant.name;
  return p;
}

ProofRecord StreamLemmaRow(const StreamExpectation& e, const std::string& folder) {
  const std::string id = absl::StrFormat("%s/%s", SpecOf(e.lemma).id, e.variant.name);
  const ProofBudget budget = BudgetFor(folder, id);
  ProofRecord p = LemmaRecord(RunStreamLemma(e.lemma, e.variant, {}, budget), e.expected);
  p.id = id;
  p.invariant = SpecOf(e.lemma).invariant;
  p.statement = SpecOf(e.lemma).statement;
  p.bounds = "all STEs, CDs, L1CDs, SubstreamIDs, ID registers and choices; SMMUv3.0 to v3.2";
  p.variant = e.variant.name;
  if (IsAboutEntries(e.lemma)) {
    p.twin = {"kinds that overlap", Result::kViolated,
              ResultOf(RunOverlappingKinds(e.lemma, budget)), ""};
  }
  return p;
}

/// The newest driver, and v7, which must be refuted; the newest first.
std::vector<const LemmaExpectation*> LemmaVariants() {
  std::vector<const LemmaExpectation*> wanted;
  const auto all = LemmaExpectations();
  for (auto e = all.rbegin(); e != all.rend(); ++e) {
    if (e->variant == kNewestVariant.name || e->variant == variants::kV7.name) {
      wanted.push_back(&*e);
    }
  }
  return wanted;
}

// --- claims about hand-overs ---

struct Row {
  ProtocolClaim claim;
  std::optional<ProtocolClaim> twin = {};
};

/// What the newest breaks goes beside the proof of the repaired one, other twins beside the others.
bool FitsBeside(const Row& row, const ProtocolClaim& twin) {
  const ProtocolQuestion& q = row.claim.question;
  const bool newest = twin.question.variant == kNewestVariant && twin.question.policy == q.policy;
  return row.claim.expected == ProtocolOutcome::kProved && !row.twin &&
         q.invariant == twin.question.invariant && (q.variant == variants::kRepaired) == newest;
}

/// Each proof with the first twin that fits; then the other twins.
std::vector<Row> HandOverRows() {
  std::vector<Row> rows;
  for (ProtocolClaim& claim : ProvedClaims()) rows.push_back({std::move(claim)});
  for (ProtocolClaim& twin : RefutedClaims()) {
    const auto alone =
        std::ranges::find_if(rows, [&](const Row& r) { return FitsBeside(r, twin); });
    if (alone == rows.end()) {
      rows.push_back({std::move(twin)});
    } else {
      alone->twin = std::move(twin);
    }
  }
  return rows;
}

Result ResultOf(const ProtocolEvidence& e) {
  if (!e.refutation.mismatch.empty()) return Result::kEncodingMismatch;
  switch (e.run.outcome) {
    case ProtocolOutcome::kProved:
      return Result::kProved;
    case ProtocolOutcome::kRefuted:
      return Result::kViolated;
    case ProtocolOutcome::kVacuous:
    case ProtocolOutcome::kUnbroken:
    case ProtocolOutcome::kUndecided:
      break;
  }
  return e.run.reason.starts_with("timeout") ? Result::kTimedOut : Result::kUnknown;
}

SideCheck TwinOf(const ProtocolClaim& twin, RefutationFiles& files) {
  const ProtocolEvidence e = Evidence(twin.question);
  return {DriverOf(twin.question), Result::kViolated, ResultOf(e),
          files.Write(twin.question, e.refutation)};
}

/// Those that are needed, with the case that shows it; then the others.
std::vector<Assumption> AssumptionsOf(const ProtocolQuestion& q, const ProtocolEvidence& e,
                                      RefutationFiles& files) {
  std::vector<Assumption> rows;
  for (const NeededAssumption& n : e.needed) {
    rows.push_back({std::string(NameOf(n.assumption)), true, files.Write(q, n)});
  }
  for (const ProtocolAssumption a : q.assumptions) {
    const auto needed = std::ranges::find(e.needed, a, &NeededAssumption::assumption);
    if (needed == e.needed.end()) rows.push_back({std::string(NameOf(a)), false, ""});
  }
  return rows;
}

ProofRecord HandOverRow(const Row& row, const std::string& folder,
                        const std::function<void()>& step, RefutationFiles& files) {
  const ProtocolQuestion& q = row.claim.question;
  const bool proof = row.claim.expected == ProtocolOutcome::kProved;
  // What the repaired variant does where one is dropped is finer than the protocol.
  const bool drops = proof && q.variant == kNewestVariant;
  ProofRecord p;
  p.id = absl::StrFormat("hand-over/%s/%s", SpecOf(q.invariant).id, DriverOf(q));
  const ProtocolEvidence e = Evidence(q, {.assumptions = drops,
                                          .second_solver = proof,
                                          .budget = BudgetFor(folder, p.id),
                                          .step = step});
  p.invariant = SpecOf(q.invariant).id;
  p.variant = q.variant.name;
  p.statement = SpecOf(q.invariant).text;
  p.expected = proof ? Result::kProved : Result::kViolated;
  p.result = ResultOf(e);
  p.reason = ReasonOf(e);
  p.bounds = std::string(kProtocolBounds);
  if (drops) p.assumptions = AssumptionsOf(q, e, files);
  if (proof && !drops) {
    p.bounds += "; the newest's assumptions, none dropped; " + LeftOutOf(q, AllAssumptions());
  }
  if (!proof && !LeftOut(q).empty()) p.bounds += "; " + LeftOut(q);
  for (const NeededAssumption& n : e.needed) {
    if (n.without.mismatch.empty()) continue;
    p.result = Result::kEncodingMismatch;
    p.reason = absl::StrFormat("without \"%s\": %s", NameOf(n.assumption), n.without.mismatch);
  }
  if (row.twin) p.twin = TwinOf(*row.twin, files);
  if (!proof) files.Write(q, e.refutation);
  p.solver = SolverVersion();
  if (e.second) p.second_solver = SecondOpinion(*e.second);
  return p;
}

// --- updates of live entries ---

constexpr EntryKind kEntryKinds[] = {EntryKind::kSte, EntryKind::kCd};

/// A mixture counts only if the concrete planner's memory holds it.
Result HitlessResult(EntryKind kind, UpdatePlanner planner, const ProofBudget& budget,
                     ProofRecord& p, std::string* reason) {
  const HitlessAnswer answer = ProveHitless(kind, planner, budget);
  if (!answer.queries.empty()) p.second_solver = SecondOpinion(AskSecondSolver(answer.queries));
  if (!answer.holds) *reason = answer.reason;
  if (!answer.mixed) return answer.holds == true ? Result::kProved : Result::kUnknown;
  *reason = ReplayMixed(kind, planner, *answer.mixed);
  return reason->empty() ? Result::kViolated : Result::kEncodingMismatch;
}

ProofRecord HitlessRow(EntryKind kind, const std::string& folder) {
  const std::string_view entry = kind == EntryKind::kSte ? "STE" : "CD";
  ProofRecord p;
  p.id = absl::StrFormat("hitless/%s", entry);
  p.invariant = SpecOf(Invariant::kLiveStructures).id;
  p.variant = kNewestVariant.name;
  p.statement = absl::StrFormat(
      "an update by the architecture's used bits shows the SMMU the old %s, the new one, or V = 0",
      entry);
  const ProofBudget budget = BudgetFor(folder, p.id);
  p.result = HitlessResult(kind, UpdatePlanner::kArchitecture, budget, p, &p.reason);
  p.bounds = "all pairs of entries; each fetched word as before or after the stage under way";
  std::string mixture;
  p.twin = {"one used bit field forgotten", Result::kViolated,
            HitlessResult(kind, UpdatePlanner::kForgetsOne, budget, p, &mixture), ""};
  p.solver = SolverVersion();
  return p;
}

}  // namespace

std::uint64_t ProofCount() {
  return LemmaVariants().size() * kAdoptLemmaCount + StreamExpectations().size() +
         std::size(kEntryKinds) + HandOverRows().size();
}

ProofRecord RunProof(std::uint64_t number, const std::string& folder,
                     const std::function<void()>& step) {
  const std::vector<const LemmaExpectation*> lemmas = LemmaVariants();
  if (number < lemmas.size() * kAdoptLemmaCount) {
    const LemmaExpectation& e = *lemmas[number / kAdoptLemmaCount];
    const std::uint64_t lemma = number % kAdoptLemmaCount;
    return LemmaRow(static_cast<AdoptLemma>(lemma), *FindVariant(e.variant), e.outcomes[lemma],
                    folder);
  }
  number -= lemmas.size() * kAdoptLemmaCount;
  const std::vector<StreamExpectation> streams = StreamExpectations();
  if (number < streams.size()) return StreamLemmaRow(streams[number], folder);
  number -= streams.size();
  if (number < std::size(kEntryKinds)) return HitlessRow(kEntryKinds[number], folder);
  RefutationFiles files(folder);
  ProofRecord row =
      HandOverRow(HandOverRows()[number - std::size(kEntryKinds)], folder, step, files);
  if (!files.status().ok()) {
    row.result = Result::kNotRun;
    row.reason = files.status().ToString();
  }
  return row;
}

}  // namespace quiesce
