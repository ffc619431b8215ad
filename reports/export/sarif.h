// The violations of a run record as SARIF 2.1.0, for code scanning pages and editors.
#pragma once

#include <string>

#include "reports/record/run_record.h"

namespace quiesce {

/// A rule for each invariant, and for each check that has none. A result for each finding, each
/// cell of the matrix that is violated and each check that is violated although it should not be.
/// Level: "error" if it was not expected; "warning" if the matrix shows it of the newest variant or
/// of a policy; else "note". What gave no answer or was not run is a notification of the
/// invocation, which is not successful then.
std::string ToSarif(const RunRecord& record);

}  // namespace quiesce
