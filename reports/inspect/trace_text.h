// One translation, step by step, as text.
#pragma once

#include <string>
#include <vector>

#include "model/smmu/outcome.h"
#include "model/smmu/trace.h"

namespace quiesce {

/// One line a step: what was read from which address, what it says, what each stage gave.
std::string TraceText(const std::vector<TraceStep>& steps);

/// How the translation ended, one line: "complete at PA 0x43df9a5c", "abort, C_BAD_STE recorded:
/// ...".
std::string OutcomeText(const Outcome& outcome);

}  // namespace quiesce
