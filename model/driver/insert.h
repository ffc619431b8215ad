// What the driver does for one StreamID of a master after adoption: find or make its L2 table, and
// decide whether the first attach is deferred.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "model/driver/adopt.h"

namespace quiesce {

/// A store by the driver: a 64-bit word of memory, or a register.
struct DriverWrite {
  std::variant<Reg, std::uint64_t> target;  ///< register, or physical address
  std::uint64_t value;

  friend bool operator==(const DriverWrite&, const DriverWrite&) = default;
};

/// Hands out fresh 16 KiB tables from a region, lowest address first, and never takes one back.
class L2Allocator {
 public:
  explicit L2Allocator(const PhysicalRange& pool) : next_(pool.first), left_(pool.bytes) {}
  /// Nothing when the region is used up.
  std::optional<std::uint64_t> Take();

 private:
  std::uint64_t next_;
  std::uint64_t left_;
};

/// Makes the STE of `sid` reachable for the driver: maps the crashed kernel's L2 table, or, behind
/// an empty L1 descriptor, writes a fresh one of 256 abort STEs and then the descriptor. Every
/// store is applied to the image and appended to `writes`. On a stop this device is rejected and
/// nothing was written.
std::optional<DriverStop> InsertStream(Image& image, const Variant& variant,
                                       const Platform& platform, std::uint32_t sid,
                                       L2Allocator& allocator, AdoptedView& view,
                                       std::vector<DriverWrite>& writes);

/// Whether the first attach of a master with these inserted StreamIDs is deferred, and the address
/// of the first STE that made it so. Reads the STEs where the driver believes they are.
struct DeferralDecision {
  bool deferred;
  std::optional<DriverStop> stop;  ///< an STE could not be read; `deferred` is then false
};
DeferralDecision AttachDeferred(const Image& image, const Variant& variant, const AdoptedView& view,
                                std::span<const std::uint32_t> sids);

}  // namespace quiesce
