// The proofs of `tools/proof_tasks.h` that are about whole hand-overs.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "properties/proved/protocol_evidence.h"
#include "properties/proved/solver_version.h"
#include "tools/proof_tasks.h"
#include "tools/refutation_files.h"

namespace quiesce {
namespace {

using Row = ProtocolRow;

/// Of one driver: what is said of it anywhere, and that it keeps the other invariants.
std::vector<Row> RowsOf(const Variant& variant) {
  std::vector<Row> rows;
  const auto add = [&](const ProtocolClaim& claim) {
    if (claim.question.variant == variant) rows.push_back({claim});
  };
  for (Row& row : ProtocolRows()) {
    if (row.claim.question.variant == variant) {
      rows.push_back(std::move(row));
    } else if (row.twin) {
      add(*row.twin);
    }
  }
  for (const Invariant i : ProvedInvariants()) {
    const bool known = std::ranges::any_of(rows, [&](const Row& r) {
      const ProtocolQuestion& q = r.claim.question;
      return q.invariant == i && q.policy == policies::kAdopt;
    });
    if (!known) {
      add({{i, variant, policies::kAdopt, UsualAssumptions(variant, i)}, ProtocolOutcome::kProved});
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
  return WithoutAnswer(e.run.reason);
}

SideCheck TwinOf(const ProtocolClaim& twin, const ProofOptions& options, RefutationFiles& files) {
  const ProtocolEvidence e = Evidence(twin.question, {.step = options.step});
  return {DriverOf(twin.question), Result::kViolated, ResultOf(e),
          files.Write(twin.question, e.refutation)};
}

/// Where there is no case, why: "(no crash is so: LIVE-FOUND)".
std::string TextOf(const NeededAssumption& n) {
  std::string text(NameOf(n.assumption));
  if (!n.without.why_not.empty()) absl::StrAppendFormat(&text, " (%s)", n.without.why_not);
  return text;
}

/// Those that are needed, with the case that shows it; then the others.
std::vector<Assumption> AssumptionsOf(const ProtocolQuestion& q, const ProtocolEvidence& e,
                                      RefutationFiles& files) {
  std::vector<Assumption> rows;
  for (const NeededAssumption& n : e.needed) {
    rows.push_back({TextOf(n), true, files.Write(q, n)});
  }
  for (const ProtocolAssumption a : q.assumptions) {
    const auto needed = std::ranges::find(e.needed, a, &NeededAssumption::assumption);
    if (needed == e.needed.end()) rows.push_back({std::string(NameOf(a)), false, ""});
  }
  return rows;
}

std::string BoundsOf(const ProtocolClaim& claim) {
  const ProtocolQuestion& q = claim.question;
  const bool proof = claim.expected == ProtocolOutcome::kProved;
  const std::string left_out = proof ? LeftOutOf(q, AllAssumptions()) : LeftOut(q);
  return absl::StrFormat("%s%s%s", kProtocolBounds, left_out.empty() ? "" : "; ", left_out);
}

/// The row, but for its twin.
ProofRecord Answered(const std::string& id, const ProtocolClaim& claim, const ProofOptions& options,
                     RefutationFiles& files) {
  const ProtocolQuestion& q = claim.question;
  const bool proof = claim.expected == ProtocolOutcome::kProved;
  const ProtocolEvidence e = Evidence(q, {.assumptions = proof && options.assumptions,
                                          .second_solver = proof && options.second_solver,
                                          .budget = BudgetFor(options, id),
                                          .step = options.step});
  ProofRecord p;
  p.id = id;
  p.invariant = SpecOf(q.invariant).id;
  p.variant = q.variant.name;
  p.statement = SpecOf(q.invariant).text;
  p.expected = proof ? Result::kProved : Result::kViolated;
  p.result = ResultOf(e);
  p.reason = ReasonOf(e);
  p.bounds = BoundsOf(claim);
  if (proof && options.assumptions) p.assumptions = AssumptionsOf(q, e, files);
  for (const NeededAssumption& n : e.needed) {
    if (n.without.mismatch.empty()) continue;
    p.result = Result::kEncodingMismatch;
    p.reason = absl::StrFormat("without \"%s\": %s", NameOf(n.assumption), n.without.mismatch);
  }
  for (const ProtocolAssumption a : e.undecided) {
    p.result = Result::kUnknown;
    p.reason = absl::StrFormat("without \"%s\": undecided", NameOf(a));
  }
  const std::string file = files.Write(q, e.refutation);
  if (!file.empty()) absl::StrAppendFormat(&p.reason, "; %s", file);
  if (e.second) p.second_solver = SecondOpinion(*e.second);
  p.solver = SolverVersion();
  return p;
}

ProofTask TaskOf(Row row) {
  const ProtocolQuestion& q = row.claim.question;
  const std::string id = absl::StrFormat("hand-over/%s/%s", SpecOf(q.invariant).id, DriverOf(q));
  return {id, std::string(SpecOf(q.invariant).id), std::string(q.variant.name),
          [id, row = std::move(row)](const ProofOptions& options) {
            RefutationFiles files(options.folder);
            ProofRecord p = Answered(id, row.claim, options, files);
            if (row.twin) p.twin = TwinOf(*row.twin, options, files);
            return IfWritten(std::move(p), files.status());
          }};
}

}  // namespace

void AddHandOverProofs(std::vector<ProofTask>& tasks) {
  for (Row& row : ProtocolRows()) tasks.push_back(TaskOf(std::move(row)));
}

void AddHandOverProofsOf(const Variant& variant, std::vector<ProofTask>& tasks) {
  for (Row& row : RowsOf(variant)) tasks.push_back(TaskOf(std::move(row)));
}

}  // namespace quiesce
