#include "model/smmu/stage2.h"

#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

Transaction At(std::uint64_t ipa) {
  Transaction t = Read();
  t.address = ipa;
  return t;
}

struct StartRow {
  unsigned s2tg;  // as STE.S2TG
  GranuleSize granule;
  unsigned s2t0sz, s2sl0, level;
};

// One table and up to 16 concatenated ones for each start level. DDI 0487 D8.2.
const StartRow kStarts[] = {
    {0, GranuleSize::k4K, 16, 2, 0},  {0, GranuleSize::k4K, 24, 2, 0},
    {0, GranuleSize::k4K, 25, 1, 1},  {0, GranuleSize::k4K, 24, 1, 1},
    {0, GranuleSize::k4K, 21, 1, 1},  {0, GranuleSize::k4K, 34, 0, 2},
    {0, GranuleSize::k4K, 30, 0, 2},  {0, GranuleSize::k4K, 39, 0, 2},
    {2, GranuleSize::k16K, 17, 2, 1}, {2, GranuleSize::k16K, 16, 2, 1},
    {2, GranuleSize::k16K, 28, 1, 2}, {2, GranuleSize::k16K, 24, 1, 2},
    {2, GranuleSize::k16K, 39, 0, 3}, {2, GranuleSize::k16K, 35, 0, 3},
    {1, GranuleSize::k64K, 16, 2, 1}, {1, GranuleSize::k64K, 18, 1, 2},
    {1, GranuleSize::k64K, 22, 1, 2}, {1, GranuleSize::k64K, 31, 0, 3},
    {1, GranuleSize::k64K, 35, 0, 3},
};

TEST(Stage2Test, EveryStartLevelAndConcatenation) {
  for (const StartRow& row : kStarts) {
    Rig rig;
    const unsigned bits = 64 - row.s2t0sz;
    const std::uint64_t page = std::uint64_t{1} << BitsOf(row.granule);
    const std::uint64_t top = (std::uint64_t{1} << bits) - page;
    Ste<C> ste = With<"S2TG">(Stage2Ste(), Bits<C, 2>(row.s2tg));
    ste = With<"S2SL0">(With<"S2T0SZ">(ste, Bits<C, 6>(row.s2t0sz)), Bits<C, 2>(row.s2sl0));
    rig.PutSte(kSid, ste);
    rig.Map({kStage2Root, row.granule, bits, row.level},
            {.input = top, .output = page, .attributes = kStage2Page});
    const Outcome o = rig.Run(At(top + 5));
    EXPECT_EQ(o.verdict, Verdict::kComplete) << row.s2tg << " " << row.s2t0sz << " " << Summary(o);
    EXPECT_EQ(o.address, page + 5);
    if (bits == 48) continue;
    EXPECT_EQ(rig.Summary(At(std::uint64_t{1} << bits)),
              absl::StrFormat("abort F_TRANSLATION r S2 IN ipa=%#x", std::uint64_t{1} << bits));
  }
}

struct DescriptorRow {
  const char* what;
  std::uint64_t descriptor;
  AccessKind access;
  const char* result;
};

const DescriptorRow kDescriptors[] = {
    {"invalid", 0, AccessKind::kRead, "abort F_TRANSLATION r S2 IN ipa=0x123456789000"},
    {"beyond S2PS", kStage2Page | std::uint64_t{1} << 40, AccessKind::kRead,
     "abort F_ADDR_SIZE r S2 IN ipa=0x123456789000"},
    {"no access", kStage2Page & ~kAccessFlag, AccessKind::kWrite,
     "abort F_ACCESS w S2 IN ipa=0x123456789000"},
    {"no write", kStage2Page & ~kWriteBit, AccessKind::kWrite,
     "abort F_PERMISSION w S2 IN ipa=0x123456789000"},
    {"no read", kStage2Page & ~std::uint64_t{1 << 6}, AccessKind::kRead,
     "abort F_PERMISSION r S2 IN ipa=0x123456789000"},
    // 13.1.1: an atomic access lacks only read permission.
    {"atomic, no read", kStage2Page & ~std::uint64_t{1 << 6}, AccessKind::kAtomic,
     "abort F_PERMISSION r S2 IN ipa=0x123456789000"},
    {"atomic, no write", kStage2Page & ~kWriteBit, AccessKind::kAtomic,
     "abort F_PERMISSION w S2 IN ipa=0x123456789000"},
    {"write does not need read", kStage2Page & ~std::uint64_t{1 << 6}, AccessKind::kWrite,
     "complete 0x45678000"},
};

