// Draws one stream that is legal for its SMMU: STE kind, CD table, translation tables.
#pragma once

#include <cstdint>

#include "generators/prng.h"
#include "model/world/scenario.h"

namespace quiesce {

Stream DrawStream(Prng& p, const SmmuOptions& smmu, std::uint32_t sid, unsigned max_mappings);

}  // namespace quiesce
