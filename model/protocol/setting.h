// What a protocol is built for: the driver, the policy, and what the world around it may do.
#pragma once

#include "model/driver/policy.h"
#include "model/driver/variant.h"

namespace quiesce {

/// What may happen besides the driver's own steps and the SMMU's updates. In the concrete world
/// everything may; a proof leaves out what it assumes away.
struct Happenings {
  bool service_failure = true;  ///< the SMMU enters service failure mode
  bool errors = true;           ///< GERROR records errors
  bool failures = true;         ///< an allocation, registration or poll of the driver fails
  bool shares_cr0 = false;      ///< another agent writes CR0, too
  bool corruption = true;       ///< somebody rewrites live structures
  bool reprobes = true;         ///< a driver that has given up is probed again
  bool stops = true;            ///< the driver is removed or shut down
  bool rest_tosses = true;      ///< something of the table beyond the two streams is refused
  bool overlaps = true;         ///< structures of the crashed kernel overlap one another
  bool identity = true;         ///< a device's default domain is identity
  bool own_stalls = true;       ///< DMA stalls for another reason than the crashed kernel's tables

  friend bool operator==(const Happenings&, const Happenings&) = default;
};

struct Setting {
  Variant variant = kNewestVariant;
  Policy policy = policies::kAdopt;
  bool kdump = true;
  Happenings may = {};

  bool adopts() const { return kdump && Adopts(policy); }
  bool bypasses() const { return policy.take_over == TakeOver::kFullResetBypass; }
  /// The event and PRI queues are programmed and enabled at all.
  bool uses_output_queues() const {
    return !kdump || variant.output_queues == OutputQueues::kEnabledThenDropped;
  }
};

}  // namespace quiesce
