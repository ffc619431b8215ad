// Hand-overs of generated crashes: every stream a device that reads what its tables map.
#pragma once

#include <cstdint>

#include "model/world/hand_over.h"

namespace quiesce {

/// A well-formed crash on an SMMU without EL2 worlds, ATS or faults that stall; the devices come
/// one after the other. Deterministic in `seed`.
HandOver CleanCrash(std::uint64_t seed);

}  // namespace quiesce
