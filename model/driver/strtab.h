// Setting up the stream table: adopt the crashed kernel's, or fall back to a fresh one.
#pragma once

#include <optional>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Adopts if core.s.adopt_option is set; on a toss, what Variant::on_toss and its neighbours say.
/// A stop fails the probe; adopt_stop says why adoption did not happen.
std::optional<DriverStop> InitStreamTable(DriverCore& core);

/// The cleanup of an adopted table: gives back the mapping and the array, by the arm of the union
/// that the variant finds. A wrong arm takes the array's pointer for nothing, and keeps it.
void CleanUpAdoptedTable(DriverCore& core);

}  // namespace quiesce
