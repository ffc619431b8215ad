// The walk that finds every ASID and VMID that a live STE can still put into the TLB, so that the
// allocators do not hand it out again (T1+). Rules: id_scan_rules.h.
#pragma once

#include <optional>

#include "model/driver/adopt_table.h"

namespace quiesce {

/// Fills view.reserved from all STEs of the adopted table, mapping each L2 and CD table while it
/// is read. The first stop in table order; what was reserved before it is rolled back as the
/// variant does.
std::optional<DriverStop> ScanIds(const AdoptContext& ctx, const DriverFeatures<Concrete>& features,
                                  AdoptedView& view);

}  // namespace quiesce
