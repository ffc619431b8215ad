// Scenarios for RapidCheck: one raw draw of 64 bits, expanded by our own generator, shrunk by the
// passes that the caller gives.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <vector>

#include "generators/scenario.h"

namespace quiesce {

/// Smaller candidates of a scenario, the most promising first.
using ScenarioShrinker = std::function<std::vector<Scenario>(const Scenario&)>;

rc::Gen<Scenario> ScenarioGen(ScenarioOptions options, ScenarioShrinker smaller);

}  // namespace quiesce
