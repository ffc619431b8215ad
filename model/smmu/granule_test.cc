#include "model/smmu/granule.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

struct StartLevelRow {
  GranuleSize granule;
  unsigned first_txsz, last_txsz, level;
};

// DDI 0487 D8.2: the initial lookup level by TxSZ.
constexpr StartLevelRow kStage1StartLevels[] = {
    {GranuleSize::k4K, 16, 24, 0},  {GranuleSize::k4K, 25, 33, 1},  {GranuleSize::k4K, 34, 42, 2},
    {GranuleSize::k4K, 43, 48, 3},  {GranuleSize::k16K, 16, 16, 0}, {GranuleSize::k16K, 17, 27, 1},
    {GranuleSize::k16K, 28, 38, 2}, {GranuleSize::k16K, 39, 48, 3}, {GranuleSize::k64K, 12, 21, 1},
    {GranuleSize::k64K, 22, 34, 2}, {GranuleSize::k64K, 35, 47, 3},
};

TEST(GranuleTest, Stage1StartLevelFollowsTxsz) {
  for (const StartLevelRow& row : kStage1StartLevels) {
    for (unsigned txsz = row.first_txsz; txsz <= row.last_txsz; ++txsz) {
      EXPECT_EQ(Stage1StartLevel(row.granule, 64 - txsz), row.level)
          << BitsOf(row.granule) << " " << txsz;
    }
  }
}

TEST(GranuleTest, LevelShiftsAreTheSizesOfBlocksAndPages) {
  EXPECT_EQ(LevelShift(GranuleSize::k4K, 3), 12u);
  EXPECT_EQ(LevelShift(GranuleSize::k4K, 2), 21u);
  EXPECT_EQ(LevelShift(GranuleSize::k4K, 1), 30u);
  EXPECT_EQ(LevelShift(GranuleSize::k4K, 0), 39u);
  EXPECT_EQ(LevelShift(GranuleSize::k16K, 2), 25u);
  EXPECT_EQ(LevelShift(GranuleSize::k16K, 0), 47u);
  EXPECT_EQ(LevelShift(GranuleSize::k64K, 2), 29u);
  EXPECT_EQ(LevelShift(GranuleSize::k64K, 1), 42u);
}

TEST(GranuleTest, StartTableSizeCountsConcatenation) {
  EXPECT_EQ(StartTableShift(GranuleSize::k4K, 48, 0), 12u);
  EXPECT_EQ(StartTableShift(GranuleSize::k4K, 25, 2), 7u);    // 16 descriptors
  EXPECT_EQ(StartTableShift(GranuleSize::k4K, 43, 1), 16u);   // 16 concatenated tables
  EXPECT_EQ(StartTableShift(GranuleSize::k16K, 48, 0), 4u);   // 2 descriptors
  EXPECT_EQ(StartTableShift(GranuleSize::k64K, 52, 1), 13u);  // 1024 descriptors
}

TEST(GranuleTest, BlocksExistOnlyAtTheLevelsOfTheGranule) {
  for (const GranuleSize g : {GranuleSize::k4K, GranuleSize::k16K, GranuleSize::k64K}) {
    EXPECT_FALSE(BlockAllowed(g, 0, true));
    EXPECT_TRUE(BlockAllowed(g, 2, false));
  }
  EXPECT_TRUE(BlockAllowed(GranuleSize::k4K, 1, false));
  EXPECT_FALSE(BlockAllowed(GranuleSize::k16K, 1, true));
  EXPECT_FALSE(BlockAllowed(GranuleSize::k64K, 1, false));
  EXPECT_TRUE(BlockAllowed(GranuleSize::k64K, 1, true));
}

TEST(GranuleTest, ContiguousGroupsFollowTheTable) {
  EXPECT_EQ(ContiguousGroup(GranuleSize::k4K, 1), 16u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k4K, 3), 16u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k16K, 2), 32u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k16K, 3), 128u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k64K, 2), 32u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k64K, 3), 32u);
  EXPECT_EQ(ContiguousGroup(GranuleSize::k64K, 1), 1u);
}

}  // namespace
}  // namespace quiesce
