#include "properties/handover/matrix_record.h"

#include "absl/strings/str_format.h"
#include "properties/handover/recipe_case.h"

namespace quiesce {
namespace {

JudgedCount Counted(const MatrixCount& count) { return {count.judged, count.violated}; }

/// A generated crash has no file.
std::string CaseFileOf(const MatrixCell& cell, std::string_view cases) {
  const BugRecipe* recipe = FindRecipe(cell.first_where);
  if (recipe == nullptr) return "";
  return absl::StrFormat("%s%s", cases, CaseNameOf(*recipe));
}

MatrixCellRecord CellOf(const MatrixRow& row, Invariant invariant, std::string_view cases) {
  const MatrixCell& cell = row[invariant];
  MatrixCellRecord r;
  r.invariant = SpecOf(invariant).id;
  r.applicable = row.Applies(invariant);
  r.clean = Counted(cell.clean);
  r.corrupted = Counted(cell.corrupted);
  if (cell.violated() == 0) return r;
  r.first_case = cell.first_index;
  r.first = absl::StrFormat("%s: %s", cell.first_where, cell.first);
  r.case_file = CaseFileOf(cell, cases);
  return r;
}

MatrixRowRecord RowOf(const MatrixRow& row, std::string_view kind, std::string_view cases) {
  MatrixRowRecord r;
  r.kind = kind;
  r.name = row.name;
  for (std::size_t i = 0; i < kInvariantCount; ++i) {
    r.cells.push_back(CellOf(row, static_cast<Invariant>(i), cases));
  }
  return r;
}

}  // namespace

std::vector<MatrixRowRecord> RecordOf(const Matrix& matrix, std::string_view cases) {
  std::vector<MatrixRowRecord> rows;
  for (const MatrixRow& row : matrix.variants) rows.push_back(RowOf(row, "variant", cases));
  for (const MatrixRow& row : matrix.policies) rows.push_back(RowOf(row, "policy", cases));
  return rows;
}

}  // namespace quiesce
