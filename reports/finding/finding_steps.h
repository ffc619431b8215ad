// What a finding's case shows when it is run: the steps, and what they change.
#pragma once

#include <string>
#include <vector>

#include "reports/case/case.h"
#include "reports/record/run_record.h"

namespace quiesce {

/// The run of the case in order, up to the call of the driver that shows the last violation. A
/// violation is a step of its own, after what its call did.
std::vector<FindingStep> StepsOfCase(const Case& c);

/// Registers that the driver writes and structures named by the case that it stores into, where the
/// value at the last call's end is another than in the crash. Empty for a case of an adoption.
std::vector<Change> ChangesOfCase(const Case& c);

/// Fills in what the finding lacks of steps, changes and the bits that matter.
void FillFromCase(const Case& c, Finding& finding);

}  // namespace quiesce