TEST(Stage2Test, DescriptorFaults) {
  for (const DescriptorRow& row : kDescriptors) {
    Rig rig;
    rig.MapStage2(kStage2Page, With<"S2PS">(Stage2Ste(), 2));  // 40 bits
    rig.memory().Write64(rig.stage2_leaf, row.descriptor | (row.descriptor == 0 ? 0 : kPa));
    Transaction t = Read();
    t.access = row.access;
    EXPECT_EQ(rig.Summary(t), row.result) << row.what;
  }
}

TEST(Stage2Test, AnAbortedWalkNamesThePhysicalAddress) {
  Rig rig;
  rig.PutSte(kSid, Stage2Ste());
  EXPECT_EQ(rig.Summary(Read()), "abort F_WALK_EABT r S2 IN at=0x14000120");
}

TEST(Stage2Test, StallAndRecordFollowTheSte) {
  Rig rig;
  rig.MapStage2(0, With<"S2R">(Stage2Ste(), 0));
  EXPECT_EQ(rig.Summary(Read()), "abort");
  rig.MapStage2(0, With<"S2S">(With<"S2R">(Stage2Ste(), 0), 1));
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(o.verdict, Verdict::kStall);
  ASSERT_TRUE(o.event);
  EXPECT_TRUE(o.event->stall);
}

TEST(Stage2Test, DirtyStateSetsS2ap) {
  Rig rig;
  const std::uint64_t clean = (kStage2Page & ~kWriteBit & ~kAccessFlag) | std::uint64_t{1} << 51;
  rig.MapStage2(clean, With<"S2HA">(With<"S2HD">(Stage2Ste(), 1), 1));
  EXPECT_EQ(rig.Summary(Write()), "complete 0x45678000");
  const auto& steps = rig.trace.steps();
  const auto& update = std::get<DescriptorUpdate>(steps[steps.size() - 2]);
  EXPECT_EQ(update.stage, Stage::k2);
  EXPECT_EQ(update.address, rig.stage2_leaf);
  EXPECT_EQ(update.after, update.before | kWriteBit | kAccessFlag);
}

TEST(Stage2Test, PrivMattersOnlyWithXnx) {
  Rig rig;
  rig.MapStage2(kStage2Page | std::uint64_t{1} << 53);  // unprivileged execute only, with XNX
  Transaction t = Read();
  t.instruction = t.privileged = true;
  EXPECT_EQ(rig.Summary(t), "abort F_PERMISSION r S2 IN ipa=0x123456789000");
  EXPECT_TRUE(rig.Run(t).event->ind);
  EXPECT_TRUE(rig.Run(t).event->pnu);
  t.privileged = false;
  EXPECT_EQ(rig.Summary(t), "complete 0x45678000");
  rig.Set<Reg::IDR3, "XNX">(0);
  t.privileged = true;
  EXPECT_EQ(rig.Summary(t), "complete 0x45678000");
}

TEST(Stage2Test, AttributesCombine) {
  Rig rig;
  rig.MapStage2((kStage2Page & ~std::uint64_t{0x3C}) | 1 << 2);  // Device-nGnRE
  EXPECT_EQ(rig.Run(Read()).attributes.type(), MemoryType::kDevice_nGnRE);
  rig.MapStage2((kStage2Page & ~std::uint64_t{0x3C}) | 0xA << 2);  // write-through
  EXPECT_EQ(rig.Run(Read()).attributes.mair(), 0xBB);
  rig.MapStage2((kStage2Page & ~std::uint64_t{0x3C}) | 5 << 2, With<"S2FWB">(Stage2Ste(), 1));
  EXPECT_EQ(rig.Run(Read()).attributes.mair(), 0x44);
}

}  // namespace
}  // namespace quiesce
