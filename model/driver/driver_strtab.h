// The stream table that the driver works with, adopted or its own: where it believes entries are,
// and what it holds to reach them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/driver/driver_table.h"
#include "model/driver/port.h"

namespace quiesce {

/// ASIDs and VMIDs that the driver will not hand out, ascending.
struct ReservedIds {
  std::vector<std::uint16_t> asids;
  std::vector<std::uint16_t> vmids;
  bool others_erased = false;  ///< a failed scan dropped the reservations of other SMMUs too
};

struct DriverStrtab {
  DriverTable<Concrete> table{};
  std::optional<Resource> memory;               ///< the L1 table, or the linear one
  std::optional<Resource> pointers;             ///< the array of L2 tables
  std::map<std::uint32_t, std::uint64_t> l2;    ///< L2 tables: L1 index to physical address
  std::map<std::uint32_t, Resource> l2_memory;  ///< what holds each of them

  /// Physical address of the STE that the driver reads and edits; nothing before its L2 table is
  /// mapped. The StreamID must be in range.
  std::optional<std::uint64_t> SteAddress(std::uint32_t sid) const;

  /// What reaches that STE; SteAddress must have one.
  const Resource& SteMemory(std::uint32_t sid) const;

  void AddL2(std::uint32_t index, std::uint64_t pa, const Resource& through);
};

/// The driver's state after adoption.
struct AdoptedView : DriverStrtab {
  ReservedIds reserved;
};

inline std::uint32_t L1IndexOf(std::uint32_t sid) {
  return static_cast<std::uint32_t>(DriverL1Index(Bits<Concrete, 32>(sid)).raw());
}

}  // namespace quiesce
