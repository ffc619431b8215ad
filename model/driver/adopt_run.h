// The whole of adoption on an image: decide, the CR0 writes of the adopt-mode reset, then one
// master for each StreamID.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/driver/insert.h"

namespace quiesce {

/// One master with one StreamID.
struct MasterResult {
  std::uint32_t sid;
  std::optional<DriverStop> rejected;
  bool deferred = false;
  std::optional<std::uint64_t> ste;  ///< where the driver reads and edits its STE
};

struct AdoptionRun {
  AdoptDecision decision;
  L2Allocator allocator;
  std::vector<MasterResult> masters;  ///< in the order of insertion
  std::vector<DriverWrite> writes;    ///< in order; registers and memory
};

/// The CR0 values that the adopt-mode reset writes, in order: queues off, CMDQ on, ATSCHK where the
/// variant forces it, and the final write.
std::vector<std::uint64_t> AdoptModeCr0Writes(const Variant& variant,
                                              const DriverFeatures<Concrete>& features,
                                              std::uint64_t cr0);

/// Decides, and on adoption writes CR0 and its acknowledgement. Changes the image as the driver
/// does; the other registers of the reset, and the full reset that follows a toss, are not modelled
/// here.
AdoptionRun BeginAdoption(Image& image, const Variant& variant, const Platform& platform);

/// Probes one master of an adopted SMMU, and appends it to run.masters.
const MasterResult& InsertMaster(Image& image, const Variant& variant, const Platform& platform,
                                 std::uint32_t sid, AdoptionRun& run);

/// Both, for masters of one StreamID each; none unless adopted.
AdoptionRun ApplyAdoption(Image& image, const Variant& variant, const Platform& platform,
                          std::span<const std::uint32_t> sids);

}  // namespace quiesce
