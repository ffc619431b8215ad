// The devices of a drawn hand-over, and what each has in flight.
#pragma once

#include <vector>

#include "generators/prng.h"
#include "model/world/hand_over.h"

namespace quiesce {

/// One device a stream, which reads what its tables map. With `wide` also: writes, substreams,
/// addresses that are not mapped, translated ATS traffic, devices with several StreamIDs or with
/// none that is in use, devices marked quiesced, and streams that no device has.
std::vector<HandOverDevice> DrawDevices(Prng& p, const Scenario& s, bool wide);

}  // namespace quiesce
