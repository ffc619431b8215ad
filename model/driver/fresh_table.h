// A stream table of the driver's own, owned by devres.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// 2-level where the feature is set, with no L2 table yet; else linear, every STE abort or, by
/// policy, bypass. Replaces core.s.strtab.table, memory and pointers.
std::optional<DriverStop> MakeFreshTable(DriverCore& core);

}  // namespace quiesce
