// An event as the words of its record in the event queue.
#pragma once

#include <array>
#include <cstdint>

#include "model/smmu/event.h"

namespace quiesce {

/// The record of spec/events.h; STAG is written only if the event stalls. Fields that the format
/// does not have are dropped, IMPLEMENTATION DEFINED ones are 0. An address is cut to the bits that
/// the format holds.
std::array<std::uint64_t, 4> PackEvent(const Event& event, std::uint16_t stag = 0);

}  // namespace quiesce
