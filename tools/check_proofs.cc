#include "tools/check_proofs.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "model/driver/variant.h"
#include "properties/proved/hitless_update.h"
#include "properties/proved/protocol_evidence.h"
#include "properties/proved/run_lemma.h"
#include "properties/proved/solver_version.h"
#include "reports/case/case_text.h"
#include "reports/record/atomic_file.h"

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
  return run.reason == "timeout" ? Result::kTimedOut : Result::kUnknown;
}

ProofRecord LemmaRow(AdoptLemma lemma, const Variant& variant, LemmaOutcome expected) {
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

/// Each proof with the first twin of its invariant beside it; then the other twins.
std::vector<Row> HandOverRows() {
  std::vector<Row> rows;
  for (ProtocolClaim& claim : ProvedClaims()) rows.push_back({std::move(claim)});
  for (ProtocolClaim& twin : RefutedClaims()) {
    const auto alone = std::ranges::find_if(rows, [&](const Row& r) {
      return r.claim.question.invariant == twin.question.invariant && !r.twin &&
             r.claim.expected == ProtocolOutcome::kProved;
    });
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
  return e.run.reason == "timeout" ? Result::kTimedOut : Result::kUnknown;
}

/// "v6"; with the policy where that is what is broken.
std::string DriverOf(const ProtocolQuestion& q) {
  const bool adopts = q.policy == policies::kAdopt;
  return adopts ? std::string(q.variant.name)
                : absl::StrFormat("%s-%s", q.variant.name, q.policy.name);
}

/// Writes the cases of one row, and keeps the first failure.
class CaseFiles {
 public:
  explicit CaseFiles(const std::string& folder) : folder_(folder) {}

  /// The name of the file; empty if there is no case, or no file.
  std::string Write(const std::string& name, const RefutationCase& refutation) {
    if (!refutation.shown) return "";
    const std::string file = absl::StrFormat("proof-%s.case", name);
    const absl::Status written =
        WriteFileAtomically(absl::StrCat(folder_, "/", file), FormatCase(*refutation.shown));
    status_.Update(written);
    return written.ok() ? file : "";
  }
  const absl::Status& status() const { return status_; }

 private:
  const std::string& folder_;
  absl::Status status_;
};

std::string CaseNameOf(const ProtocolQuestion& q) {
  return absl::StrFormat("%s-%s", SpecOf(q.invariant).id, DriverOf(q));
}

SideCheck TwinOf(const ProtocolClaim& twin, CaseFiles& files) {
  const ProtocolEvidence e = Evidence(twin.question);
  return {DriverOf(twin.question), Result::kViolated, ResultOf(e),
          files.Write(CaseNameOf(twin.question), e.refutation)};
}

/// Those that are needed, with the case that shows it; then the others.
std::vector<Assumption> AssumptionsOf(const ProtocolQuestion& q, const ProtocolEvidence& e,
                                      CaseFiles& files) {
  std::vector<Assumption> rows;
  for (const NeededAssumption& n : e.needed) {
    const std::string name = absl::StrFormat("%s-without-%d", CaseNameOf(q), rows.size() + 1);
    rows.push_back({std::string(NameOf(n.assumption)), true, files.Write(name, n.without)});
  }
  for (const ProtocolAssumption a : q.assumptions) {
    const auto needed = std::ranges::find(e.needed, a, &NeededAssumption::assumption);
    if (needed == e.needed.end()) rows.push_back({std::string(NameOf(a)), false, ""});
  }
  return rows;
}

ProofRecord HandOverRow(const Row& row, CaseFiles& files) {
  const ProtocolQuestion& q = row.claim.question;
  const bool proof = row.claim.expected == ProtocolOutcome::kProved;
  // What the repaired variant does where one is dropped is finer than the protocol.
  const bool drops = proof && q.variant == kNewestVariant;
  const ProtocolEvidence e = Evidence(q, {.assumptions = drops});
  ProofRecord p;
  p.id = absl::StrFormat("hand-over/%s/%s", SpecOf(q.invariant).id, DriverOf(q));
  p.invariant = SpecOf(q.invariant).id;
  p.variant = q.variant.name;
  p.statement = SpecOf(q.invariant).text;
  p.expected = proof ? Result::kProved : Result::kViolated;
  p.result = ResultOf(e);
  p.reason = ReasonOf(e);
  p.bounds = std::string(kProtocolBounds);
  if (drops) p.assumptions = AssumptionsOf(q, e, files);
  if (proof && !drops) p.bounds += "; all assumptions of the newest's proof, none dropped";
  for (const NeededAssumption& n : e.needed) {
    if (n.without.mismatch.empty()) continue;
    p.result = Result::kEncodingMismatch;
    p.reason = absl::StrFormat("without \"%s\": %s", NameOf(n.assumption), n.without.mismatch);
  }
  if (row.twin) p.twin = TwinOf(*row.twin, files);
  if (!proof) files.Write(CaseNameOf(q), e.refutation);
  p.solver = SolverVersion();
  return p;
}

// --- updates of live entries ---

constexpr EntryKind kEntryKinds[] = {EntryKind::kSte, EntryKind::kCd};

/// A mixture counts only if the concrete planner's memory holds it.
Result HitlessResult(EntryKind kind, UpdatePlanner planner, std::string* reason) {
  const HitlessAnswer answer = ProveHitless(kind, planner);
  if (!answer.holds) *reason = answer.reason;
  if (!answer.mixed) return answer.holds == true ? Result::kProved : Result::kUnknown;
  *reason = ReplayMixed(kind, planner, *answer.mixed);
  return reason->empty() ? Result::kViolated : Result::kEncodingMismatch;
}

ProofRecord HitlessRow(EntryKind kind) {
  const std::string_view entry = kind == EntryKind::kSte ? "STE" : "CD";
  ProofRecord p;
  p.id = absl::StrFormat("hitless/%s", entry);
  p.invariant = SpecOf(Invariant::kLiveStructures).id;
  p.variant = kNewestVariant.name;
  p.statement = absl::StrFormat(
      "an update by the architecture's used bits shows the SMMU the old %s, the new one, or V = 0",
      entry);
  p.result = HitlessResult(kind, UpdatePlanner::kArchitecture, &p.reason);
  p.bounds = "all pairs of entries; each fetched word as before or after the stage under way";
  std::string mixture;
  p.twin = {"one used bit field forgotten", Result::kViolated,
            HitlessResult(kind, UpdatePlanner::kForgetsOne, &mixture), ""};
  p.solver = SolverVersion();
  return p;
}

}  // namespace

std::uint64_t ProofCount() {
  return LemmaVariants().size() * kAdoptLemmaCount + std::size(kEntryKinds) + HandOverRows().size();
}

ProofRecord RunProof(std::uint64_t number, const std::string& folder) {
  const std::vector<const LemmaExpectation*> lemmas = LemmaVariants();
  if (number < lemmas.size() * kAdoptLemmaCount) {
    const LemmaExpectation& e = *lemmas[number / kAdoptLemmaCount];
    const std::uint64_t lemma = number % kAdoptLemmaCount;
    return LemmaRow(static_cast<AdoptLemma>(lemma), *FindVariant(e.variant), e.outcomes[lemma]);
  }
  number -= lemmas.size() * kAdoptLemmaCount;
  if (number < std::size(kEntryKinds)) return HitlessRow(kEntryKinds[number]);
  CaseFiles files(folder);
  ProofRecord row = HandOverRow(HandOverRows()[number - std::size(kEntryKinds)], files);
  if (!files.status().ok()) {
    row.result = Result::kNotRun;
    row.reason = files.status().ToString();
  }
  return row;
}

}  // namespace quiesce
