// Both stages: whose fault it is, and how the SMMU's own accesses are described. IHI 0070 G.b 3.12,
// 5.2 (S2PTW), 7.3.12 to 7.3.16.
#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

/// The stage 2 page of an address, replaced.
void Remap(Rig& rig, std::uint64_t ipa, std::uint64_t attributes) {
  const std::uint64_t page = DropLowBits(ipa, 12);
  const auto at = rig.Map(Rig::kStage2Tables, {.input = page, .output = page, .attributes = 0});
  rig.memory().Write64(at, attributes == 0 ? 0 : page | attributes);
}

TEST(NestedTest, BothStagesTranslate) {
  Rig rig;
  rig.MapNested();
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  EXPECT_EQ(rig.Summary(Write()), "complete 0x45678000");
}

struct FaultRow {
  const char* what;
  std::uint64_t stage2_page;  // of the structure's page
  const char* event;          // without class and IPA
};

constexpr std::uint64_t kDevicePage = kStage2Page & ~std::uint64_t{0x3C};
const FaultRow kFaults[] = {
    {"unmapped", 0, "F_TRANSLATION"},
    {"not readable", kStage2Page & ~std::uint64_t{1 << 6}, "F_PERMISSION"},
    {"not accessed", kStage2Page & ~kAccessFlag, "F_ACCESS"},
};

TEST(NestedTest, Stage2FaultOnTheCdFetch) {
  for (const FaultRow& row : kFaults) {
    Rig rig;
    rig.MapNested();
    Remap(rig, kCdTable, row.stage2_page);
    EXPECT_EQ(rig.Summary(Write()),
              absl::StrFormat("abort %s w S2 CD ipa=%#x", row.event, kCdTable))
        << row.what;
    EXPECT_EQ(rig.Run(Write()).decision.by, DecidedBy::kStage2);
  }
}

TEST(NestedTest, Stage2FaultOnTheStage1Walk) {
  for (const FaultRow& row : kFaults) {
    Rig rig;
    rig.MapNested();
    Remap(rig, rig.stage1_leaf, row.stage2_page);
    EXPECT_EQ(rig.Summary(Write()), absl::StrFormat("abort %s w S2 TT ipa=%#x", row.event,
                                                    DropLowBits(rig.stage1_leaf, 12)))
        << row.what;
    EXPECT_EQ(rig.Run(Write()).event->ttrnw,
              rig.Run(Write()).event->type == EventType::F_PERMISSION);
  }
}

TEST(NestedTest, Stage2FaultOnTheOutput) {
  Rig rig;
  rig.MapNested();
  rig.memory().Write64(rig.stage2_leaf, 0);
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), "abort F_TRANSLATION r S2 IN ipa=0x200007000");
  EXPECT_EQ(o.event->input_address, kVa);
}

TEST(NestedTest, Stage1FaultsBeforeStage2LooksAtTheOutput) {
  Rig rig;
  rig.MapNested(NestedSte(), DefaultCd(), 0x703, 0);
  EXPECT_EQ(rig.Summary(Read()), "abort F_PERMISSION r S1 IN");
}

TEST(NestedTest, EachStageHasItsOwnFaultPolicy) {
  Rig rig;
  const Ste<C> silent = With<"S2R">(NestedSte(), 0);
  rig.MapNested(silent);
  rig.memory().Write64(rig.stage2_leaf, 0);
  EXPECT_EQ(rig.Summary(Read()), "abort");
  rig.MapNested(With<"S2S">(NestedSte(), 1));
  rig.memory().Write64(rig.stage2_leaf, 0);
  EXPECT_EQ(rig.Summary(Read()), "stall F_TRANSLATION r S2 IN ipa=0x200007000");
  rig.memory().Write64(rig.stage1_leaf, 0);
  EXPECT_EQ(rig.Summary(Read()), "abort F_TRANSLATION r S1 IN");
}

