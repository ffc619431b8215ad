#include "properties/handover/matrix.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/protocol/followed_run.h"
#include "properties/handover/clean_crash.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

/// One hand-over among all that are judged.
struct JudgedHandOver {
  std::string where;
  unsigned index;
  bool clean;
};

void CountInto(MatrixRow& row, const JudgedHandOver& judged, const HandOverResult& result) {
  row.adopts |= result.adopted;
  for (std::size_t i = 0; i < kInvariantCount; ++i) {
    MatrixCell& cell = row.cells[i];
    MatrixCount& count = judged.clean ? cell.clean : cell.corrupted;
    ++count.judged;
    const auto violation = std::ranges::find_if(result.violations, [&](const Violation& v) {
      return v.invariant == static_cast<Invariant>(i);
    });
    if (violation == result.violations.end()) continue;
    if (cell.violated() == 0) {
      cell.first_index = judged.index;
      cell.first_where = judged.where;
      cell.first = Describe(*violation);
    }
    ++count.violated;
  }
}

/// Everyone in turn takes over the same crash.
void JudgeAll(Matrix& matrix, const std::string& where, const HandOver& h,
              const RecipeChoices& how) {
  const JudgedHandOver judged{where, matrix.variants.front().cells.front().judged(),
                              IsWellFormed(h)};
  HandOverRunner runner(h);
  const auto judge = [&](MatrixRow& row) {
    RecipeAnswers answers(how);
    const FollowedRun run = RunFollowed(runner, answers);
    CountInto(row, judged, run.result);
    ++matrix.followed;
    if (!run.mismatch) return;
    matrix.mismatches.push_back(
        absl::StrFormat("%s, %s: %s", row.name, where, Describe(*run.mismatch)));
  };
  for (std::size_t i = 0; i < kNamedVariants.size(); ++i) {
    runner.Use(kNamedVariants[i]);
    judge(matrix.variants[i]);
  }
  runner.Use(kNewestVariant);
  for (std::size_t i = 0; i < kPolicies.size(); ++i) {
    runner.Use(kPolicies[i]);
    judge(matrix.policies[i]);
  }
}

std::string CellText(const MatrixRow& row, Invariant invariant) {
  if (!row.Applies(invariant)) return "-";
  const MatrixCell& cell = row[invariant];
  if (cell.violated() == 0) return ".";
  return absl::StrFormat("%d+%d", cell.clean.violated, cell.corrupted.violated);
}

void AppendRows(std::string& text, const std::vector<MatrixRow>& rows) {
  for (const MatrixRow& row : rows) {
    absl::StrAppendFormat(&text, "%-20s", row.name);
    for (std::size_t i = 0; i < kInvariantCount; ++i) {
      absl::StrAppendFormat(&text, " %6s", CellText(row, static_cast<Invariant>(i)));
    }
    text += "\n";
  }
}

void AppendEvidence(std::string& text, const std::vector<MatrixRow>& rows) {
  for (const MatrixRow& row : rows) {
    for (std::size_t i = 0; i < kInvariantCount; ++i) {
      if (!row.Applies(static_cast<Invariant>(i)) || row.cells[i].violated() == 0) continue;
      absl::StrAppendFormat(&text, "%-20s %s: %s\n", row.name, row.cells[i].first_where,
                            row.cells[i].first);
    }
  }
}

std::string Heading(std::string_view what) {
  std::string text = absl::StrFormat("%-20s", what);
  for (const RuleSpec& invariant : kInvariants) absl::StrAppendFormat(&text, " %6s", invariant.id);
  return text + "\n";
}

}  // namespace

bool MatrixRow::Applies(Invariant invariant) const {
  switch (invariant) {
    case Invariant::kSameSte:
    case Invariant::kTossLeavesNoTrace:
    case Invariant::kDecidedAsUsed:
    case Invariant::kFreshIds:
    case Invariant::kAcceptsWellFormed:
    case Invariant::kInsertIsLocal:
      return adopts;
    default:
      return true;
  }
}

Matrix MakeMatrix(const MatrixBudget& budget, const MatrixTick& tick) {
  Matrix matrix;
  for (const Variant& v : kNamedVariants) matrix.variants.push_back({v.name});
  for (const Policy& p : kPolicies) matrix.policies.push_back({p.name});
  std::uint64_t done = 0;
  const std::uint64_t all = BugRecipes().size() + budget.crashes;
  for (const BugRecipe& recipe : BugRecipes()) {
    if (recipe.make != nullptr) {
      JudgeAll(matrix, std::string(recipe.bug), recipe.make(), recipe.choices);
    }
    tick(++done, all);
  }
  for (std::uint64_t seed = budget.first_seed; seed < budget.first_seed + budget.crashes; ++seed) {
    const HandOver h = CleanCrash(seed);
    if (IsWellFormed(h)) JudgeAll(matrix, absl::StrFormat("crash %d", seed), h, {});
    tick(++done, all);
  }
  return matrix;
}

std::string ToText(const Matrix& matrix) {
  std::string text = Heading("variant");
  AppendRows(text, matrix.variants);
  const MatrixCell& any = matrix.variants.front().cells.front();
  text += "\n" + Heading("policy, newest");
  AppendRows(text, matrix.policies);
  absl::StrAppendFormat(
      &text,
      "\n%d clean and %d corrupted hand-overs a row. c+d: c clean and d corrupted "
      "ones violate it. '.': none. '-': says nothing of who never adopts.\n\n"
      "The first behind each number; bug-N is corpus/cases/bug-N.case:\n",
      any.clean.judged, any.corrupted.judged);
  AppendEvidence(text, matrix.variants);
  AppendEvidence(text, matrix.policies);
  absl::StrAppendFormat(&text, "\n%d of %d runs take only steps that the protocol permits\n",
                        matrix.followed - matrix.mismatches.size(), matrix.followed);
  for (const std::string& m : matrix.mismatches) {
    absl::StrAppendFormat(&text, "EncodingMismatch: %s\n", m);
  }
  return text;
}

}  // namespace quiesce
