// Whether software may write a guarded register now. IHI 0070 G.b 6.2, 6.3.9.
#pragma once

#include <cstdint>

#include "model/image/image.h"

namespace quiesce {

/// A field that is still being Updated counts as having either value, so a guard in transition is
/// not open.
enum class GuardState : std::uint8_t {
  kOpen,        ///< the enable bit and its acknowledgement are 0
  kTransition,  ///< they differ
  kClosed,      ///< both are 1
};

/// The state of a guard of one enable bit, from CR0, CR0ACK, IRQ_CTRL and IRQ_CTRLACK as software
/// reads them; kOpen for a guard that is no enable bit.
GuardState StateOf(Guard guard, const RegisterImage& visible);

/// The fields of CR1 whose guards are open.
std::uint64_t OpenCr1Bits(const RegisterImage& visible);

inline constexpr std::uint64_t kCr1QueueBits = 0x03F;
inline constexpr std::uint64_t kCr1TableBits = 0xFC0;

}  // namespace quiesce
