// Runs the case of a whole hand-over once.
#pragma once

#include "reports/case/replay.h"

namespace quiesce {

/// As ReplayCase(), for a case with `kind: hand-over`. A step is one call of the driver; all
/// invariants are judged from the crash to the end.
ReplayReport ReplayHandOver(const Case& c, const ReplayOptions& options);

}  // namespace quiesce
