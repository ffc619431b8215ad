#include "spec/descriptors.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

// A 4K page that Linux maps for DMA: read-write, inner shareable, AF, nG, PXN, UXN.
TEST(Descriptors, Stage1Page) {
  const S1Page<Concrete> page(Bits<Concrete, 64>(0x0060'0000'4321'0F47));
  EXPECT_TRUE(Is<"Valid">(page) && Is<"Type">(page));
  EXPECT_TRUE(Get<"AttrIndx">(page) == 1 && Get<"AP">(page) == 1 && Get<"SH">(page) == 3);
  EXPECT_TRUE(Is<"AF">(page) && Is<"nG">(page) && Is<"PXN">(page) && Is<"UXN">(page));
  EXPECT_EQ(Addr<"OutputAddress">(page).raw(), 0x4321'0000u);
}

TEST(Descriptors, TableAttributesAreAtTheTop) {
  const S1Table<Concrete> table(Bits<Concrete, 64>(0xF800'0000'8000'1003));
  EXPECT_TRUE(Is<"PXNTable">(table) && Is<"UXNTable">(table) && Is<"NSTable">(table));
  EXPECT_TRUE(Get<"APTable">(table) == 3);
  EXPECT_EQ(Addr<"NextTable">(table).raw(), 0x8000'1000u);
}

TEST(Descriptors, Stage2Block) {
  const S2Block<Concrete> block(Bits<Concrete, 64>(0x0040'0000'4000'07FD));
  EXPECT_FALSE(Is<"Type">(block));
  EXPECT_TRUE(Get<"MemAttr">(block) == 15 && Get<"S2AP">(block) == 3 && Get<"XN">(block) == 2);
}

TEST(PageRequests, Fields) {
  PageRequest<Concrete> r;
  r = With<"StreamID">(With<"SubstreamID">(With<"SSV">(r, 1), 5), 0x100);
  r = With<"PRGIndex">(With<"R">(With<"Last">(r, 1), 1), 3);
  r = WithAddr<"PageAddress">(r, Bits<Concrete, 64>(0xABCD'E000));
  EXPECT_EQ(RawWords(r),
            (std::array<std::uint64_t, 2>{0xD000'0005'0000'0100, 0x0000'0000'ABCD'E003}));
}

}  // namespace
}  // namespace quiesce
