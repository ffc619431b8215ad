// Memory for the command, event and PRI queues.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Allocates the queues that the features name, halving each until it fits. Owned by devres.
std::optional<DriverStop> InitQueues(DriverCore& core);

/// The value for *Q_BASE: address, size, and the read- or write-allocate hint.
std::uint64_t QueueBase(const DriverQueue& queue);

}  // namespace quiesce
