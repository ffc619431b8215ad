// What both stages do alike at one lookup: form the descriptor's address, fetch, decode, check the
// address in it. IHI 0070 G.b 7.3.22 and DDI 0487 D8.15.4 give the order.
#pragma once

#include "oracles/naive/levels.h"
#include "oracles/naive/types.h"

namespace quiesce::naive {

/// A base address with the bits below its table's alignment cleared: the size of the initial table
/// (or of all concatenated tables), at least 64 bytes with 52-bit output (IHI 0070 G.b 5.4 TTB0).
std::uint64_t AlignedBase(std::uint64_t ttb, const Lookup& initial, unsigned output_bits);

std::uint64_t DescriptorAddress(std::uint64_t table, const Lookup& lookup, std::uint64_t ia);

/// The descriptor at a PA, empty for an external abort.
std::optional<std::uint64_t> Fetch(const ReadMemory& memory, std::uint64_t pa, bool big_endian);

/// What a fetched descriptor says before any permission is looked at.
struct Decoded {
  enum class What : std::uint8_t { kTranslationFault, kAddressSizeFault, kTable, kLeaf };
  What what = What::kTranslationFault;
  std::uint64_t address = 0;  ///< next table, or output address of the leaf for the IA
  bool is_leaf = false;       ///< also when its address is too large
};

/// output_bits is the effective IPS or S2PS. The whole output address is checked, low bits from the
/// IA included: a 4TB Block reaches above an output size below 42 bits (IHI 0070 G.b 3.4).
Decoded Decode(const Smmu& smmu, Granule granule, int level, std::uint64_t descriptor,
               std::uint64_t ia, unsigned output_bits);

}  // namespace quiesce::naive
