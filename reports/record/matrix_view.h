// How the cells of a matrix read, the same in every report.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/record/run_record.h"

namespace quiesce {

enum class CellState : std::uint8_t {
  kHeld,
  kViolatedClean,      ///< already in a crash as a healthy kernel leaves it
  kViolatedCorrupted,  ///< in a corrupted one only
  kNotApplicable,
  kNotJudged,  ///< no hand-over was judged: nothing is known
};
CellState StateOf(const MatrixCellRecord& cell);

/// "." held, "-" not applicable, "?" not judged, else how many hand-overs violate it: "8".
std::string ShortText(const MatrixCellRecord& cell);
/// The same as a sentence: "1 of 100 clean and 7 of 200 corrupted hand-overs violate it".
std::string LongText(const MatrixCellRecord& cell);

/// Every invariant that a row has a cell for, by id.
std::vector<std::string> InvariantsOf(const std::vector<MatrixRowRecord>& rows);

/// The cell of the row, or nullptr.
const MatrixCellRecord* FindCell(const MatrixRowRecord& row, std::string_view invariant);

}  // namespace quiesce
