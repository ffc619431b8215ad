// The steps of the probe that only look: features and gate; and the policies that act on devices
// or on adopted streams as a whole.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Reads the features; masks the output queues where the variant does; sets the option if the gate
/// lets adoption begin. A stop if the SMMU cannot be driven at all.
std::optional<DriverStop> ProbeSmmu(DriverCore& core);

/// Policy::devices_first, for every device of the platform.
void QuiesceDevices(DriverCore& core);

/// By signal: every adopted stream whose device was not marked quiesced aborts, by one store each.
std::optional<DriverStop> AbortUnmarked(DriverCore& core);

}  // namespace quiesce
