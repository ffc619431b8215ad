// Stage 1 walks worked out by hand from Tables D8-18 to D8-42, and each fault of stage 1.
#include <gtest/gtest.h>

#include "oracles/naive/fake_tables.h"

namespace quiesce::naive {
namespace {

Config Stage1Only(Granule granule, unsigned tsz, std::uint64_t ttb) {
  Config c;
  c.stage1.emplace();
  c.stage1->lower = {granule, tsz, ttb, false, false, false};
  c.stage1->upper = c.stage1->lower;
  return c;
}

Outcome Walk(const Config& c, const FakeTables& t, const Access& access) {
  const Outcomes all = Translate(c, access, t.Reader());
  EXPECT_EQ(all.size(), 1u);
  return all.front();
}

std::uint64_t PaOf(const Config& c, const FakeTables& t, std::uint64_t va) {
  const Outcome o = Walk(c, t, {va});
  EXPECT_TRUE(o.ok);
  return o.pa;
}

TEST(Stage1With4K, FourLevels) {
  FakeTables t;
  t.Put(0x8000'0120, 0x9000'0000 | kTable)                 // IA[47:39] = 0x24
      .Put(0x9000'0688, 0xA000'0000 | kTable)              // IA[38:30] = 0xD1
      .Put(0xA000'0598, 0xB000'0000 | kTable)              // IA[29:21] = 0xB3
      .Put(0xB000'0C48, 0xC000'1000 | kUserLeaf | kPage);  // IA[20:12] = 0x189
  EXPECT_EQ(PaOf(Stage1Only(Granule::k4K, 16, 0x8000'0000), t, 0x1234'5678'9ABC), 0xC000'1ABCu);
}

TEST(Stage1With4K, GigabyteBlockAtLevel1) {
  FakeTables t;
  t.Put(0x4000'08A8, 0x1'4000'0000 | kUserLeaf | kBlock);  // IA[38:30] = 0x115
  EXPECT_EQ(PaOf(Stage1Only(Granule::k4K, 25, 0x4000'0000), t, 0x45'6789'ABCD), 0x1'6789'ABCDu);
}

TEST(Stage1With4K, TwoMegabyteBlockAtLevel2) {
  FakeTables t;
  t.Put(0x5000'0068, 0x7020'0000 | kUserLeaf | kBlock);  // IA[24:21] = 0xD
  EXPECT_EQ(PaOf(Stage1Only(Granule::k4K, 39, 0x5000'0000), t, 0x1AB'CDEF), 0x702B'CDEFu);
}

TEST(Stage1With4K, SmallTableAtLevel3WithAnUnalignedBase) {
  FakeTables t;
  t.Put(0x6000'0050, 0x7'1000 | kUserLeaf | kPage);  // IA[15:12] = 0xA; 128-byte table
  EXPECT_EQ(PaOf(Stage1Only(Granule::k4K, 48, 0x6000'0070), t, 0xA123), 0x7'1123u);
}

TEST(Stage1With16K, FourLevels) {
  FakeTables t;
  t.Put(0x8000'0008, 0x9000'0000 | kTable)                 // IA[47] = 1
      .Put(0x9000'0918, 0xA000'0000 | kTable)              // IA[46:36] = 0x123
      .Put(0xA000'1158, 0xB000'0000 | kTable)              // IA[35:25] = 0x22B
      .Put(0xB000'0F10, 0xC000'4000 | kUserLeaf | kPage);  // IA[24:14] = 0x1E2
  EXPECT_EQ(PaOf(Stage1Only(Granule::k16K, 16, 0x8000'0000), t, 0x9234'5678'9ABC), 0xC000'5ABCu);
}

TEST(Stage1With16K, BlockAtLevel2) {
  FakeTables t;
  t.Put(0x4000'2048, 0x1'0200'0000 | kUserLeaf | kBlock);  // IA[35:25] = 0x409
  EXPECT_EQ(PaOf(Stage1Only(Granule::k16K, 28, 0x4000'0000), t, 0x8'1234'5678), 0x1'0234'5678u);
}

TEST(Stage1With16K, LastEntryOfAFullLevel3) {
  FakeTables t;
  t.Put(0x4000'3FF8, 0x5000'8000 | kUserLeaf | kPage);  // IA[24:14] = 0x7FF
  EXPECT_EQ(PaOf(Stage1Only(Granule::k16K, 39, 0x4000'0000), t, 0x1FF'C123), 0x5000'8123u);
}

TEST(Stage1With16K, FourEntriesAtLevel3) {
  FakeTables t;
  t.Put(0x6000'0018, 0x4000 | kUserLeaf | kPage);  // IA[15:14] = 3
  EXPECT_EQ(PaOf(Stage1Only(Granule::k16K, 48, 0x6000'0000), t, 0xC004), 0x4004u);
}

TEST(Stage1With64K, ThreeLevels) {
  FakeTables t;
  t.Put(0x8000'01F8, 0x9000'0000 | kTable)                 // IA[47:42] = 0x3F
      .Put(0x9000'0488, 0xA000'0000 | kTable)              // IA[41:29] = 0x91
      .Put(0xA000'A2B0, 0xB001'0000 | kUserLeaf | kPage);  // IA[28:16] = 0x1456
  EXPECT_EQ(PaOf(Stage1Only(Granule::k64K, 16, 0x8000'0000), t, 0xFC12'3456'789A), 0xB001'789Au);
}

TEST(Stage1With64K, BlockAtLevel2) {
  FakeTables t;
  t.Put(0x8000'00A0, 0x1'6000'0000 | kUserLeaf | kBlock);  // IA[41:29] = 0x14
  EXPECT_EQ(PaOf(Stage1Only(Granule::k64K, 22, 0x8000'0000), t, 0x2'9234'5678), 0x1'7234'5678u);
}

TEST(Stage1With64K, TwoEntriesAtLevel3) {
  FakeTables t;
  t.Put(0x6000'0008, 0x3'0000 | kUserLeaf | kPage);  // IA[16] = 1
  EXPECT_EQ(PaOf(Stage1Only(Granule::k64K, 47, 0x6000'0000), t, 0x1'8765), 0x3'8765u);
}

TEST(Stage1With64K, FiftyTwoBitBlockAtLevel1) {
  FakeTables t;
  t.Put(0xA'0000'0000'1FF8, 0x0800'0000'5000 | kUserLeaf | kBlock);  // IA[51:42] = 0x3FF
  Config c = Stage1Only(Granule::k64K, 12, 0xA'0000'0000'0000);
  c.smmu.oas = c.smmu.ias = c.stage1->ips_bits = 52;
  EXPECT_EQ(PaOf(c, t, 0xF'FC00'0000'1234), 0x5'0800'0000'1234u);
}

TEST(Stage1With64K, FiftyTwoBitOutputAlignsTheBaseTo64Bytes) {
  FakeTables t;
  t.Put(0x6000'0008, 0x3'0000 | kUserLeaf | kPage);
  Config c = Stage1Only(Granule::k64K, 47, 0x6000'0030);
  c.smmu.oas = c.smmu.ias = c.stage1->ips_bits = 52;
  EXPECT_EQ(PaOf(c, t, 0x1'8765), 0x3'8765u);
}

TEST(Stage1Range, SelectsTheHalfByBit55) {
  FakeTables t;
  t.Put(0x1000, 0x1'0000'0000 | kUserLeaf | kBlock).Put(0x2FF8, 0x2'0000'0000 | kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  c.stage1->upper.ttb = 0x2000;
  EXPECT_EQ(PaOf(c, t, 0x42), 0x1'0000'0042u);
  EXPECT_EQ(PaOf(c, t, 0xFFFF'FFFF'C000'0042), 0x2'0000'0042u);
}

void ExpectFault(const Outcome& o, FaultKind kind, int level) {
  EXPECT_FALSE(o.ok);
  EXPECT_EQ(o.kind, kind);
  EXPECT_EQ(o.stage, 1);
  EXPECT_EQ(o.level, level);
}

TEST(Stage1Range, FaultsOutsideItsHalves) {
  FakeTables t;
  t.Put(0x1000, 0x1'0000'0000 | kUserLeaf | kBlock).Put(0x1FF8, kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  for (const std::uint64_t va : {0x80'0000'0000u, 0x0100'0000'0000'0000u, 0xFFFF'FF7F'FFFF'FFFFu,
                                 0x00FF'FFFF'FFFF'FFFFu, 0x8000'0000'0000'0000u}) {
    ExpectFault(Walk(c, t, {va}), FaultKind::kTranslation, 0);
  }
  c.stage1->lower.tbi = c.stage1->upper.tbi = true;
  EXPECT_EQ(PaOf(c, t, 0xAB00'0000'0000'0042), 0x1'0000'0042u);
  EXPECT_EQ(PaOf(c, t, 0x00FF'FFFF'FFFF'FFFF), 0x3FFF'FFFFu);
  ExpectFault(Walk(c, t, {0x0010'0000'0000'0000}), FaultKind::kTranslation, 0);
}

TEST(Stage1Range, EpdStopsOneHalf) {
  FakeTables t;
  t.Put(0x1000, kUserLeaf | kBlock).Put(0x1FF8, kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  c.stage1->lower.epd = true;
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kTranslation, 0);
  EXPECT_EQ(PaOf(c, t, 0xFFFF'FFFF'FFFF'FFFF), 0x3FFF'FFFFu);
  c.stage1->regime = Regime::kEl2;  // no EPD, no upper half
  EXPECT_EQ(PaOf(c, t, 0x42), 0x42u);
  ExpectFault(Walk(c, t, {0xFFFF'FFFF'FFFF'FFFF}), FaultKind::kTranslation, 0);
}

TEST(Stage1Range, El2TopByteIgnoreLeavesBit55) {
  FakeTables t;
  t.Put(0x1000, kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  c.stage1->regime = Regime::kEl2;
  ExpectFault(Walk(c, t, {0xFF00'0000'0000'0042}), FaultKind::kTranslation, 0);
  c.stage1->lower.tbi = true;
  EXPECT_EQ(PaOf(c, t, 0xFF00'0000'0000'0042), 0x42u);
  ExpectFault(Walk(c, t, {0x0080'0000'0000'0042}), FaultKind::kTranslation, 0);
}

TEST(Stage1Faults, InvalidAndReservedDescriptors) {
  FakeTables t;
  t.Put(0x1000, 0x2000 | kTable).Put(0x2000, 0x3000 | kTable).Put(0x3000, 0x4000 | kTable);
  const Config c = Stage1Only(Granule::k4K, 16, 0x1000);
  t.Put(0x4000, 0x5000 | kUserLeaf | kBlock);
  ExpectFault(Walk(c, t, {0}), FaultKind::kTranslation, 3);
  t.Put(0x3000, 2);
  ExpectFault(Walk(c, t, {0}), FaultKind::kTranslation, 2);
  t.Put(0x1000, kUserLeaf | kBlock);
  ExpectFault(Walk(c, t, {0}), FaultKind::kTranslation, 0);
}

TEST(Stage1Faults, ExternalAbortCarriesTheDescriptorAddress) {
  FakeTables t;
  t.Put(0x1000, 0x9000 | kTable);
  const Outcome o = Walk(Stage1Only(Granule::k4K, 25, 0x1000), t, {0x20'0000});
  ExpectFault(o, FaultKind::kExternalAbort, 2);
  EXPECT_EQ(o.fault_class, FaultClass::kTt);
  EXPECT_EQ(o.fetch_address, 0x9008u);
}

TEST(Stage1Faults, AddressSizeOfTablesAndLeaves) {
  FakeTables t;
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  c.stage1->ips_bits = 40;
  t.Put(0x1000, 0x100'0000'0000 | kTable);
  ExpectFault(Walk(c, t, {0}), FaultKind::kAddressSize, 1);
  t.Put(0x1000, 0x100'0000'0000 | kBlock);  // before the access flag
  ExpectFault(Walk(c, t, {0}), FaultKind::kAddressSize, 1);
  t.Put(0x1000, 0xFF'C000'0000 | kUserLeaf | kBlock);
  EXPECT_EQ(PaOf(c, t, 0x3FFF'FFFF), 0xFF'FFFF'FFFFu);
}

TEST(Stage1Faults, A4TBBlockReachesAboveASmallerOutputSize) {
  FakeTables t;
  t.Put(0x1000, kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k64K, 16, 0x1000);
  c.smmu.oas = c.smmu.ias = 52;
  c.stage1->ips_bits = 32;
  EXPECT_EQ(PaOf(c, t, 0xFFFF'FFFF), 0xFFFF'FFFFu);
  ExpectFault(Walk(c, t, {0x1'0000'0000}), FaultKind::kAddressSize, 1);
}

TEST(Stage1Faults, Res0HighBitsOf64KDescriptors) {
  FakeTables t;
  t.Put(0x8'0000, 0x1'1000 | kUserLeaf | kPage);
  Config c = Stage1Only(Granule::k64K, 35, 0x8'0000);
  EXPECT_EQ(PaOf(c, t, 0x42), 0x1'0042u);
  c.smmu.res0_15_12_faults = true;
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kAddressSize, 3);
}

TEST(Stage1Faults, AccessFlagBeforePermission) {
  FakeTables t;
  t.Put(0x1000, kBlock);  // AF 0, no unprivileged access
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kAccessFlag, 1);
  c.stage1->affd = true;
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kPermission, 1);
  c.stage1->affd = false;
  c.stage1->ha = true;
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kPermission, 1);
  EXPECT_TRUE(Walk(c, t, {0x42, Direction::kRead, true}).ok);
}

TEST(Stage1Faults, PermissionIsReportedAtTheLeaf) {
  FakeTables t;
  t.Put(0x1000, 0x2000 | kTable | std::uint64_t{1} << 62).Put(0x2000, kUserLeaf | kBlock);
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  const Outcome o = Walk(c, t, {0x42, Direction::kWrite});
  ExpectFault(o, FaultKind::kPermission, 2);
  EXPECT_FALSE(o.rnw);
  EXPECT_TRUE(Walk(c, t, {0x42}).ok);
  c.stage1->lower.had = true;
  EXPECT_TRUE(Walk(c, t, {0x42, Direction::kWrite}).ok);
}

TEST(Stage1Faults, DirtyStateNeedsBothEnables) {
  FakeTables t;
  t.Put(0x1000, std::uint64_t{1} << 51 | 0x80 | kUserLeaf | kBlock);  // writable-clean
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  c.stage1->hd = true;
  ExpectFault(Walk(c, t, {0, Direction::kWrite}), FaultKind::kPermission, 1);
  c.stage1->ha = true;
  EXPECT_TRUE(Walk(c, t, {0, Direction::kWrite}).ok);
}

TEST(Stage1Endianness, SwapsDescriptors) {
  FakeTables t;
  t.Put(0x1000, 0x4104'00C0'0000'0000);  // 0x00000000C0000441 stored big-endian
  Config c = Stage1Only(Granule::k4K, 25, 0x1000);
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kTranslation, 1);
  c.stage1->big_endian = true;
  EXPECT_EQ(PaOf(c, t, 0x42), 0xC000'0042u);
}

}  // namespace
}  // namespace quiesce::naive
