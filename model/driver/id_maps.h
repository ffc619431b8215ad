// The ASIDs and VMIDs that the driver hands out, and those that it must not.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Enters what the scan found. Without heap memory for it nothing is entered, and the stop says so.
std::optional<DriverStop> ReserveIds(DriverCore& core, const ReservedIds& ids);

/// Empties both maps and gives their memory back.
void DestroyIdMaps(DriverCore& core);

/// The lowest free one from 1 upwards; nothing if all are in use. An ASID of a live domain of
/// another SMMU is in use too where the space is shared.
std::optional<std::uint16_t> TakeAsid(DriverCore& core);
std::optional<std::uint16_t> TakeVmid(DriverCore& core);
void PutAsid(DriverCore& core, std::uint16_t asid);
void PutVmid(DriverCore& core, std::uint16_t vmid);

}  // namespace quiesce
