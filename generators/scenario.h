// Draws whole scenarios. The same seed and options give the same scenario, on any machine.
#pragma once

#include <cstdint>

#include "model/world/scenario.h"

namespace quiesce {

/// What may be drawn. Without corruptions every scenario is well-formed.
struct ScenarioOptions {
  unsigned max_streams = 6;
  unsigned max_mappings = 4;     ///< of each translation table
  unsigned max_corruptions = 0;  ///< a quarter of the scenarios stay clean

  friend bool operator==(const ScenarioOptions&, const ScenarioOptions&) = default;
};

Scenario ExpandScenario(std::uint64_t seed, const ScenarioOptions& options);

}  // namespace quiesce
