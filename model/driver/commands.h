// The driver's side of the command queue.
#pragma once

#include <array>
#include <cstdint>

#include "model/driver/driver_core.h"
#include "spec/commands.h"

namespace quiesce {

/// Queues one command, then CMD_SYNC, and waits until CMDQ_CONS has passed both. False after a
/// time-out: the driver counts it, warns, and goes on.
bool IssueWithSync(DriverCore& core, const std::array<std::uint64_t, 2>& command);

template <Opcode O>
bool IssueWithSync(DriverCore& core, const CommandRecord<Concrete, O>& command) {
  return IssueWithSync(core, RawWords(command));
}

/// CMD_CFGI_STE with Leaf = 1.
bool InvalidateSte(DriverCore& core, std::uint32_t sid);
/// With Leaf = 0: the L1STD that leads there too.
bool InvalidateL1(DriverCore& core, std::uint32_t sid);
/// CMD_CFGI_CD of SubstreamID 0 with Leaf = 1.
bool InvalidateCd(DriverCore& core, std::uint32_t sid);

/// Everything of one ASID or VMID, in the regime that the driver's STEs select.
bool InvalidateAsid(DriverCore& core, std::uint16_t asid);
bool InvalidateVmid(DriverCore& core, std::uint16_t vmid);

}  // namespace quiesce
