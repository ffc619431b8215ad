// Page tables of the driver's own domains: 4 KiB granule; four levels at stage 1, three at stage 2.
#pragma once

#include <cstdint>
#include <optional>

#include "model/driver/domain.h"
#include "model/driver/driver_core.h"

namespace quiesce {

/// Maps the 4 KiB page at `iova` to that at `pa`, readable and writable. Missing tables are
/// allocated and belong to the domain. A stop leaves the page unmapped. `iova` is below 2^48, for
/// stage 2 below 2^39.
std::optional<DriverStop> MapPage(DriverCore& core, Domain& domain, std::uint64_t iova,
                                  std::uint64_t pa);

/// Clears the page's descriptor and invalidates the domain's ID.
std::optional<DriverStop> UnmapPage(DriverCore& core, Domain& domain, std::uint64_t iova);

}  // namespace quiesce
