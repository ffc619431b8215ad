// From the values that break a lemma to a case that people can read and the concrete code runs.
#pragma once

#include "properties/proved/run_lemma.h"

namespace quiesce {

/// A case that breaks its lemma, with every bit cleared that it also breaks without; any other case
/// as it is.
Case Plainest(Case c);

/// Refuted by the plainest such case, or a mismatch if replaying it does not break the lemma.
LemmaRun RunLemmaCase(Case c);

}  // namespace quiesce
