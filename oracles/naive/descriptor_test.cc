#include "oracles/naive/descriptor.h"

#include <gtest/gtest.h>

namespace quiesce::naive {
namespace {

constexpr DescriptorType kInvalid = DescriptorType::kInvalid;
constexpr DescriptorType kTable = DescriptorType::kTable;
constexpr DescriptorType kLeaf = DescriptorType::kLeaf;

// What bits [1:0] == 0b01 and 0b11 mean: rows granule, level; columns without and with LPA.
struct TypeRow {
  Granule granule;
  int level;
  DescriptorType block;
  DescriptorType block_lpa;
  DescriptorType other;
};
constexpr TypeRow kTypes[] = {
    {Granule::k4K, 0, kInvalid, kInvalid, kTable},  {Granule::k4K, 1, kLeaf, kLeaf, kTable},
    {Granule::k4K, 2, kLeaf, kLeaf, kTable},        {Granule::k4K, 3, kInvalid, kInvalid, kLeaf},
    {Granule::k16K, 0, kInvalid, kInvalid, kTable}, {Granule::k16K, 1, kInvalid, kInvalid, kTable},
    {Granule::k16K, 2, kLeaf, kLeaf, kTable},       {Granule::k16K, 3, kInvalid, kInvalid, kLeaf},
    {Granule::k64K, 1, kInvalid, kLeaf, kTable},    {Granule::k64K, 2, kLeaf, kLeaf, kTable},
    {Granule::k64K, 3, kInvalid, kInvalid, kLeaf},
};

TEST(TypeOf, EveryGranuleAndLevel) {
  for (const TypeRow& row : kTypes) {
    const auto type = [&](std::uint64_t low, bool lpa) {
      return TypeOf(row.granule, row.level, 0x00F0'FFFF'FFFF'FFF0 | low, lpa);
    };
    for (const bool lpa : {false, true}) {
      EXPECT_EQ(type(0, lpa), kInvalid);
      EXPECT_EQ(type(2, lpa), kInvalid);
      EXPECT_EQ(type(3, lpa), row.other) << row.level;
    }
    EXPECT_EQ(type(1, false), row.block) << row.level;
    EXPECT_EQ(type(1, true), row.block_lpa) << row.level;
  }
}

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

TEST(NextTable, TakesTheBitsOfItsGranule) {
  for (const bool lpa : {false, true}) {
    EXPECT_EQ(NextTable(Granule::k4K, kOnes, lpa), 0x0000'FFFF'FFFF'F000u);
    EXPECT_EQ(NextTable(Granule::k16K, kOnes, lpa), 0x0000'FFFF'FFFF'C000u);
  }
  EXPECT_EQ(NextTable(Granule::k64K, kOnes, false), 0x0000'FFFF'FFFF'0000u);
  EXPECT_EQ(NextTable(Granule::k64K, kOnes, true), 0x000F'FFFF'FFFF'0000u);
  EXPECT_EQ(NextTable(Granule::k64K, 0x0000'0000'0001'5003, true), 0x0005'0000'0001'0000u);
  EXPECT_EQ(NextTable(Granule::k64K, 0x000F'0000'0001'0003, true), 0x0000'0000'0001'0000u);
}

struct LeafCase {
  Granule granule;
  int level;
  std::uint64_t descriptor;
  std::uint64_t ia;
  std::uint64_t oa;
};

TEST(OutputAddress, DirectMapsTheLowBits) {
  constexpr std::uint64_t ia = 0x0000'1234'5678'9ABC;
  constexpr LeafCase kCases[] = {
      {Granule::k4K, 1, 0x0000'8000'4000'0401, ia, 0x0000'8000'5678'9ABC},
      {Granule::k4K, 2, 0x0000'8000'4020'0401, ia, 0x0000'8000'4038'9ABC},
      {Granule::k4K, 3, 0x0000'8000'4020'1403, ia, 0x0000'8000'4020'1ABC},
      {Granule::k16K, 2, 0x0000'8000'4000'0401, ia, 0x0000'8000'4078'9ABC},
      {Granule::k16K, 3, 0x0000'8000'4000'4403, ia, 0x0000'8000'4000'5ABC},
      {Granule::k64K, 2, 0x0000'8000'4000'0401, ia, 0x0000'8000'5678'9ABC},
      {Granule::k64K, 3, 0x0000'8000'4003'0403, ia, 0x0000'8000'4003'9ABC},
  };
  for (const LeafCase& c : kCases) {
    EXPECT_EQ(OutputAddress(c.granule, c.level, c.descriptor, false, c.ia), c.oa) << c.level;
  }
}

TEST(OutputAddress, A64KLeafHoldsFourHighBits) {
  constexpr std::uint64_t ia = 0x0000'03FF'FFFF'FFFF;
  EXPECT_EQ(OutputAddress(Granule::k64K, 1, 0x0000'0400'0000'A401, true, ia),
            0x000A'07FF'FFFF'FFFFu);
  EXPECT_EQ(OutputAddress(Granule::k64K, 2, 0x0000'0000'2000'F401, true, ia),
            0x000F'0000'3FFF'FFFFu);
  EXPECT_EQ(OutputAddress(Granule::k64K, 3, 0x0000'0000'0001'1403, true, ia),
            0x0001'0000'0001'FFFFu);
}

TEST(OutputAddress, IgnoresRes0BitsBelowABlock) {
  EXPECT_EQ(OutputAddress(Granule::k4K, 2, 0x0000'0000'003F'F401, false, 0x1234), 0x20'1234u);
}

TEST(IsStage2Device, IsTablesD896AndD8100) {
  for (std::uint64_t attr = 0; attr < 16; ++attr) {
    EXPECT_EQ(IsStage2Device(attr << 2, false), attr < 4) << attr;
    EXPECT_EQ(IsStage2Device(attr << 2, true), (attr & 4) == 0) << attr;
  }
}

}  // namespace
}  // namespace quiesce::naive
