// The passes that make a scenario smaller.
#pragma once

#include <vector>

#include "model/world/scenario.h"

namespace quiesce {

/// Every scenario that is one cut away, the largest cuts first: halves of the streams, then single
/// streams, corruptions, substreams and mappings, then fields set to their defaults. Each candidate
/// is smaller by CutsLeft(), so repeating ends.
std::vector<Scenario> SmallerScenarios(const Scenario& scenario);

/// How many parts and non-default fields a scenario has: what shrinking makes smaller.
std::size_t CutsLeft(const Scenario& scenario);

}  // namespace quiesce
