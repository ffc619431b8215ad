// A domain: what a device's DMA may reach.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/driver/port.h"

namespace quiesce {

enum class DomainKind : std::uint8_t {
  kDma,       ///< stage 1, own page table; stage 2 where the SMMU has no stage 1
  kStage2,    ///< stage 2, own page table; stage 1 where the SMMU has no stage 2
  kIdentity,  ///< bypass STE
  kBlocked,   ///< abort STE
};

struct Domain {
  DomainKind kind = DomainKind::kBlocked;
  std::uint16_t asid = 0;        ///< kDma
  std::uint16_t vmid = 0;        ///< kStage2
  std::vector<Resource> tables;  ///< the root first; for kDma and kStage2
};

}  // namespace quiesce
