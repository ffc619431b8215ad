// A run record as JUnit XML, for the test pages of CI systems.
#pragma once

#include <string>

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// A suite for each kind of check, one for the hunts and one for what was not run. As a check came
/// out: as expected, also a violation that was, is a pass; an unexpected violation a failure; any
/// other answer an error, and so is a hunt that found nothing. What was not run is skipped.
/// Times come from the environment, by id.
std::string ToJUnit(const RunRecord& record, const Environment& environment);

}  // namespace quiesce
