// What the driver knows from outside the SMMU: firmware tables and the memory map of its kernel.
#pragma once

#include <cstdint>
#include <vector>

namespace quiesce {

/// Physical addresses [first, first + bytes).
struct PhysicalRange {
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;

  /// Shares at least one byte. Neither range may wrap past the end of the address space.
  constexpr bool Overlaps(const PhysicalRange& o) const {
    return bytes != 0 && o.bytes != 0 && first <= o.first + (o.bytes - 1) &&
           o.first <= first + (bytes - 1);
  }
  friend bool operator==(const PhysicalRange&, const PhysicalRange&) = default;
};

struct Platform {
  bool coherent = true;          ///< firmware: the SMMU's own accesses are cache coherent
  std::uint64_t dma_offset = 0;  ///< physical address - DMA address of the SMMU's own accesses
  std::vector<PhysicalRange> system_ram;       ///< RAM of the kdump kernel itself
  std::vector<PhysicalRange> mmio;             ///< busy device memory
  std::vector<std::uint16_t> asids_elsewhere;  ///< ASIDs of live domains of other SMMUs
  /// Where fresh L2 tables of 16 KiB come from, lowest address first; 16 KiB aligned.
  PhysicalRange l2_pool{0x8000'0000, 0x100'0000};

  bool vhe = false;                     ///< the kernel runs at EL2: FEAT_E2H where the SMMU has Hyp
  bool ats_devices = false;             ///< devices have ATS, and their drivers let it be enabled
  bool combined_irq = false;            ///< one wired interrupt for all sources
  bool msi_domain = false;              ///< the platform gives MSIs where the SMMU has them
  std::vector<std::uint32_t> rmr_sids;  ///< StreamIDs of IORT reserved memory ranges
  std::vector<std::uint32_t> devices;   ///< StreamIDs of every device that may do DMA

  friend bool operator==(const Platform&, const Platform&) = default;
};

}  // namespace quiesce
