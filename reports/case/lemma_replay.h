// Asks the lemma of a case once.
#pragma once

#include "reports/case/replay.h"

namespace quiesce {

/// As ReplayCase(), for a case with `kind: lemma`. A premise that is not so, and is not left out,
/// makes the lemma say nothing of the values: then it is not violated, and a case that expects
/// anything diverges.
ReplayReport ReplayLemma(const Case& c, const ReplayOptions& options);

}  // namespace quiesce