TEST(NestedTest, ExternalAbortsSayWhoseDescriptorItWas) {
  Rig rig;
  rig.MapNested();
  const auto at = rig.Map(Rig::kStage2Tables,
                          {.input = kStage1Root, .output = 0x7000'0000, .attributes = kStage2Page});
  EXPECT_EQ(rig.Summary(Read()), "abort F_WALK_EABT r S1 TT at=0x70000120");
  rig.memory().Write64(at, 0);
  rig.memory().Write64(kStage2Root, 0x7100'0000 | kTableDescriptor);
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), "abort F_WALK_EABT r S2 CD at=0x71000000");
}

TEST(NestedTest, AnAbortedCdFetchNamesThePhysicalAddress) {
  Rig rig;
  rig.MapNested();
  rig.Map(Rig::kStage2Tables,
          {.input = kCdTable, .output = 0x7000'0000, .attributes = kStage2Page});
  EXPECT_EQ(rig.Summary(Read()), "abort F_CD_FETCH at=0x70000000");
}

TEST(NestedTest, ProtectedTableWalkRefusesDeviceMemory) {
  Rig rig;
  rig.MapNested();
  Remap(rig, kCdTable, kDevicePage);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  rig.PutSte(kSid, With<"S2PTW">(NestedSte(), 1));
  EXPECT_EQ(rig.Summary(Read()), "abort F_PERMISSION r S2 CD ipa=0x11000000");
  Remap(rig, kCdTable, kStage2Page);
  Remap(rig, rig.stage1_leaf, kDevicePage);
  EXPECT_EQ(rig.Summary(Read()), absl::StrFormat("abort F_PERMISSION r S2 TT ipa=%#x",
                                                 DropLowBits(rig.stage1_leaf, 12)));
  EXPECT_TRUE(rig.Run(Read()).event->ttrnw);
}

TEST(NestedTest, ProtectedTableWalkDoesNotConcernTheTransaction) {
  Rig rig;
  rig.MapNested(With<"S2PTW">(NestedSte(), 1), DefaultCd(), kStage1Page, kDevicePage);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
}

TEST(NestedTest, ADescriptorUpdateNeedsStage2WritePermission) {
  Rig rig;
  const Cd<C> cd = With<"HA">(DefaultCd(), 1);
  rig.MapNested(NestedSte(), cd, kStage1Page & ~kAccessFlag);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  Remap(rig, rig.stage1_leaf, kStage2Page & ~kWriteBit);
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), absl::StrFormat("abort F_PERMISSION r S2 TT ipa=%#x",
                                        DropLowBits(rig.stage1_leaf, 12)));
  EXPECT_FALSE(o.event->ttrnw);  // the write was refused
}

TEST(NestedTest, ADescriptorUpdateDirtiesItsStage2Page) {
  Rig rig;
  const Ste<C> ste = With<"S2HA">(With<"S2HD">(NestedSte(), 1), 1);
  rig.MapNested(ste, With<"HA">(DefaultCd(), 1), kStage1Page & ~kAccessFlag);
  Remap(rig, rig.stage1_leaf, (kStage2Page & ~kWriteBit) | std::uint64_t{1} << 51);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  unsigned stage1 = 0;
  unsigned stage2 = 0;
  for (const TraceStep& step : rig.trace.steps()) {
    if (const auto* u = std::get_if<DescriptorUpdate>(&step)) {
      ++(u->stage == Stage::k1 ? stage1 : stage2);
    }
  }
  EXPECT_EQ(stage1, 1u);
  EXPECT_EQ(stage2, 1u);
}

TEST(NestedTest, Stage1OutputBeyondTheStage2Range) {
  Rig rig;
  const Ste<C> ste = With<"S2SL0">(With<"S2T0SZ">(NestedSte(), 25), 1);  // 39 bits, level 1
  rig.PutSte(kSid, ste);
  rig.PutCd(kCdTable, DefaultCd());
  const Tables stage2{kStage2Root, GranuleSize::k4K, 39, 1};
  rig.Map(Rig::kStage1Tables,
          {.input = kVa, .output = std::uint64_t{1} << 39, .attributes = kStage1Page});
  rig.MapIdentity(stage2, kCdTable, 0x1000);
  rig.MapIdentity(stage2, kStage1Root, 0x1000);
  rig.MapIdentity(stage2, 0x1800'0000, 0x10'0000);
  EXPECT_EQ(rig.Summary(Read()), "abort F_TRANSLATION r S2 IN ipa=0x8000000000");
}

TEST(NestedTest, BypassedStage1LeavesStage2) {
  Rig rig;
  rig.MapStage2(kStage2Page, With<"S1DSS">(With<"S1CDMax">(NestedSte(), 4), 1));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
}

}  // namespace
}  // namespace quiesce
