// QZ-09 on structures alone: what an adoption must not get wrong before any DMA is looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/driver/adopt_run.h"
#include "spec/choices.h"

namespace quiesce {

struct StructureCheck {
  AdoptDecision decision;
  std::uint64_t inserted = 0;               ///< masters
  std::optional<std::uint32_t> moved = {};  ///< the first StreamID whose STE is another
};

/// Adopts the image's table, and inserts a master for each StreamID: the STE that the driver edits
/// must be the one that the SMMU fetches, and where it was. Leaves in `image` what the driver makes
/// of it.
StructureCheck CheckStructuresInPlace(Image& image, const Variant& variant,
                                      const Platform& platform, std::span<const std::uint32_t> sids,
                                      Choices& choices);

}  // namespace quiesce
