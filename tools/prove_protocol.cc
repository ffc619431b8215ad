#include "tools/prove_protocol.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/refutation_files.h"

namespace quiesce {
namespace {

std::vector<ProtocolClaim> AllClaims() {
  std::vector<ProtocolClaim> claims = ProvedClaims();
  for (ProtocolClaim& c : RefutedClaims()) claims.push_back(std::move(c));
  return claims;
}

/// As the manifest of claims has it; a claim that it has not is expected to hold.
std::vector<ProtocolClaim> ClaimsOf(const Variant& variant) {
  const std::vector<ProtocolClaim> known = AllClaims();
  std::vector<ProtocolClaim> claims;
  for (const ProtocolClaim& proved : ProvedClaims()) {
    if (!(proved.question.variant == kNewestVariant)) continue;
    ProtocolClaim claim = proved;
    claim.question.variant = variant;
    claim.question.assumptions = UsualAssumptions(variant);
    const auto same = std::ranges::find_if(known, [&](const ProtocolClaim& c) {
      return c.question.invariant == claim.question.invariant &&
             c.question.variant.name == variant.name && c.question.policy == claim.question.policy;
    });
    claims.push_back(same == known.end() ? claim : *same);
  }
  for (ProtocolClaim& refuted : RefutedClaims()) {
    const ProtocolQuestion& q = refuted.question;
    if (q.variant == variant && q.policy == policies::kAdopt && variant == kNewestVariant) {
      claims.push_back(std::move(refuted));
    }
  }
  return claims;
}

std::string ResultText(const ProtocolEvidence& evidence) {
  const bool mismatch = !evidence.refutation.mismatch.empty();
  return mismatch ? "MISMATCH" : std::string(NameOf(evidence.run.outcome));
}

std::string NameOf(const ProtocolClaim& claim) {
  const ProtocolQuestion& q = claim.question;
  const std::string left_out = LeftOut(q);
  return absl::StrFormat("%s %s%s%s", q.variant.name, q.policy.name, left_out.empty() ? "" : ", ",
                         left_out);
}

}  // namespace

std::vector<ProtocolRow> SelectProtocolRows(const ProveOptions& options) {
  const std::optional<Variant> wanted = FindVariant(options.variant);
  if (!options.variant.empty() && !wanted) return {};
  std::vector<ProtocolRow> rows;
  for (ProtocolClaim& claim : wanted ? ClaimsOf(*wanted) : AllClaims()) {
    const bool selected =
        options.lemma.empty() || options.lemma == SpecOf(claim.question.invariant).id;
    if (selected) rows.push_back({std::move(claim)});
  }
  return rows;
}

absl::Status RunProtocolRow(const ProveOptions& options, ProtocolRow& row) {
  row.evidence = Evidence(row.claim.question, {.assumptions = options.assumptions,
                                               .second_solver = options.second_solver,
                                               .budget = options.budget});
  if (!options.cases) return absl::OkStatus();
  RefutationFiles files(*options.cases);
  const auto path = [&](const std::string& file) {
    return file.empty() ? "" : absl::StrCat(*options.cases, "/", file);
  };
  row.case_path = path(files.Write(row.claim.question, row.evidence.refutation));
  for (const NeededAssumption& n : row.evidence.needed) {
    row.assumption_paths.push_back(path(files.Write(row.claim.question, n)));
  }
  return files.status();
}

std::string ToText(const ProtocolRow& row) {
  const ProtocolEvidence& e = row.evidence;
  std::string text = absl::StrFormat(
      "%-18s %-28s %-10s %s %5.2f s  %s\n", SpecOf(row.claim.question.invariant).id,
      NameOf(row.claim), ResultText(e), row.AsExpected() ? "as expected" : "UNEXPECTED ",
      e.run.seconds, e.run.outcome == ProtocolOutcome::kProved ? kProtocolBounds : ReasonOf(e));
  if (e.second) {
    absl::StrAppendFormat(&text, "    second solver, %s: %s\n", SecondSolverVersion(),
                          NameOf(*e.second));
  }
  for (std::size_t i = 0; i < e.needed.size(); ++i) {
    const std::string path = i < row.assumption_paths.size() ? row.assumption_paths[i] : "";
    absl::StrAppendFormat(&text, "    fails without: %s%s%s\n", NameOf(e.needed[i].assumption),
                          path.empty() ? "" : ", see ", path);
    const std::string& mismatch = e.needed[i].without.mismatch;
    if (!mismatch.empty()) absl::StrAppendFormat(&text, "    MISMATCH: %s\n", mismatch);
  }
  if (!row.case_path.empty()) absl::StrAppendFormat(&text, "    written to %s\n", row.case_path);
  return text;
}

nlohmann::ordered_json ToJson(const ProtocolRow& row) {
  const ProtocolEvidence& e = row.evidence;
  nlohmann::ordered_json assumptions = nlohmann::ordered_json::array();
  for (const ProtocolAssumption a : row.claim.question.assumptions) {
    const auto needed = std::ranges::find(e.needed, a, &NeededAssumption::assumption);
    const auto at = static_cast<std::size_t>(needed - e.needed.begin());
    nlohmann::ordered_json one = {{"statement", NameOf(a)}};
    if (e.needed.empty()) {
      one["needed"] = nullptr;
    } else {
      one["needed"] = needed != e.needed.end();
    }
    one["case"] = at < row.assumption_paths.size() ? row.assumption_paths[at] : "";
    assumptions.push_back(std::move(one));
  }
  return {{"invariant", SpecOf(row.claim.question.invariant).id},
          {"statement", SpecOf(row.claim.question.invariant).text},
          {"variant", row.claim.question.variant.name},
          {"policy", row.claim.question.policy.name},
          {"result", ResultText(e)},
          {"expected", NameOf(row.claim.expected)},
          {"bounds", kProtocolBounds},
          {"conjuncts", e.run.conjuncts},
          {"assumptions", assumptions},
          {"second_solver", e.second ? std::string(NameOf(*e.second)) : ""},
          {"reason", ReasonOf(e)},
          {"case", row.case_path},
          {"seconds", e.run.seconds}};
}

}  // namespace quiesce
