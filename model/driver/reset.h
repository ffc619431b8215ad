// The reset: from whatever the SMMU did before to what this driver wants, register by register.
//
// Full:  GBPA.ABORT, CR0 off, CR1, CR2, STRTAB_*, then the common tail.
// Adopt: CR0 keeps SMMUEN and what else the variant retains; none of those registers is written.
// Tail:  GERROR acknowledged, command queue, invalidations, output queues, ATSCHK, interrupts,
//        and the final CR0.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// A stop fails the probe. Time-outs of GBPA, of a CMD_SYNC and of the last IRQ_CTRL do not.
std::optional<DriverStop> ResetSmmu(DriverCore& core);

/// CR2 as this driver wants it.
std::uint32_t DriverCr2(const HwFeatures& features);

}  // namespace quiesce
