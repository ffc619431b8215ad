// What the driver does for one StreamID of a master: find or make its L2 table, and decide whether
// the first attach is deferred. The steps go through a port; the second half runs them on an image.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/driver/adopt.h"
#include "model/driver/image_port.h"

namespace quiesce {

/// Who acts, and by which choices.
struct InsertContext {
  Port& port;
  const Variant& variant;
  const Platform& platform;
  bool adopted = true;        ///< the L1 table is the crashed kernel's
  bool fresh_bypass = false;  ///< fresh L2 tables hold bypass STEs instead of abort
};

/// Makes the STE of `sid` reachable: maps the crashed kernel's L2 table, or, behind an empty L1
/// descriptor, writes a fresh one and then the descriptor. On a stop this device is rejected.
std::optional<DriverStop> InsertStream(const InsertContext& ctx, std::uint32_t sid,
                                       DriverStrtab& table);

/// Fills memory with STEs that abort, or bypass, word by word.
void WriteInitialStes(Port& port, const Resource& memory, std::uint64_t first, std::uint64_t count,
                      bool bypass);

/// Whether the first attach of a master with these inserted StreamIDs is deferred. Reads the STEs
/// where the driver believes they are.
struct DeferralDecision {
  bool deferred;
  std::optional<DriverStop> stop;  ///< an STE could not be read; `deferred` is then false
};
DeferralDecision AttachDeferred(ReadPort& port, const Variant& variant, const DriverStrtab& table,
                                std::span<const std::uint32_t> sids);

// --- the same on an image at rest ---

/// Every store is applied to the image and appended to `writes`. On a stop nothing was written.
std::optional<DriverStop> InsertStream(Image& image, const Variant& variant,
                                       const Platform& platform, std::uint32_t sid,
                                       L2Allocator& allocator, AdoptedView& view,
                                       std::vector<DriverWrite>& writes);

DeferralDecision AttachDeferred(const Image& image, const Variant& variant, const AdoptedView& view,
                                std::span<const std::uint32_t> sids);

}  // namespace quiesce
