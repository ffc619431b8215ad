// The steps of a record's findings, for its page.
#pragma once

#include <iosfwd>
#include <string>

#include "reports/record/run_record.h"

namespace quiesce {

/// Findings whose case is at hand get the steps and changes that they lack; a relative file is one
/// of `directory`. A case that cannot be read leaves its finding as it is, and is named on `err`;
/// so does one that ended the program, unnamed: it is not run.
void FillFindings(const std::string& directory, RunRecord& record, std::ostream& err);

}  // namespace quiesce
