// The walk that finds every ASID and VMID that a live STE can still put into the TLB, so that the
// allocators do not hand it out again (T1+). Rules: id_scan_rules.h.
#pragma once

#include <optional>

#include "model/driver/adopt.h"

namespace quiesce {

/// Fills view.reserved from all STEs of the adopted table. The first stop in table order; what was
/// reserved before it is rolled back.
std::optional<DriverStop> ScanIds(const SparseMemory& memory, const Variant& variant,
                                  const DriverFeatures<Concrete>& features,
                                  const Platform& platform, AdoptedView& view);

}  // namespace quiesce
