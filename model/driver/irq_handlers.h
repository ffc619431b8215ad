// What the driver does when an interrupt comes: the part that runs at once, and the threads that
// drain the event and PRI queues.
#pragma once

#include "model/driver/gerror.h"

namespace quiesce {

/// The combined line. kWakeThread: CombinedThread follows.
IrqAnswer HandleCombined(DriverCore& core);
IrqAnswer CombinedThread(DriverCore& core);

/// Reads every event record up to EVENTQ_PROD, ends stalls by CMD_RESUME (abort), and stores
/// EVENTQ_CONS once.
IrqAnswer EventqThread(DriverCore& core);

/// Likewise; the last request of a group is answered with a failure.
IrqAnswer PriqThread(DriverCore& core);

}  // namespace quiesce
