// How a part of the driver ends.
#pragma once

#include <optional>

#include "model/driver/stop.h"

namespace quiesce {

/// Why the driver cannot go on; nothing if it can.
using MaybeStop = std::optional<DriverStop>;

}  // namespace quiesce
