// What every step of the driver works on: the port, what was decided before the start, and the
// driver's own state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/driver/devres.h"
#include "model/driver/driver_strtab.h"
#include "model/driver/hw_features.h"
#include "model/driver/policy.h"
#include "model/driver/port.h"
#include "model/driver/stop.h"
#include "model/driver/variant.h"

namespace quiesce {

struct DriverConfig {
  Variant variant = kNewestVariant;
  Policy policy = policies::kAdopt;
  Platform platform;
  bool kdump = true;             ///< the kernel was started by a crash
  unsigned poll_intervals = 16;  ///< waits until a poll gives up
  unsigned max_queue_log2 = 19;  ///< a further cap on queue sizes, for small worlds

  friend bool operator==(const DriverConfig&, const DriverConfig&) = default;
};

/// A queue as software has it. Indexes carry their wrap bit.
struct DriverQueue {
  std::optional<Resource> memory;
  unsigned log2 = 0;
  unsigned entry_words = 2;
  std::uint32_t prod = 0;
  std::uint32_t cons = 0;

  std::uint64_t EntryAddress(std::uint32_t index) const {
    const std::uint64_t slot = index & ((std::uint32_t{1} << log2) - 1);
    return memory->range.first + slot * entry_words * 8;
  }
  /// The next index, wrapping into the bit above the slot number.
  std::uint32_t Next(std::uint32_t index) const {
    return (index + 1) & ((std::uint32_t{1} << (log2 + 1)) - 1);
  }
};

/// The maps from which ASIDs and VMIDs are handed out.
struct IdMaps {
  std::set<std::uint16_t> asids;
  std::set<std::uint16_t> vmids;
  std::optional<Resource> memory;  ///< held while either map has an entry
  bool others_erased = false;      ///< reservations of other SMMUs in a shared space are gone
};

struct DriverState {
  HwFeatures features;
  bool adopt_option = false;  ///< set by the gate; the reset keeps the table if it is still set
  std::optional<DriverStop> adopt_stop;  ///< why adoption did not happen
  DriverStrtab strtab;
  IdMaps ids;
  DriverQueue cmdq, eventq, priq;
  std::uint32_t cr0 = 0;  ///< the value last written, as the driver remembers it
  bool registered_sysfs = false;
  bool registered_iommu = false;
  Devres devres;

  std::map<std::uint32_t, std::uint32_t> streams;  ///< StreamID to master
  unsigned sync_timeouts = 0;  ///< CMD_SYNCs that never completed; the driver warns and goes on
  unsigned stray_erases = 0;   ///< streams taken out of the tree that were never put in
};

struct DriverCore {
  Port& port;
  const DriverConfig& config;
  DriverState s = {};

  const Variant& variant() const { return config.variant; }
  AdoptContext looking() { return {port, config.variant, config.platform}; }
  /// The event and PRI queues are programmed and enabled at all.
  bool UsesOutputQueues() const {
    return !config.kdump || config.variant.output_queues == OutputQueues::kEnabledThenDropped;
  }
};

}  // namespace quiesce
