#include "spec/cd_table.h"

#include <gtest/gtest.h>

#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

using Index = Bits<Concrete, 20>;
using Table = CdTable<Concrete>;

constexpr std::uint64_t kAllOnes = 0x000F'FFFF'FFFF'FFC0;

Table Decode(unsigned s1fmt, unsigned s1cdmax, std::uint64_t ptr,
             const Caps<Concrete>& caps = ExampleCaps()) {
  Ste<Concrete> ste = ExampleSte(5);
  Set<"S1Fmt">(ste, s1fmt);
  Set<"S1CDMax">(ste, s1cdmax);
  SetAddr<"S1ContextPtr">(ste, ptr);
  return DecodeCdTable(ste, caps);
}

L1Cd<Concrete> Descriptor(std::uint64_t l2ptr) {
  L1Cd<Concrete> d;
  Set<"V">(d, 1);
  SetAddr<"L2Ptr">(d, l2ptr);
  return d;
}

TEST(CdTableTest, ASingleCdIgnoresS1Fmt) {
  const Table t = Decode(1, 0, kAllOnes);
  EXPECT_FALSE(bool(t.two_level));
  EXPECT_EQ(LinearCdAddress(t, Index(0)).raw(), kAllOnes);
  EXPECT_FALSE(bool(SsidInRange(t, Index(0)))) << "no SubstreamID is accepted";
}

TEST(CdTableTest, WithoutSubstreamsS1CdmaxIsIgnored) {
  Caps<Concrete> caps = ExampleCaps();
  Set<"SSIDSIZE">(caps.idr1, 0);
  const Table t = Decode(2, 10, kAllOnes, caps);
  EXPECT_FALSE(bool(t.two_level));
  EXPECT_EQ(t.base.raw(), kAllOnes);
}

TEST(CdTableTest, LinearTablesAndReservedS1Fmt) {
  for (const unsigned fmt : {0u, 3u}) {
    const Table t = Decode(fmt, 8, 0x8000'0000);
    EXPECT_FALSE(bool(t.two_level));
    EXPECT_EQ(LinearCdAddress(t, Index(255)).raw(), 0x8000'3FC0u);
    EXPECT_TRUE(bool(SsidInRange(t, Index(255))));
    EXPECT_FALSE(bool(SsidInRange(t, Index(256))));
  }
}

TEST(CdTableTest, FourKilobyteLeaves) {
  const Table t = Decode(1, 16, 0x8000'0000);
  EXPECT_EQ(L1CdAddress(t, Index(63)).raw(), 0x8000'0000u);
  EXPECT_EQ(L1CdAddress(t, Index(64)).raw(), 0x8000'0008u);
  EXPECT_EQ(L1CdAddress(t, Index(0xFFFF)).raw(), 0x8000'1FF8u);
  EXPECT_EQ(LeafCdAddress(t, Descriptor(0x9000'1000), Index(64 + 63), ExampleCaps()).raw(),
            0x9000'1FC0u);
}

TEST(CdTableTest, SixtyFourKilobyteLeaves) {
  const Table t = Decode(2, 16, 0x8000'0000);
  EXPECT_EQ(L1CdAddress(t, Index(1023)).raw(), 0x8000'0000u);
  EXPECT_EQ(L1CdAddress(t, Index(0xFFFF)).raw(), 0x8000'01F8u);
  EXPECT_EQ(LeafCdAddress(t, Descriptor(0x9001'0000), Index(1024 + 1023), ExampleCaps()).raw(),
            0x9001'FFC0u);
  EXPECT_EQ(CdLeafBase(t, Descriptor(0x9001'F000), ExampleCaps()).raw(), 0x9001'0000u);
}

TEST(CdTableTest, BasesAreAlignedToTheTableOr64Bytes) {
  EXPECT_EQ(Decode(0, 8, kAllOnes).base.raw(), 0x000F'FFFF'FFFF'C000u);
  EXPECT_EQ(Decode(1, 9, kAllOnes).base.raw(), kAllOnes);
  EXPECT_EQ(Decode(1, 10, kAllOnes).base.raw(), 0x000F'FFFF'FFFF'FF80u);
  EXPECT_EQ(Decode(1, 16, kAllOnes).base.raw(), 0x000F'FFFF'FFFF'E000u);
  EXPECT_EQ(Decode(2, 13, kAllOnes).base.raw(), kAllOnes);
  EXPECT_EQ(Decode(2, 14, kAllOnes).base.raw(), 0x000F'FFFF'FFFF'FF80u);
}

TEST(CdTableTest, MisalignmentIsReported) {
  EXPECT_TRUE(bool(Decode(0, 8, kAllOnes).misaligned));
  EXPECT_FALSE(bool(Decode(1, 9, kAllOnes).misaligned));
  EXPECT_FALSE(bool(Decode(0, 8, 0x8000'0000).misaligned));
}

TEST(CdTableTest, V3_0HasNoAddressBitsAbove47) {
  EXPECT_EQ(Decode(0, 0, kAllOnes, ExampleCapsV3_0()).base.raw(), 0x0000'FFFF'FFFF'FFC0u);
  EXPECT_EQ(CdLeafBase(Decode(1, 16, 0), Descriptor(kAllOnes), ExampleCapsV3_0()).raw(),
            0x0000'FFFF'FFFF'F000u);
}

TEST(CdTableTest, PointersAreLimitedToOasOrWithStage2ToIas) {
  Caps<Concrete> caps = ExampleCaps();
  Set<"OAS">(caps.idr5, 1);
  caps = Rederived(caps);
  const auto ptr = Descriptor(std::uint64_t{1} << 39);
  EXPECT_TRUE(bool(CdLeafOutOfRange(ExampleSte(5), ptr, caps)));
  EXPECT_FALSE(bool(CdLeafOutOfRange(ExampleSte(7), ptr, caps)));
  EXPECT_TRUE(bool(CdLeafOutOfRange(ExampleSte(7), Descriptor(std::uint64_t{1} << 40), caps)));
}

TEST(CdTableTest, WithoutASubstreamIdTheIndexIsZero) {
  EXPECT_EQ(CdIndex(Bool<Concrete>(false), Index(5)).raw(), 0u);
  EXPECT_EQ(CdIndex(Bool<Concrete>(true), Index(5)).raw(), 5u);
}

}  // namespace
}  // namespace quiesce
