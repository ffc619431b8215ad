// VMSAv8-64 descriptors: type, next-table address, output address. DDI 0487 D8.3.1.
#pragma once

#include "oracles/naive/types.h"

namespace quiesce::naive {

enum class DescriptorType : std::uint8_t { kInvalid, kTable, kLeaf };

/// A reserved encoding is kInvalid: level 3 with bit 1 clear, or a Block where the level has none
/// (Tables D8-17, D8-27, D8-36, D8-48). 64K level 1 Blocks exist with 52-bit addresses only.
DescriptorType TypeOf(Granule granule, int level, std::uint64_t descriptor, bool lpa);

/// The next-level table address (Tables D8-50, D8-51). With 64K granules and lpa, descriptor bits
/// [15:12] are address bits [51:48]; otherwise they are no part of the address.
std::uint64_t NextTable(Granule granule, std::uint64_t descriptor, bool lpa);

/// The output address of a leaf for `ia` (Tables D8-17, D8-27, D8-36, D8-52, D8-53).
std::uint64_t OutputAddress(Granule granule, int level, std::uint64_t descriptor, bool lpa,
                            std::uint64_t ia);

/// Stage 2 MemAttr is any Device type (Tables D8-96, D8-100, D8-101), the stage 1 access being to
/// Normal memory. The reserved encodings count as Normal.
bool IsStage2Device(std::uint64_t leaf, bool fwb);

}  // namespace quiesce::naive
