#include "model/driver/variant.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(Variant, NamesAreFound) {
  for (const Variant& v : kVariants) {
    ASSERT_TRUE(FindVariant(v.name).has_value());
    EXPECT_EQ(FindVariant(v.name)->summary, v.summary);
  }
  EXPECT_EQ(FindVariant("newest")->name, kVariants.back().name);
  EXPECT_FALSE(FindVariant("V7").has_value());
}

// Facts that separate neighbours; a slip in the chain of "next newer with fields changed" breaks
// one of them.
TEST(Variant, ChainKeepsEachVersionsOwnChoices) {
  using namespace variants;
  EXPECT_EQ(kV3.linear_cap, LinearCap::kSidBits);
  EXPECT_EQ(kV4.linear_cap, LinearCap::kOwnFormat);
  EXPECT_EQ(kV4.overlap, OverlapTest::kSystemRam);
  EXPECT_EQ(kV6.overlap, OverlapTest::kNone);
  EXPECT_TRUE(kV3.base_is_dma_address);
  EXPECT_FALSE(kV2.base_is_dma_address);
  EXPECT_TRUE(kV3.gate_needs_no_sfm);
  EXPECT_FALSE(kV2.gate_needs_no_sfm);
  EXPECT_TRUE(kV6.forces_atschk);
  EXPECT_FALSE(kV7.forces_atschk);
  EXPECT_FALSE(kV7.reserves_ids);
  EXPECT_TRUE(kT1.reserves_ids);
  EXPECT_FALSE(kT1.cd_leaf_not_zero);
  EXPECT_TRUE(kT2.cd_leaf_not_zero);
  EXPECT_EQ(kV7.empty_l1, EmptyL1::kSpanOrPointerZero);
  EXPECT_EQ(kT1.empty_l1, EmptyL1::kSpanZero);
}

}  // namespace
}  // namespace quiesce
