// Stage 2 walks worked out by hand from Tables D8-19 to D8-42, and each fault of stage 2.
#include <gtest/gtest.h>

#include "oracles/naive/fake_tables.h"

namespace quiesce::naive {
namespace {

Config Stage2Only(Granule granule, unsigned sl0, unsigned t0sz, std::uint64_t ttb) {
  Config c;
  c.stage2.emplace();
  c.stage2->granule = granule;
  c.stage2->sl0 = sl0;
  c.stage2->t0sz = t0sz;
  c.stage2->ttb = ttb;
  return c;
}

Outcome Walk(const Config& c, const FakeTables& t, const Access& access) {
  const Outcomes all = Translate(c, access, t.Reader());
  EXPECT_EQ(all.size(), 1u);
  return all.front();
}

std::uint64_t PaOf(const Config& c, const FakeTables& t, std::uint64_t ipa) {
  const Outcome o = Walk(c, t, {ipa});
  EXPECT_TRUE(o.ok);
  return o.pa;
}

TEST(Stage2With4K, FourLevels) {
  FakeTables t;
  t.Put(0x8000'0120, 0x9000'0000 | kTable)
      .Put(0x9000'0688, 0xA000'0000 | kTable)
      .Put(0xA000'0598, 0xB000'0000 | kTable)
      .Put(0xB000'0C48, 0xC000'1000 | kS2Leaf | kPage);
  EXPECT_EQ(PaOf(Stage2Only(Granule::k4K, 2, 16, 0x8000'0000), t, 0x1234'5678'9ABC), 0xC000'1ABCu);
}

TEST(Stage2With4K, EightConcatenatedTablesAtLevel1) {
  FakeTables t;
  t.Put(0x8000'E240, 0xC000'0000 | kS2Leaf | kBlock);  // IA[41:30] = 0xC48, 32KB aligned
  EXPECT_EQ(PaOf(Stage2Only(Granule::k4K, 1, 22, 0x8000'F000), t, 0x312'3456'7ABC), 0xF456'7ABCu);
}

TEST(Stage2With4K, SixteenConcatenatedTablesAtLevel2) {
  FakeTables t;
  t.Put(0x8001'E1D8, 0x9000'0000 | kTable)               // IA[33:21] = 0x1C3B, 64KB aligned
      .Put(0x9000'02A0, 0xA000'5000 | kS2Leaf | kPage);  // IA[20:12] = 0x54
  EXPECT_EQ(PaOf(Stage2Only(Granule::k4K, 0, 30, 0x8001'8000), t, 0x3'8765'4321), 0xA000'5321u);
}

TEST(Stage2With4K, EightConcatenatedTablesAtLevel3) {
  FakeTables t;
  t.Put(0x8000'D5E0, 0x7000 | kS2Leaf | kPage);  // IA[23:12] = 0xABC
  EXPECT_EQ(PaOf(Stage2Only(Granule::k4K, 3, 40, 0x8000'8000), t, 0xAB'C123), 0x7123u);
}

TEST(Stage2With16K, TwoConcatenatedTablesAtLevel1) {
  FakeTables t;
  t.Put(0x8000'C918, 0xA000'0000 | kTable)     // IA[47:36] = 0x923
      .Put(0xA000'1158, 0xB000'0000 | kTable)  // IA[35:25] = 0x22B
      .Put(0xB000'0F10, 0xC000'4000 | kS2Leaf | kPage);
  EXPECT_EQ(PaOf(Stage2Only(Granule::k16K, 2, 16, 0x8000'8000), t, 0x9234'5678'9ABC), 0xC000'5ABCu);
}

TEST(Stage2With16K, SixteenConcatenatedTablesAtLevel2) {
  FakeTables t;
  t.Put(0x8007'F848, 0x400'0000 | kS2Leaf | kBlock);  // IA[39:25] = 0x7F09
  EXPECT_EQ(PaOf(Stage2Only(Granule::k16K, 1, 24, 0x8004'0000), t, 0xFE'1234'5678), 0x434'5678u);
}

TEST(Stage2With16K, SixteenConcatenatedTablesAtLevel3) {
  FakeTables t;
  t.Put(0x8007'5798, 0x1'0000 | kS2Leaf | kPage);  // IA[28:14] = 0x6AF3
  EXPECT_EQ(PaOf(Stage2Only(Granule::k16K, 0, 35, 0x8004'0000), t, 0x1ABC'DEF0), 0x1'1EF0u);
}

TEST(Stage2With64K, ThreeLevels) {
  FakeTables t;
  t.Put(0x8000'0008, 0x9000'0000 | kTable)               // IA[42] = 1
      .Put(0x9000'C488, 0xA000'0000 | kTable)            // IA[41:29] = 0x1891
      .Put(0xA000'A2B0, 0xB001'0000 | kS2Leaf | kPage);  // IA[28:16] = 0x1456
  EXPECT_EQ(PaOf(Stage2Only(Granule::k64K, 2, 21, 0x8000'0000), t, 0x712'3456'789A), 0xB001'789Au);
}

TEST(Stage2With64K, SixteenConcatenatedTablesAtLevel2) {
  FakeTables t;
  t.Put(0x801F'FFF8, 0x4000'0000 | kS2Leaf | kBlock);  // IA[45:29] = 0x1FFFF
  EXPECT_EQ(PaOf(Stage2Only(Granule::k64K, 1, 18, 0x8010'0000), t, 0x3FFF'E000'1234), 0x4000'1234u);
}

TEST(Stage2With64K, SixteenConcatenatedTablesAtLevel3) {
  FakeTables t;
  t.Put(0x8019'1A28, 0x5'0000 | kS2Leaf | kPage);  // IA[32:16] = 0x12345
  EXPECT_EQ(PaOf(Stage2Only(Granule::k64K, 0, 31, 0x8010'0000), t, 0x1'2345'6789), 0x5'6789u);
}

void ExpectFault(const Outcome& o, FaultKind kind, int level, std::uint64_t ipa) {
  EXPECT_FALSE(o.ok);
  EXPECT_EQ(o.kind, kind);
  EXPECT_EQ(o.stage, 2);
  EXPECT_EQ(o.level, level);
  EXPECT_EQ(o.fault_class, FaultClass::kIn);
  EXPECT_EQ(o.ipa, ipa);
}

TEST(Stage2Faults, InputRangeThenIas) {
  FakeTables t;
  t.Put(0x1000, kS2Leaf | kBlock);
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  c.smmu.ias = c.smmu.oas = 40;
  EXPECT_EQ(PaOf(c, t, 0x3FFF'FFFF), 0x3FFF'FFFFu);
  ExpectFault(Walk(c, t, {0x8000'0000}), FaultKind::kTranslation, 0, 0x8000'0000);
  ExpectFault(Walk(c, t, {0xFF'FFFF'FFFF}), FaultKind::kTranslation, 0, 0xFF'FFFF'FFFF);
  const Outcome beyond = Walk(c, t, {0x100'0000'0000});
  EXPECT_EQ(beyond.kind, FaultKind::kAddressSize);
  EXPECT_EQ(beyond.stage, 1);
}

TEST(Stage2Faults, DescriptorsAndOutputSize) {
  FakeTables t;
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  c.stage2->ps_bits = 40;
  const Outcome abort = Walk(c, t, {0x42});
  ExpectFault(abort, FaultKind::kExternalAbort, 1, 0x42);
  EXPECT_EQ(abort.fetch_address, 0x1000u);
  t.Put(0x1000, kS2Leaf);
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kTranslation, 1, 0x42);
  t.Put(0x1000, 0x100'0000'0000 | kTable);
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kAddressSize, 1, 0x42);
  t.Put(0x1000, 0x100'0000'0000 | kS2Leaf | kBlock);
  ExpectFault(Walk(c, t, {0x42}), FaultKind::kAddressSize, 1, 0x42);
}

TEST(Stage2Faults, AccessFlagThenPermission) {
  FakeTables t;
  t.Put(0x1000, kBlock | 0x40);  // AF 0, RO
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  ExpectFault(Walk(c, t, {0x42, Direction::kWrite}), FaultKind::kAccessFlag, 1, 0x42);
  c.stage2->affd = true;
  ExpectFault(Walk(c, t, {0x42, Direction::kWrite}), FaultKind::kPermission, 1, 0x42);
  EXPECT_TRUE(Walk(c, t, {0x42}).ok);
}

TEST(Stage2Faults, AnAtomicOnWriteOnlyMemoryReportsARead) {
  FakeTables t;
  t.Put(0x1000, kBlock | 0x480);  // WO
  const Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  const Outcome o = Walk(c, t, {0x42, Direction::kAtomic});
  ExpectFault(o, FaultKind::kPermission, 1, 0x42);
  EXPECT_TRUE(o.rnw);
  EXPECT_TRUE(Walk(c, t, {0x42, Direction::kWrite}).ok);
}

TEST(Stage2Faults, DirtyStateNeedsBothEnables) {
  FakeTables t;
  t.Put(0x1000, std::uint64_t{1} << 51 | 0x440 | kBlock);
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  c.stage2->hd = true;
  ExpectFault(Walk(c, t, {0, Direction::kWrite}), FaultKind::kPermission, 1, 0);
  c.stage2->ha = true;
  EXPECT_TRUE(Walk(c, t, {0, Direction::kWrite}).ok);
}

TEST(Stage2Faults, PtwDoesNotConcernStage2Only) {
  FakeTables t;
  t.Put(0x1000, 0x4C0 | kBlock);  // Device, RW
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  c.stage2->ptw = true;
  EXPECT_TRUE(Walk(c, t, {0}).ok);
}

TEST(Stage2Faults, BypassedStage1ReportsWrites) {
  Config c = Stage2Only(Granule::k4K, 1, 33, 0x1000);
  const Outcome o = Walk(c, FakeTables(), {~std::uint64_t{0}, Direction::kWrite});
  EXPECT_EQ(o.kind, FaultKind::kAddressSize);
  EXPECT_FALSE(o.rnw);
}

}  // namespace
}  // namespace quiesce::naive
