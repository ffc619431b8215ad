// The steps of adopting a stream table: the gate, the registers, every L1 descriptor, then the ID
// scan. Rules are those of adopt_checks.h and id_scan_rules.h; every read and mapping goes through
// the port.
#pragma once

#include <optional>

#include "model/driver/adopt_checks.h"
#include "model/driver/driver_strtab.h"
#include "model/driver/port.h"
#include "model/driver/stop.h"

namespace quiesce {

/// Who looks, and by which choices.
struct AdoptContext {
  ReadPort& port;
  const Variant& variant;
  const Platform& platform;
};

/// The probed features, from IDR0 and IDR1.
DriverFeatures<Concrete> ReadFeatures(ReadPort& port);

/// Reads CR0, GERROR and GERRORN. The rule that keeps adoption from beginning, or nothing.
std::optional<DriverStop> CheckGate(const AdoptContext& ctx);

/// Maps and checks the table that STRTAB_BASE names. On a stop, `view` holds what is still mapped
/// and allocated; the caller gives it back.
std::optional<DriverStop> AdoptTable(const AdoptContext& ctx,
                                     const DriverFeatures<Concrete>& features, AdoptedView& view);

/// The L1 descriptor at `address`, and what the variant says of it.
struct L1Look {
  std::optional<DriverStop> stop;
  bool empty = false;
  std::uint64_t l2 = 0;  ///< physical address of the L2 table; if neither stopped nor empty
};
L1Look LookAtL1(const AdoptContext& ctx, L1CheckTime when, const Resource& through,
                std::uint64_t address);

/// A mapping; failing by fault or by the port. In versions that do not see the failure it is a
/// wild pointer.
std::optional<DriverStop> MapOrStop(const AdoptContext& ctx, FaultPoint point,
                                    const PhysicalRange& range, std::optional<Resource>& mapping);

/// The range overlaps memory that the variant's overlap test protects.
bool OverlapsProtected(const Variant& variant, const Platform& platform,
                       const PhysicalRange& range);

/// DMA address to physical address, in the versions that convert.
std::uint64_t DriverPhysical(const Variant& variant, const Platform& platform, std::uint64_t value);

}  // namespace quiesce
