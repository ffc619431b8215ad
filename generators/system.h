// The machine that every drawn hand-over happens in: where RAM, the next kernel and the SMMU are.
#pragma once

#include "model/world/hand_over.h"

namespace quiesce {

inline constexpr PhysicalRange kCrashedRam{0x4000'0000, 0x2000'0000};
inline constexpr PhysicalRange kNextRam{0x9000'0000, 0x400'0000};
inline constexpr PhysicalRange kPool{0x9000'0000, 0x200'0000};
inline constexpr PhysicalRange kSmmuRegisters{0x0905'0000, 0x2'0000};

/// The crash in that machine, without devices and calls.
HandOver InMachine(const Scenario& scenario);

}  // namespace quiesce
