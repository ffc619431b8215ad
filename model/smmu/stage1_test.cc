#include "model/smmu/stage1.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

constexpr std::uint64_t kReadOnly = kStage1Page | 1 << 7;

Transaction At(std::uint64_t va) {
  Transaction t = Read();
  t.address = va;
  return t;
}

struct SizeRow {
  unsigned tg0;  // as CD.TG0
  GranuleSize granule;
  unsigned txsz, leaf_level;
};

// Every start level of each granule, with pages and each size of block. DDI 0487 D8.2.
const SizeRow kSizes[] = {
    {0, GranuleSize::k4K, 16, 3},  {0, GranuleSize::k4K, 16, 2},  {0, GranuleSize::k4K, 16, 1},
    {0, GranuleSize::k4K, 24, 3},  {0, GranuleSize::k4K, 25, 3},  {0, GranuleSize::k4K, 33, 2},
    {0, GranuleSize::k4K, 34, 3},  {0, GranuleSize::k4K, 39, 2},  {0, GranuleSize::k4K, 39, 3},
    {2, GranuleSize::k16K, 16, 3}, {2, GranuleSize::k16K, 17, 2}, {2, GranuleSize::k16K, 28, 3},
    {2, GranuleSize::k16K, 38, 2}, {2, GranuleSize::k16K, 39, 3}, {1, GranuleSize::k64K, 16, 3},
    {1, GranuleSize::k64K, 21, 2}, {1, GranuleSize::k64K, 22, 3}, {1, GranuleSize::k64K, 34, 2},
    {1, GranuleSize::k64K, 35, 3}, {1, GranuleSize::k64K, 39, 3},
};

/// The highest page of the range, so that every index is its largest.
TEST(Stage1Test, EveryGranuleAndStartLevel) {
  for (const SizeRow& row : kSizes) {
    Rig rig;
    const unsigned bits = 64 - row.txsz;
    const unsigned shift = LevelShift(row.granule, row.leaf_level);
    const std::uint64_t top = (std::uint64_t{1} << bits) - (std::uint64_t{1} << shift);
    const std::uint64_t output = std::uint64_t{1} << shift;
    rig.PutSte(kSid, Stage1Ste());
    Cd<C> cd = With<"T0SZ">(DefaultCd(), Bits<C, 6>(row.txsz));
    rig.PutCd(kCdTable, With<"TG0">(cd, Bits<C, 2>(row.tg0)));
    rig.Map({kStage1Root, row.granule, bits, Stage1StartLevel(row.granule, bits)},
            {.input = top, .output = output, .attributes = kStage1Page, .level = row.leaf_level});
    const Outcome o = rig.Run(At(top + 0x123));
    EXPECT_EQ(o.verdict, Verdict::kComplete) << row.tg0 << " " << row.txsz << " " << Summary(o);
    EXPECT_EQ(o.address, output + 0x123);
    EXPECT_EQ(rig.Summary(At(std::uint64_t{1} << bits)), "abort F_TRANSLATION r S1 IN") << row.txsz;
  }
}

TEST(Stage1Test, FiftyTwoBitsWith64K) {
  Rig rig;
  rig.Set<Reg::IDR5, "OAS">(6);
  rig.Set<Reg::IDR5, "VAX">(1);
  rig.PutSte(kSid, Stage1Ste());
  Cd<C> cd = With<"IPS">(With<"TG0">(With<"T0SZ">(DefaultCd(), 12), 1), 6);
  rig.PutCd(kCdTable, cd);
  const Tables tables{kStage1Root, GranuleSize::k64K, 52, 1};
  const std::uint64_t va = 0xF'FFFF'FFFF'0000;
  // Output bits [51:48] travel in descriptor bits [15:12].
  const std::uint64_t output = 0x0000'1234'0000 | 0xA << 12;
  rig.Map(tables, {.input = va, .output = output, .attributes = kStage1Page});
  EXPECT_EQ(rig.Summary(At(va)), "complete 0xa000012340000");
  rig.Map(tables,
          {.input = 0x400'0000'0000, .output = 0xB << 12, .attributes = kStage1Page, .level = 1});
  EXPECT_EQ(rig.Summary(At(0x400'0000'0042)), "complete 0xb000000000042");
  rig.PutCd(kCdTable, With<"IPS">(cd, 5));
  EXPECT_EQ(rig.Summary(At(va)), "abort F_ADDR_SIZE r S1 IN");
}

