// Reserved memory ranges: firmware says that some StreamIDs must reach memory untranslated from
// the start.
#pragma once

#include "model/driver/driver_core.h"

namespace quiesce {

/// Writes a bypass STE for each RMR StreamID, in place and without invalidation: the table is
/// taken not to be live yet. A StreamID whose L2 table cannot be had is left out.
void InstallRmrBypass(DriverCore& core);

}  // namespace quiesce
