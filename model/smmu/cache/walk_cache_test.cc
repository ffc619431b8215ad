#include "model/smmu/cache/walk_cache.h"

#include <gtest/gtest.h>

#include "model/smmu/cache/testing/cached_smmu.h"

namespace quiesce {
namespace {

using testing::kVa;
using testing::Rig;

/// Only the walk cache is left to answer.
class WalkCache : public testing::CachedSmmu {
 protected:
  void DropLeaves() {
    caches.tlb().DropIf([](const TlbEntry&) { return true; });
  }
  void DropTables(TlbKind kind) {
    caches.tables().DropIf([&](const TableEntry& e) { return e.scope.kind == kind; });
  }
  std::size_t Tables(TlbKind kind) {
    return caches.tables().Count([&](const TableEntry& e) { return e.scope.kind == kind; });
  }

  /// kVa through new tables below the root: what the old ones map is as it was.
  void RerootStage1() {
    const std::uint64_t root = testing::kStage1Root + 8 * (kVa >> 39 & 0x1FF);
    rig.memory().Write64(root, 0);
    rig.Map(Rig::kStage1Tables,
            {.input = kVa, .output = kOtherPa, .attributes = testing::kStage1Page | kNotGlobal});
  }
  static Invalidation ByVa(bool leaf) {
    return {.opcode = Opcode::TLBI_NH_VA,
            .leaf = leaf,
            .vmid = 0,
            .asid = 0,
            .address = AddressRange{kVa, kVa}};
  }
};

TEST_F(WalkCache, KeepsEachTableOfAWalkOnce) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  EXPECT_EQ(Tables(TlbKind::kStage1Table), 3u);
  DropLeaves();
  EXPECT_EQ(Read(), kFirst);
  EXPECT_EQ(caches.tables().size(), 3u);
}

TEST_F(WalkCache, OldTablesAreFollowedUntilACommandForAllLevels) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  RerootStage1();
  Command(ByVa(true));
  EXPECT_EQ(caches.tlb().size(), 0u);
  EXPECT_EQ(Read(), kFirst);
  Command(ByVa(false));
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(WalkCache, GoesOnFromAnyLevel) {
  rig.MapStage1(testing::kStage1Page);
  EXPECT_EQ(Read(), kFirst);
  for (unsigned level = 3; level-- > 0;) {
    DropLeaves();
    EXPECT_EQ(Read(), kFirst) << level;
    caches.tables().DropIf([&](const TableEntry& e) { return e.scope.level >= level; });
  }
}

TEST_F(WalkCache, KeepsTheControlsOfTheTablesAbove) {
  rig.PutSte(testing::kSid, testing::Stage1Ste());
  rig.PutCd(testing::kCdTable, testing::DefaultCd());
  rig.Map(Rig::kStage1Tables, {.input = kVa,
                               .output = testing::kPa,
                               .attributes = testing::kStage1Page,
                               .table_controls = kApTableReadOnly});
  EXPECT_EQ(Read(), kFirst);
  DropLeaves();
  EXPECT_EQ(Run(testing::Write()), "abort F_PERMISSION w S1 IN");
}

TEST_F(WalkCache, TablesAreNeverGlobal) {
  rig.MapStage1(testing::kStage1Page, With<"ASID">(testing::DefaultCd(), 7));
  EXPECT_EQ(Read(), kFirst);
  RerootStage1();
  Command({.opcode = Opcode::TLBI_NH_ASID, .vmid = 0, .asid = 7});
  EXPECT_EQ(Tables(TlbKind::kStage1Table), 0u);
  EXPECT_EQ(Read(), kFirst) << "the leaf is global";
  rig.PutCd(testing::kCdTable, With<"ASID">(testing::DefaultCd(), 8));
  CfgiCd();
  DropLeaves();
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(WalkCache, OtherGranulesDoNotMatch) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  DropLeaves();
  rig.PutCd(testing::kCdTable, With<"TG0">(testing::DefaultCd(), 1));
  CfgiCd();
  EXPECT_EQ(Read(), "abort F_TRANSLATION r S1 IN");
}

TEST_F(WalkCache, CommandByIpaLeavesWhatIsCombined) {
  rig.MapNested();
  EXPECT_EQ(Read(), kFirst);
  EXPECT_EQ(Tables(TlbKind::kCombinedTable), 3u);
  EXPECT_NE(Tables(TlbKind::kStage2Table), 0u);
  Command({.opcode = Opcode::TLBI_S2_IPA, .vmid = 0, .address = AddressRange{0, MaxValue(48)}});
  EXPECT_EQ(Tables(TlbKind::kStage2Table), 0u);
  EXPECT_EQ(Tables(TlbKind::kCombinedTable), 3u);
  Command({.opcode = Opcode::TLBI_NH_ALL, .vmid = 0});
  EXPECT_EQ(caches.tables().size(), 0u);
}

TEST_F(WalkCache, CombinedTableSparesStage2) {
  rig.MapNested();
  EXPECT_EQ(Read(), kFirst);
  DropLeaves();
  DropTables(TlbKind::kStage1Table);
  DropTables(TlbKind::kStage2Table);
  // Stage 2 no longer maps the stage 1 tables.
  for (std::uint64_t page = 0; page < 0x10'0000; page += 0x1000) {
    const auto at =
        rig.Map(Rig::kStage2Tables, {.input = 0x1800'0000 + page, .output = 0, .attributes = 0});
    rig.memory().Write64(at, 0);
  }
  EXPECT_EQ(Read(), kFirst);
  DropLeaves();
  DropTables(TlbKind::kStage1Table);
  DropTables(TlbKind::kCombinedTable);
  EXPECT_EQ(Read().substr(0, 29), "abort F_TRANSLATION r S2 TT i");
}

TEST_F(WalkCache, CombinedTableIsNoLargerThanItsStage2Leaf) {
  const TableWalk walk{.stage = Stage::k1,
                       .granule = GranuleSize::k64K,
                       .wide = false,
                       .big_endian = false,
                       .input_bits = 48,
                       .start_level = 1,
                       .output_bits = 48,
                       .base = 0,
                       .table_bits = TableBits(GranuleSize::k64K),
                       .oversize_bits = OversizeBits(48)};
  CachedStage<Stage2> page;
  page.log2 = 12;
  const TableEntry e = CombinedTable({}, walk, kVa, {0x1'0000, 0, 3}, page);
  EXPECT_EQ(e.scope.last - e.scope.first, MaxValue(12 - 3 + 16));
  page.log2 = 21;
  const TableEntry whole = CombinedTable({}, walk, kVa, {0x1'0000, 0, 3}, page);
  EXPECT_EQ(whole.scope.last - whole.scope.first, MaxValue(29));
}

}  // namespace
}  // namespace quiesce