TEST(Stage1Test, HighBitsOf64KDescriptorsBelow52BitsAreAChoice) {
  Rig rig;
  rig.PutSte(kSid, Stage1Ste());
  rig.PutCd(kCdTable, With<"TG0">(DefaultCd(), 1));
  const Tables tables{kStage1Root, GranuleSize::k64K, 48, 1};
  const std::uint64_t va = 0x1234'0000;
  rig.Map(tables, {.input = va, .output = 0x5'0000 | 1 << 12, .attributes = kStage1Page});
  EXPECT_EQ(rig.Summary(At(va)), "complete 0x50000");
  rig.choices.Set(ChoicePoint::kRes64kDescriptorHigh, 1);
  EXPECT_EQ(rig.Summary(At(va)), "abort F_ADDR_SIZE r S1 IN");
}

struct RangeRow {
  const char* what;
  bool upper, tbi;
  std::uint64_t va;
  bool in_range;
};

const RangeRow kRanges[] = {
    {"lower, largest", false, false, 0x0000'FFFF'FFFF'F000, true},
    {"lower, one more", false, false, 0x0001'0000'0000'0000, false},
    {"lower, tag without TBI", false, false, 0xAB00'0000'0000'0000, false},
    {"lower, tag with TBI", false, true, 0xAB00'0000'0000'0000, true},
    {"lower, bit 54 with TBI", false, true, 0xAB40'0000'0000'0000, false},
    {"upper, smallest", true, false, 0xFFFF'0000'0000'0000, true},
    {"upper, one less", true, false, 0xFFFE'FFFF'FFFF'F000, false},
    {"upper, tag without TBI", true, false, 0xABFF'0000'0000'0000, false},
    {"upper, tag with TBI", true, true, 0xABFF'0000'0000'0000, true},
};

TEST(Stage1Test, InputRangeAndTopByte) {
  for (const RangeRow& row : kRanges) {
    Rig rig;
    Cd<C> cd = With<"EPD1">(With<"TG1">(With<"T1SZ">(DefaultCd(), 16), 2), 0);
    cd = WithAddr<"TTB1">(cd, Bits<C, 64>(kStage1Root));
    if (row.tbi) cd = With<"TBI0">(With<"TBI1">(cd, 1), 1);
    rig.PutSte(kSid, Stage1Ste());
    rig.PutCd(kCdTable, cd);
    rig.Map(Rig::kStage1Tables,
            {.input = row.va & MaxValue(48), .output = kPa, .attributes = kStage1Page});
    const Outcome o = rig.Run(At(row.va));
    EXPECT_EQ(Summary(o), row.in_range ? "complete 0x45678000" : "abort F_TRANSLATION r S1 IN")
        << row.what;
    if (o.event) {
      EXPECT_EQ(o.event->input_address, row.va);
    }
  }
}

TEST(Stage1Test, TheUpperHalfUsesItsOwnTableAndGranule) {
  Rig rig;
  constexpr std::uint64_t kUpperRoot = 0x1300'0000;
  Cd<C> cd = With<"EPD1">(With<"TG1">(With<"T1SZ">(DefaultCd(), 25), 1), 0);  // 16K, 39 bits
  rig.PutSte(kSid, Stage1Ste());
  rig.PutCd(kCdTable, WithAddr<"TTB1">(cd, Bits<C, 64>(kUpperRoot)));
  const std::uint64_t va = 0xFFFF'FF80'0000'4000;
  rig.Map({kUpperRoot, GranuleSize::k16K, 39, 1},
          {.input = va & MaxValue(39), .output = 0x8000, .attributes = kStage1Page});
  EXPECT_EQ(rig.Summary(At(va + 0x3FFF)), "complete 0xbfff");
}

TEST(Stage1Test, DisabledWalksFault) {
  Rig rig;
  rig.MapStage1(kStage1Page, With<"EPD0">(With<"EPD1">(DefaultCd(), 1), 1));
  EXPECT_EQ(rig.Summary(Read()), "abort F_TRANSLATION r S1 IN");
  rig.MapStage1();
  EXPECT_EQ(rig.Summary(At(0xFFFF'0000'0000'0000)), "abort F_TRANSLATION r S1 IN");  // EPD1
}

TEST(Stage1Test, NsEl2HasOneHalfAndIgnoresEpd0) {
  Rig rig;
  const Ste<C> el2 = With<"STRW">(Stage1Ste(), 2);
  rig.MapStage1(kStage1Page, With<"EPD0">(DefaultCd(), 1), el2);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  EXPECT_EQ(rig.Summary(At(0xFFFF'0000'0000'0000)), "abort F_TRANSLATION r S1 IN");
  rig.Set<Reg::CR2, "E2H">(1);
  EXPECT_EQ(rig.Summary(Read()), "abort F_TRANSLATION r S1 IN");  // EPD0 counts in EL2-E2H
}

struct DescriptorRow {
  const char* what;
  unsigned level;
  std::uint64_t descriptor;
  const char* result;
};

const DescriptorRow kDescriptors[] = {
    {"invalid at level 3", 3, 0, "abort F_TRANSLATION r S1 IN"},
    {"reserved at level 3", 3, kStage1Page & ~kPageBit, "abort F_TRANSLATION r S1 IN"},
    {"block at level 0", 0, kStage1Page & ~kPageBit, "abort F_TRANSLATION r S1 IN"},
    {"output beyond IPS", 3, kStage1Page | std::uint64_t{1} << 44, "abort F_ADDR_SIZE r S1 IN"},
    {"table beyond IPS", 1, 3 | std::uint64_t{1} << 44, "abort F_ADDR_SIZE r S1 IN"},
    {"table where nothing is", 1, 3 | 0x7000'0000, "abort F_WALK_EABT r S1 TT at=0x700001e0"},
    {"no access", 3, kStage1Page & ~kAccessFlag, "abort F_ACCESS r S1 IN"},
    {"access before permission", 3, 0x703 & ~kAccessFlag, "abort F_ACCESS r S1 IN"},
    {"no permission", 3, 0x703, "abort F_PERMISSION r S1 IN"},
};

TEST(Stage1Test, DescriptorFaults) {
  for (const DescriptorRow& row : kDescriptors) {
    Rig rig;
    const std::uint64_t va = 0x3C0'0000'0000 | 0x780'0000;
    rig.MapStage1(kStage1Page, With<"IPS">(DefaultCd(), 4));  // 44 bits
    const auto at = rig.Map(Rig::kStage1Tables,
                            {.input = va, .output = 0, .attributes = 0, .level = row.level});
    rig.memory().Write64(at, row.descriptor);
    EXPECT_EQ(rig.Summary(At(va)), row.result) << row.what;
  }
}

TEST(Stage1Test, BigEndianTables) {
  Rig rig;
  rig.MapStage1(kStage1Page, With<"ENDI">(DefaultCd(), 1));
  EXPECT_EQ(rig.Summary(Read()), "abort F_TRANSLATION r S1 IN");
  rig.Run(Read());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> words;
  for (const std::uint64_t base : {kStage1Root, std::uint64_t{0x1800'0000}}) {
    for (std::uint64_t pa = base; pa < base + 0x4'0000; pa += 8) {
      if (rig.memory().Present(pa)) words.emplace_back(pa, rig.memory().Read64(pa).value);
    }
  }
  for (const auto& [pa, word] : words) rig.memory().Write64(pa, __builtin_bswap64(word));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
}

TEST(Stage1Test, HierarchicalPermissionsUnlessDisabled) {
  Rig rig;
  rig.MapStage1();
  rig.Map(Rig::kStage1Tables, {.input = kVa,
                               .output = kPa,
                               .attributes = kStage1Page,
                               .table_controls = kApTableNoUnprivileged});
  EXPECT_EQ(rig.Summary(Read()), "abort F_PERMISSION r S1 IN");
  Transaction privileged = Read();
  privileged.privileged = true;
  EXPECT_EQ(rig.Summary(privileged), "complete 0x45678000");
  rig.PutCd(kCdTable, With<"HAD0">(DefaultCd(), 1));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  rig.Set<Reg::IDR3, "HAD">(0);  // the field does not exist
  EXPECT_EQ(rig.Summary(Read()), "abort F_PERMISSION r S1 IN");
}

struct FlagRow {
  const char* what;
  bool ha, hd, affd;
  std::uint64_t page;
  AccessKind access;
  const char* result;
  std::uint64_t updated;  // 0: no update
};

const FlagRow kFlags[] = {
    {"AFFD", false, false, true, kStage1Page & ~kAccessFlag, AccessKind::kRead, "complete", 0},
    {"HA sets AF", true, false, false, kStage1Page & ~kAccessFlag, AccessKind::kRead, "complete",
     kStage1Page},
    {"AF is set already", true, true, false, kStage1Page, AccessKind::kWrite, "complete", 0},
    {"read-only", true, true, false, kReadOnly, AccessKind::kWrite, "fault", 0},
    {"writable-clean, read", true, true, false, kReadOnly | kDbm, AccessKind::kRead, "complete", 0},
    {"writable-clean, write", true, true, false, kReadOnly | kDbm, AccessKind::kWrite, "complete",
     kStage1Page | kDbm},
    {"writable-clean, atomic", true, true, false, kReadOnly | kDbm, AccessKind::kAtomic, "complete",
     kStage1Page | kDbm},
    {"writable-clean without HD", true, false, false, kReadOnly | kDbm, AccessKind::kWrite, "fault",
     0},
    {"HD without HA acts as off", false, true, false, kReadOnly | kDbm, AccessKind::kWrite, "fault",
     0},
    {"both at once", true, true, false, (kReadOnly | kDbm) & ~kAccessFlag, AccessKind::kWrite,
     "complete", kStage1Page | kDbm},
};

std::vector<DescriptorUpdate> UpdatesOf(const TraceObserver& trace) {
  std::vector<DescriptorUpdate> updates;
  for (const TraceStep& step : trace.steps()) {
    if (const auto* u = std::get_if<DescriptorUpdate>(&step)) updates.push_back(*u);
  }
  return updates;
}

TEST(Stage1Test, AccessFlagAndDirtyState) {
  for (const FlagRow& row : kFlags) {
    Rig rig;
    Cd<C> cd = With<"HA">(DefaultCd(), Bits<C, 1>(row.ha));
    cd = With<"AFFD">(With<"HD">(cd, Bits<C, 1>(row.hd)), Bits<C, 1>(row.affd));
    rig.MapStage1(row.page, cd);
    Transaction t = Read();
    t.access = row.access;
    const Outcome o = rig.Run(t);
    EXPECT_EQ(o.verdict == Verdict::kComplete ? "complete" : "fault", std::string(row.result))
        << row.what << ": " << Summary(o);
    const auto updates = UpdatesOf(rig.trace);
    ASSERT_EQ(updates.size(), row.updated == 0 ? 0u : 1u) << row.what;
    if (row.updated == 0) continue;
    EXPECT_EQ(updates[0].address, rig.stage1_leaf);
    EXPECT_EQ(updates[0].after, row.updated | kPa) << row.what;
  }
}

TEST(Stage1Test, TheTableBaseIsAlignedByHardware) {
  Rig rig;
  rig.MapStage1(kStage1Page, WithAddr<"TTB0">(DefaultCd(), Bits<C, 64>(kStage1Root | 0xFF0)));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
}

TEST(Stage1Test, AttributesComeFromMair) {
  Rig rig;
  const Cd<C> cd = With<"MAIR1">(With<"MAIR0">(DefaultCd(), 0xFF), 0x0000'0444);  // 4: 0x44, 5: 4
  rig.MapStage1(kStage1Page | 4 << 2, cd);
  EXPECT_EQ(rig.Run(Read()).attributes.mair(), 0x44);
  EXPECT_EQ(rig.Run(Read()).attributes.shareability(), Shareability::kOuter);  // non-cacheable
  rig.MapStage1(kStage1Page | 5 << 2, cd);
  EXPECT_EQ(rig.Run(Read()).attributes.type(), MemoryType::kDevice_nGnRE);
  rig.MapStage1(kStage1Page, cd);
  EXPECT_EQ(rig.Run(Read()).attributes.mair(), 0xFF);
  EXPECT_EQ(rig.Run(Read()).attributes.shareability(), Shareability::kInner);
}

}  // namespace
}  // namespace quiesce
