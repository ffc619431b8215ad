#include "model/smmu/combine.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

constexpr Shareability kNsh = Shareability::kNonShareable;
constexpr Shareability kIsh = Shareability::kInner;
constexpr Shareability kOsh = Shareability::kOuter;

MemoryAttributes Mair(std::uint64_t byte, Shareability sh = kNsh) { return DecodeMair(byte, sh); }

TEST(AttributesTest, MairBytesKeepTheirMeaning) {
  for (const std::uint64_t byte : {0x00, 0x04, 0x08, 0x0C, 0x44, 0xFF, 0xBB, 0x4F, 0xF4, 0x73}) {
    EXPECT_EQ(Mair(byte).mair(), byte);
  }
  EXPECT_EQ(Mair(0x04).type(), MemoryType::kDevice_nGnRE);
  EXPECT_EQ(Mair(0x07).mair(), 0x04);  // bits [1:0] of Device are ignored
  EXPECT_EQ(Mair(0xF0).inner(), CacheLevel::FromMair(3));
  EXPECT_EQ(Mair(0xF0).inner().cacheability(), Cacheability::kWriteThrough);
  EXPECT_TRUE(Mair(0xF0).inner().hints().transient);
}

struct MemAttrRow {
  std::uint64_t bits, mair;
};

// DDI 0487 table D8-96; allocation is RaWa.
constexpr MemAttrRow kMemAttrs[] = {{0, 0x00},  {1, 0x04},  {2, 0x08}, {3, 0x0C},  {5, 0x44},
                                    {6, 0x4B},  {7, 0x4F},  {9, 0xB4}, {10, 0xBB}, {11, 0xBF},
                                    {13, 0xF4}, {14, 0xFB}, {15, 0xFF}};

TEST(AttributesTest, MemAttr) {
  for (const MemAttrRow& row : kMemAttrs) {
    EXPECT_EQ(DecodeMemAttr(row.bits, kNsh).mair(), row.mair) << row.bits;
  }
}

struct CombineRow {
  std::uint64_t input, stage2, output;
};

// IHI 0070 G.b 13.1.5.1 and DDI 0487 tables D8-97, D8-98.
constexpr CombineRow kCombine[] = {
    {0xFF, 15, 0xFF}, {0xFF, 10, 0xBB}, {0xFF, 5, 0x44},  {0xFF, 1, 0x04},  {0x04, 0, 0x00},
    {0x04, 15, 0x04}, {0x0C, 1, 0x04},  {0x44, 15, 0x44}, {0xBB, 15, 0xBB}, {0xFF, 7, 0x4F},
};

TEST(CombineTest, Stage2TakesTheStronger) {
  for (const CombineRow& row : kCombine) {
    EXPECT_EQ(CombineWithStage2(Mair(row.input), DecodeMemAttr(row.stage2, kNsh)).mair(),
              row.output)
        << row.input << " " << row.stage2;
  }
}

TEST(CombineTest, ShareabilityTakesTheStronger) {
  EXPECT_EQ(Stronger(kNsh, kIsh), kIsh);
  EXPECT_EQ(Stronger(kIsh, kOsh), kOsh);
  EXPECT_EQ(Stronger(kOsh, kNsh), kOsh);
  EXPECT_EQ(Stronger(kNsh, kNsh), kNsh);
}

// DDI 0487 table D8-101: MemAttr[2:0] of stage 2 with FWB.
constexpr CombineRow kForced[] = {
    {0x04, 6, 0xFF}, {0x44, 6, 0xFF}, {0xBB, 6, 0xFF}, {0xEE, 6, 0xEE}, {0x04, 7, 0x04},
    {0x44, 7, 0x44}, {0xBB, 7, 0xBB}, {0xFF, 7, 0xFF}, {0x04, 5, 0x04}, {0x44, 5, 0x44},
    {0xFF, 5, 0x44}, {0xFF, 1, 0x04}, {0x00, 1, 0x00}, {0x0C, 2, 0x08},
};

TEST(CombineTest, Stage2ForcesWithFwb) {
  for (const CombineRow& row : kForced) {
    EXPECT_EQ(CombineWithForcedStage2(Mair(row.input), row.stage2, kNsh).mair(), row.output)
        << row.input << " " << row.stage2;
  }
}

TEST(CombineTest, Stage1ReplacesAllButTheHintsOfACacheableInput) {
  EXPECT_EQ(ReplaceByStage1(Mair(0xCC, kOsh), Mair(0xFF, kIsh)), Mair(0xCC, kIsh));
  EXPECT_EQ(ReplaceByStage1(Mair(0xBB, kOsh), Mair(0xFF, kIsh)), Mair(0xFF, kIsh));
  EXPECT_EQ(ReplaceByStage1(Mair(0x44), Mair(0xEE, kIsh)), Mair(0xEE, kIsh));
  EXPECT_EQ(ReplaceByStage1(Mair(0xFF), Mair(0x04, kIsh)), Mair(0x04, kIsh));
}

// What an input that allocates on everything must come to, by the general rule of 13.4.2.
TEST(CombineTest, AnInputThatAllocatesAlwaysLeavesEveryStage1AsItIs) {
  unsigned compared = 0;
  for (unsigned mair = 0x11; mair < 0x100; ++mair) {
    const MemoryAttributes stage1 = DecodeMair(mair, kIsh);
    if (stage1.IsDevice()) continue;
    const CacheLevel always;
    const auto level = [&](CacheLevel own) {
      return CombineHints(own.cacheability(), always, own);
    };
    const auto expected =
        MemoryAttributes::Normal(level(stage1.inner()), level(stage1.outer()), kIsh);
    EXPECT_EQ(ReplaceByStage1(MemoryAttributes(), stage1), expected) << std::hex << mair;
    ++compared;
  }
  EXPECT_GT(compared, 200u);
}

TEST(CombineTest, OutputIsConsistent) {
  EXPECT_EQ(Consistent(Mair(0x04, kNsh)).shareability(), kOsh);
  EXPECT_EQ(Consistent(Mair(0x44, kIsh)).shareability(), kOsh);
  EXPECT_EQ(Consistent(Mair(0x4F, kIsh)).shareability(), kIsh);
  // A level that allocates on nothing is not transient.
  EXPECT_EQ(CacheLevel::Of(Cacheability::kWriteBack, {false, false, true}).nibble(), 0xC);
}

}  // namespace
}  // namespace quiesce
