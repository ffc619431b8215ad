// Interrupt set-up: the MSI registers, the handlers, and IRQ_CTRL.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Interrupts off; then one combined handler, or MSIs and one handler a source; then on. A stop if
/// IRQ_CTRL is not acknowledged the first time; later failures are warned about, no more. Handlers
/// are owned by devres.
std::optional<DriverStop> SetUpIrqs(DriverCore& core);

}  // namespace quiesce
