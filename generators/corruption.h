// Draws one corruption that has a target in its scenario.
#pragma once

#include "generators/prng.h"
#include "model/world/scenario.h"

namespace quiesce {

/// A linear table gets no corruption of an L1STD.
Corruption DrawCorruption(Prng& p, const Scenario& scenario);

}  // namespace quiesce
