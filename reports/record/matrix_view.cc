#include "reports/record/matrix_view.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace quiesce {

CellState StateOf(const MatrixCellRecord& cell) {
  if (cell.clean.violated > 0) return CellState::kViolatedClean;
  if (cell.corrupted.violated > 0) return CellState::kViolatedCorrupted;
  if (!cell.applicable) return CellState::kNotApplicable;
  const bool judged = cell.clean.judged + cell.corrupted.judged > 0;
  return judged ? CellState::kHeld : CellState::kNotJudged;
}

std::string ShortText(const MatrixCellRecord& cell) {
  switch (StateOf(cell)) {
    case CellState::kHeld:
      return ".";
    case CellState::kNotApplicable:
      return "-";
    case CellState::kNotJudged:
      return "?";
    case CellState::kViolatedClean:
    case CellState::kViolatedCorrupted:
      break;
  }
  return absl::StrCat(cell.clean.violated + cell.corrupted.violated);
}

std::string LongText(const MatrixCellRecord& cell) {
  switch (StateOf(cell)) {
    case CellState::kNotApplicable:
      return "says nothing of who never adopts";
    case CellState::kNotJudged:
      return "no hand-over was judged";
    case CellState::kHeld:
    case CellState::kViolatedClean:
    case CellState::kViolatedCorrupted:
      break;
  }
  return absl::StrFormat("%u of %u clean and %u of %u corrupted hand-overs violate it",
                         cell.clean.violated, cell.clean.judged, cell.corrupted.violated,
                         cell.corrupted.judged);
}

std::vector<std::string> InvariantsOf(const std::vector<MatrixRowRecord>& rows) {
  std::set<std::string> ids;
  for (const MatrixRowRecord& row : rows) {
    for (const MatrixCellRecord& cell : row.cells) ids.insert(cell.invariant);
  }
  return {ids.begin(), ids.end()};
}

const MatrixCellRecord* FindCell(const MatrixRowRecord& row, std::string_view invariant) {
  const auto cell = std::ranges::find(row.cells, invariant, &MatrixCellRecord::invariant);
  return cell == row.cells.end() ? nullptr : &*cell;
}

}  // namespace quiesce
