#include "tools/prove_protocol.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/case_text.h"

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
    const auto same = std::ranges::find_if(known, [&](const ProtocolClaim& c) {
      return c.question.invariant == claim.question.invariant &&
             c.question.variant.name == variant.name && c.question.policy == claim.question.policy;
    });
    claims.push_back(same == known.end() ? claim : *same);
  }
  return claims;
}

absl::StatusOr<std::string> WriteCase(const std::string& folder, const std::string& name,
                                      const RefutationCase& refutation) {
  if (!refutation.shown) return "";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string path = absl::StrFormat("%s/%s.case", folder, name);
  const absl::Status written = WriteWholeFile(path, FormatCase(*refutation.shown));
  if (!written.ok()) return written;
  return path;
}

std::string ResultText(const ProtocolEvidence& evidence) {
  const bool mismatch = !evidence.refutation.mismatch.empty();
  return mismatch ? "MISMATCH" : std::string(NameOf(evidence.run.outcome));
}

std::string NameOf(const ProtocolClaim& claim) {
  return absl::StrFormat("%s %s", claim.question.variant.name, claim.question.policy.name);
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
                                               .second_solver = options.second_solver});
  if (!options.cases) return absl::OkStatus();
  const std::string name = absl::StrFormat("%s-%s", SpecOf(row.claim.question.invariant).id,
                                           row.claim.question.variant.name);
  const auto path = WriteCase(*options.cases, name, row.evidence.refutation);
  if (!path.ok()) return path.status();
  row.case_path = *path;
  for (std::size_t i = 0; i < row.evidence.needed.size(); ++i) {
    const auto other = WriteCase(*options.cases, absl::StrFormat("%s-without-%d", name, i + 1),
                                 row.evidence.needed[i].without);
    if (!other.ok()) return other.status();
    row.assumption_paths.push_back(*other);
  }
  return absl::OkStatus();
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
