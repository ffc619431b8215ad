// The matrix as the run record holds it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/handover/matrix.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// Where the cases of the catalogue are, from the root of the project.
inline constexpr std::string_view kCorpusCases = "corpus/cases/";

/// Variants, then policies. The case of a cell is that of its first violating hand-over, if there
/// is one in the corpus: `cases` + "bug-14.case". `cases` is relative to the record and empty or
/// ends with a slash.
std::vector<MatrixRowRecord> RecordOf(const Matrix& matrix, std::string_view cases);

}  // namespace quiesce
