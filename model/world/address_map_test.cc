#include "model/world/address_map.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

AddressMap Map() {
  AddressMap map;
  map.Add(Owner::kCrashedKernel, {0x10000, 0x10000});
  map.Add(Owner::kNextKernel, {0x14000, 0x2000});
  map.Add(Owner::kSmmu, {0x40000, 0x20000});
  return map;
}

TEST(AddressMap, TheLaterRangeWins) {
  const AddressMap map = Map();
  EXPECT_EQ(map.OwnerOf(0x13FFF), Owner::kCrashedKernel);
  EXPECT_EQ(map.OwnerOf(0x14000), Owner::kNextKernel);
  EXPECT_EQ(map.OwnerOf(0x16000), Owner::kCrashedKernel);
  EXPECT_EQ(map.OwnerOf(0x20000), Owner::kNobody);
}

TEST(AddressMap, RegistersOfTheSmmuAreNotMemory) {
  const AddressMap map = Map();
  EXPECT_FALSE(map.Answers(0x40000));
  ASSERT_EQ(map.Frames().size(), 1u);
  EXPECT_EQ(map.Frames()[0].first, 0x10u);
  EXPECT_EQ(map.Frames()[0].last, 0x1Fu);
}

TEST(MappedMemory, HasTheImageAndZerosAndHoles) {
  SparseMemory base;
  base.Write64(0x15008, 7);
  base.Write64(0x80000, 9);
  const AddressMap map = Map();
  const SparseMemory memory(BusStatus::kAbort, std::make_shared<MappedMemory>(base, map));
  EXPECT_EQ(memory.Read64(0x15008).value, 7u);
  EXPECT_EQ(memory.Read64(0x15800).status, BusStatus::kOk);
  EXPECT_EQ(memory.Read64(0x80000).value, 9u);
  EXPECT_EQ(memory.Read64(0x80040).status, BusStatus::kAbort);
  EXPECT_EQ(memory.Read64(0x40000).status, BusStatus::kAbort);
  EXPECT_EQ(memory.NextFrame(0x20), 0x80u);
}

}  // namespace
}  // namespace quiesce
