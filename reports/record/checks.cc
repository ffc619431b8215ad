#include "reports/record/checks.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace quiesce {
namespace {

constexpr std::array<std::string_view, kCheckKindCount> kKindNames = {
    "property", "proof", "broken twin", "second solver"};

Check CheckOf(const PropertyRecord& p) {
  return {.kind = CheckKind::kProperty,
          .id = p.id,
          .invariant = p.invariant,
          .variant = p.variant,
          .statement = p.statement,
          .expected = p.expected,
          .result = p.result,
          .reason = p.reason,
          .reproduce = p.reproduce,
          .cases = p.cases};
}

Check CheckOf(const ProofRecord& p) {
  return {.kind = CheckKind::kProof,
          .id = p.id,
          .invariant = p.invariant,
          .variant = p.variant,
          .statement = p.statement,
          .expected = p.expected,
          .result = p.result,
          .reason = p.reason};
}

void AppendBeside(CheckKind kind, const ProofRecord& p, const SideCheck& s,
                  std::vector<Check>& checks) {
  if (s.name.empty()) return;
  Check c = CheckOf(p);
  c.kind = kind;
  c.id = absl::StrCat(p.id, ", ", s.name);
  c.expected = s.expected;
  c.result = s.result;
  c.reason.clear();
  if (!s.case_file.empty()) c.reproduce = absl::StrCat("quiesce replay ", s.case_file);
  checks.push_back(std::move(c));
}

}  // namespace

std::string_view NameOf(CheckKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::vector<Check> ChecksOf(const RunRecord& record) {
  std::vector<Check> checks;
  for (const PropertyRecord& p : record.properties) checks.push_back(CheckOf(p));
  for (const ProofRecord& p : record.proofs) {
    checks.push_back(CheckOf(p));
    AppendBeside(CheckKind::kTwin, p, p.twin, checks);
    AppendBeside(CheckKind::kSecondSolver, p, p.second_solver, checks);
  }
  return checks;
}

Tally TallyOf(const std::vector<Check>& checks) {
  Tally tally;
  for (const Check& c : checks) {
    const int status = ExitStatus(c.result, c.expected);
    ++(status == 0 ? tally.as_expected : status == 1 ? tally.violated : tally.undecided);
  }
  return tally;
}

std::string_view VerdictOf(int exit_status) {
  switch (exit_status) {
    case 0:
      return "Every check gave the expected answer.";
    case 1:
      return "A statement is violated.";
    default:
      return "Some checks gave no answer, or not the one that was expected.";
  }
}

}  // namespace quiesce
