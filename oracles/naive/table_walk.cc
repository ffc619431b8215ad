#include "oracles/naive/table_walk.h"

#include "oracles/naive/descriptor.h"

namespace quiesce::naive {
namespace {

std::uint64_t ByteSwap(std::uint64_t word) {
  std::uint64_t swapped = 0;
  for (unsigned byte = 0; byte < 8; ++byte) {
    swapped = swapped << 8 | (word >> (8 * byte) & 0xFF);
  }
  return swapped;
}

bool TooLarge(const Smmu& smmu, Granule granule, std::uint64_t descriptor, std::uint64_t address,
              unsigned output_bits) {
  if (granule == Granule::k64K && smmu.oas < 52 && smmu.res0_15_12_faults &&
      Slice(descriptor, 15, 12) != 0) {
    return true;  // R_WDZFC
  }
  return Exceeds(address, output_bits);
}

}  // namespace

std::uint64_t AlignedBase(std::uint64_t ttb, const Lookup& initial, unsigned output_bits) {
  const unsigned index_bits = initial.msb - initial.lsb + 1;
  unsigned alignment = index_bits + 3;
  if (output_bits == 52 && alignment < 6) alignment = 6;
  return ttb >> alignment << alignment;
}

std::uint64_t DescriptorAddress(std::uint64_t table, const Lookup& lookup, std::uint64_t ia) {
  return table + 8 * Slice(ia, lookup.msb, lookup.lsb);
}

std::optional<std::uint64_t> Fetch(const ReadMemory& memory, std::uint64_t pa, bool big_endian) {
  const std::optional<std::uint64_t> word = memory(pa);
  return word && big_endian ? ByteSwap(*word) : word;
}

Decoded Decode(const Smmu& smmu, Granule granule, int level, std::uint64_t descriptor,
               std::uint64_t ia, unsigned output_bits) {
  const bool lpa = smmu.oas == 52;
  const DescriptorType type = TypeOf(granule, level, descriptor, lpa);
  Decoded d;
  if (type == DescriptorType::kInvalid) return d;
  d.is_leaf = type == DescriptorType::kLeaf;
  d.address = d.is_leaf ? OutputAddress(granule, level, descriptor, lpa, ia)
                        : NextTable(granule, descriptor, lpa);
  d.what = d.is_leaf ? Decoded::What::kLeaf : Decoded::What::kTable;
  if (TooLarge(smmu, granule, descriptor, d.address, output_bits)) {
    d.what = Decoded::What::kAddressSizeFault;
  }
  return d;
}

}  // namespace quiesce::naive
