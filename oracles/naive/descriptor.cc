#include "oracles/naive/descriptor.h"

namespace quiesce::naive {
namespace {

// Tables D8-17, D8-27, D8-36 and the page sizes: leaf OA[47:lsb] is descriptor bits [47:lsb].
struct LeafRow {
  Granule granule;
  int level;
  unsigned lsb;
  bool needs_lpa;
};
constexpr LeafRow kLeafRows[] = {
    {Granule::k4K, 1, 30, false},  {Granule::k4K, 2, 21, false},  {Granule::k4K, 3, 12, false},
    {Granule::k16K, 2, 25, false}, {Granule::k16K, 3, 14, false}, {Granule::k64K, 1, 42, true},
    {Granule::k64K, 2, 29, false}, {Granule::k64K, 3, 16, false},
};

const LeafRow* FindLeafRow(Granule granule, int level, bool lpa) {
  for (const LeafRow& row : kLeafRows) {
    if (row.granule == granule && row.level == level && (lpa || !row.needs_lpa)) return &row;
  }
  return nullptr;
}

// Address bits [51:48], which only a 64K descriptor can hold.
std::uint64_t HighBits(Granule granule, std::uint64_t descriptor, bool lpa) {
  return granule == Granule::k64K && lpa ? Slice(descriptor, 15, 12) << 48 : 0;
}

}  // namespace

DescriptorType TypeOf(Granule granule, int level, std::uint64_t descriptor, bool lpa) {
  if (!Bit(descriptor, 0)) return DescriptorType::kInvalid;
  if (level == 3) return Bit(descriptor, 1) ? DescriptorType::kLeaf : DescriptorType::kInvalid;
  if (Bit(descriptor, 1)) return DescriptorType::kTable;
  return FindLeafRow(granule, level, lpa) ? DescriptorType::kLeaf : DescriptorType::kInvalid;
}

std::uint64_t NextTable(Granule granule, std::uint64_t descriptor, bool lpa) {
  if (granule == Granule::k4K) return Slice(descriptor, 47, 12) << 12;
  if (granule == Granule::k16K) return Slice(descriptor, 47, 14) << 14;
  return HighBits(granule, descriptor, lpa) | Slice(descriptor, 47, 16) << 16;
}

std::uint64_t OutputAddress(Granule granule, int level, std::uint64_t descriptor, bool lpa,
                            std::uint64_t ia) {
  const LeafRow* row = FindLeafRow(granule, level, lpa);
  if (row == nullptr) return 0;
  return HighBits(granule, descriptor, lpa) | Slice(descriptor, 47, row->lsb) << row->lsb |
         Slice(ia, row->lsb - 1, 0);
}

bool IsStage2Device(std::uint64_t leaf, bool fwb) {
  return fwb ? !Bit(leaf, 4) : Slice(leaf, 5, 4) == 0;
}

}  // namespace quiesce::naive
