// Draws one corruption of the stream table, an STE, a CD or a register that has a target in its
// scenario. generators/operators.h has all there are.
#pragma once

#include "generators/prng.h"
#include "model/world/scenario.h"

namespace quiesce {

/// A linear table gets no corruption of an L1STD.
Corruption DrawCorruption(Prng& p, const Scenario& scenario);

}  // namespace quiesce
