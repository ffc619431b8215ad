#include "model/image/region.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::ElementsAre;

std::string ErrorOf(const absl::Status& status) { return std::string(status.message()); }

TEST(RegionLine, HasAddressSizeAndKind) {
  const Region table{0x43091000, 0x800, "stream table L1"};
  EXPECT_EQ(FormatRegionLine(table), "0x000043091000 0x800 stream table L1");
  EXPECT_EQ(*ParseRegionLine("0x43091000\t0x800   stream table L1"), table);
  EXPECT_EQ(*ParseRegionLine("64 128"), (Region{64, 128, ""}));
  EXPECT_FALSE(ParseRegionLine("").ok());
  EXPECT_FALSE(ParseRegionLine("0x1000").ok());
  EXPECT_FALSE(ParseRegionLine("table 0x1000 0x1000").ok());
}

TEST(RegionList, RefusesRegionsThatNoMemoryCanHave) {
  RegionList list;
  EXPECT_EQ(ErrorOf(list.Add({0x1000, 0, "cd"})), "region 0x1000+0x0 (cd) is empty");
  EXPECT_EQ(ErrorOf(list.Add({~std::uint64_t{0} - 0x3F, 0x80, ""})),
            "region 0xffffffffffffffc0+0x80 reaches past the last physical address");
  EXPECT_TRUE(list.Add({~std::uint64_t{0} - 0x3F, 0x40, ""}).ok());
}

TEST(RegionList, RefusesPartsOfLines) {
  RegionList list;
  EXPECT_EQ(ErrorOf(list.Add({0x1020, 0x40, ""})),
            "region 0x1020+0x40 is not made of whole 64-byte lines: "
            "capture from a multiple of 64, in multiples");
  EXPECT_FALSE(list.Add({0x1000, 0x48, ""}).ok());
}

TEST(RegionList, NamesBothOfAnOverlap) {
  for (const Region& other : {Region{0x1FC0, 0x40, "b"}, Region{0x0, 0x1040, "b"},
                              Region{0x0, 0x4000, "b"}, Region{0x1000, 0x1000, "b"}}) {
    RegionList list;
    ASSERT_TRUE(list.Add({0x1000, 0x1000, "a"}).ok());
    EXPECT_EQ(ErrorOf(list.Add(other)),
              "region " + Describe(other) + " overlaps region 0x1000+0x1000 (a)");
  }
}

TEST(RegionList, ContainsAcrossNeighboursButNotAcrossGaps) {
  RegionList list;
  ASSERT_TRUE(list.Add({0x2000, 0x1000, ""}).ok());
  ASSERT_TRUE(list.Add({0x1000, 0x1000, ""}).ok());
  ASSERT_TRUE(list.Add({0x4000, 0x1000, ""}).ok());
  EXPECT_TRUE(list.Contains(0x1000, 0x2FFF));
  EXPECT_FALSE(list.Contains(0x1000, 0x3000));
  EXPECT_FALSE(list.Contains(0x2000, 0x4FFF));
  EXPECT_FALSE(list.Contains(0x0FFF, 0x1000));
  EXPECT_TRUE(list.Contains(0x4FFF, 0x4FFF));
}

TEST(RegionsOf, AddsRunsOfUnlistedLines) {
  SparseMemory memory;
  memory.Map(0x1000, 0x1000);
  memory.Map(0x2000, 0x80);
  memory.Map(0x8040, 0x40);
  const Region table{0x1000, 0x1000, "table"};
  EXPECT_THAT(RegionsOf(memory, {table}), ElementsAre(table, Region{0x2000, 0x80, "unlisted"},
                                                      Region{0x8040, 0x40, "unlisted"}));
}

}  // namespace
}  // namespace quiesce
