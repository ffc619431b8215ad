// Global errors: the acknowledgement in the reset, and the interrupt handler.
#pragma once

#include "model/driver/driver_core.h"

namespace quiesce {

/// What an interrupt handler answers to the kernel.
enum class IrqAnswer : std::uint8_t {
  kNone,  ///< not from this device; too many of these and the line is shut down
  kHandled,
  kWakeThread,
};

/// In the reset of a kdump kernel: if an error is active, GERRORN := GERROR, or what a mutant
/// writes. IHI 0070 G.b 6.3.19, 6.3.20.
void AcknowledgeGerror(DriverCore& core);

/// The handler. Repairs the command queue after CMDQ_ERR, switches the SMMU off after SFM_ERR,
/// and acknowledges.
IrqAnswer HandleGerror(DriverCore& core);

}  // namespace quiesce
