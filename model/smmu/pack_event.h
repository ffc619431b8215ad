// An event as the record that the event queue holds. IHI 0070 G.b 7.3.
#pragma once

#include <array>
#include <cstdint>

#include "model/smmu/event.h"

namespace quiesce {

/// The four 64-bit words of the record. Fields that this type of record does not have are left out;
/// IMPLEMENTATION DEFINED fields, the STAG and whatever is UNKNOWN are 0.
std::array<std::uint64_t, 4> PackEvent(const Event& event);

}  // namespace quiesce
