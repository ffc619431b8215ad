// The order of the whole: what comes before the stages, and bypasses. IHI 0070
// G.b 3.4, 3.12, 6.3.14.
#include "model/smmu/translate.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

TEST(TranslateTest, Stage1MapsAPage) {
  Rig rig;
  rig.MapStage1();
  Transaction t = Read();
  t.address = kVa + 0xABC;
  EXPECT_EQ(rig.Summary(t), "complete 0x45678abc");
}

TEST(TranslateTest, ServiceFailureModeAbortsSilently) {
  Rig rig;
  rig.MapStage1();
  rig.Set<Reg::GERROR, "SFM_ERR">(1);
  EXPECT_EQ(rig.Summary(Read()), "abort");
  EXPECT_EQ(rig.Summary(Request()), "CA");
  rig.Set<Reg::GERRORN, "SFM_ERR">(1);  // not active any more
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
}

TEST(TranslateTest, AnUnsupportedTransactionIsRecordedEvenWhileDisabled) {
  Rig rig;
  rig.Set<Reg::CR0, "SMMUEN">(0);
  Transaction t = Read();
  t.unsupported = true;
  t.privileged = true;
  const Outcome o = rig.Run(t);
  EXPECT_EQ(Summary(o), "abort F_UUT");
  EXPECT_TRUE(o.event->pnu);
  EXPECT_EQ(o.event->input_address, kVa);
}

TEST(TranslateTest, ASpeculativeAccessLeavesNoEvent) {
  Rig rig;
  rig.MapStage1();
  Transaction read = Read();
  read.speculative = true;
  EXPECT_EQ(rig.Summary(read), "complete 0x45678000");
  read.address += 0x1000;
  EXPECT_EQ(rig.Summary(read), "abort");
  read.stream_id = 0x100;
  EXPECT_EQ(rig.Summary(read), "abort");
  Transaction write = Write();
  write.speculative = true;
  EXPECT_EQ(rig.Summary(write), "abort");
}

TEST(TranslateTest, DisabledBypassesByGbpa) {
  Rig rig;
  rig.Set<Reg::CR0, "SMMUEN">(0);
  rig.Set<Reg::GBPA, "SHCFG">(1);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x123456789000");
  Transaction t = Read();
  t.address = std::uint64_t{1} << 48;
  EXPECT_EQ(rig.Summary(t), "abort");
  rig.Set<Reg::GBPA, "ABORT">(1);
  EXPECT_EQ(rig.Summary(Read()), "abort");
}

TEST(TranslateTest, DisabledAppliesTheOverridesOfGbpa) {
  Rig rig;
  rig.Set<Reg::CR0, "SMMUEN">(0);
  rig.Set<Reg::GBPA, "MTCFG">(1);
  rig.Set<Reg::GBPA, "MemAttr">(1);
  rig.Set<Reg::GBPA, "PRIVCFG">(3);
  rig.Set<Reg::GBPA, "INSTCFG">(3);
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(o.attributes.type(), MemoryType::kDevice_nGnRE);
  EXPECT_EQ(o.attributes.shareability(), Shareability::kOuter);
  EXPECT_TRUE(o.privileged);
  EXPECT_TRUE(o.instruction);
  EXPECT_FALSE(rig.Run(Write()).instruction);
}

TEST(TranslateTest, ConfigAbortIsSilentWhateverElseTheSteHolds) {
  for (const unsigned config : {0u, 1u, 2u, 3u}) {
    Rig rig;
    Ste<Concrete> ste = With<"Config">(NestedSte(), Bits<Concrete, 3>(config));
    rig.PutSte(kSid, With<"STRW">(With<"S2TG">(ste, 3), 1));
    EXPECT_EQ(rig.Summary(Read()), "abort") << config;
    EXPECT_EQ(rig.Run(Read()).decision.by, DecidedBy::kSte);
  }
}

TEST(TranslateTest, ConfigBypassChecksOas) {
  Rig rig;
  rig.PutSte(kSid, With<"SHCFG">(With<"Config">(With<"V">(Ste<Concrete>(), 1), 4), 1));
  EXPECT_EQ(rig.Summary(Read()), "complete 0x123456789000");
  Transaction t = Write();
  t.address = std::uint64_t{1} << 48;
  EXPECT_EQ(rig.Summary(t), "abort F_ADDR_SIZE w S1 IN");
  EXPECT_FALSE(rig.Run(t).event->stall);
}

TEST(TranslateTest, Stage1BypassChecksIasNotTheStage2Range) {
  Rig rig;
  rig.Set<Reg::IDR5, "OAS">(4);                                                 // 44 bits
  const Ste<Concrete> ste = With<"S2SL0">(With<"S2T0SZ">(Stage2Ste(), 32), 1);  // 32 bits, level 1
  rig.PutSte(kSid, ste);
  Transaction t = Read();
  t.address = std::uint64_t{1} << 44;
  EXPECT_EQ(rig.Summary(t), "abort F_ADDR_SIZE r S1 IN");
  t.address = std::uint64_t{1} << 32;
  EXPECT_EQ(rig.Summary(t), "abort F_TRANSLATION r S2 IN ipa=0x100000000");
}

TEST(TranslateTest, AnInvalidSteNamesItsRule) {
  Rig rig;
  rig.PutSte(kSid, With<"V">(Stage1Ste(), 0));
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), "abort C_BAD_STE");
  EXPECT_EQ(o.decision.by, DecidedBy::kSte);
  ASSERT_NE(o.decision.rule, nullptr);
  EXPECT_EQ(o.decision.rule->id, "STE-V");
}

TEST(TranslateTest, AnInvalidCdNamesItsRule) {
  Rig rig;
  rig.MapStage1(kStage1Page, With<"TG0">(DefaultCd(), 3));
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), "abort C_BAD_CD");
  ASSERT_NE(o.decision.rule, nullptr);
  EXPECT_EQ(o.decision.rule->id, "CD-TG0-GRANULE");
}

TEST(TranslateTest, ReservedBitsAreRefusedOnlyIfChosen) {
  Rig rig;
  Ste<Concrete> ste = Stage1Ste();
  ste.word(7) = Bits<Concrete, 64>(1);
  rig.MapStage1(kStage1Page, DefaultCd(), ste);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  rig.choices.Set(ChoicePoint::kReservedBits, 1);
  EXPECT_EQ(rig.Summary(Read()), "abort C_BAD_STE");
}

TEST(TranslateTest, LpaeIsSaidToBeOutsideTheModel) {
  Rig rig;
  rig.Set<Reg::IDR0, "TTF">(3);
  rig.MapStage1(kStage1Page, With<"AA64">(With<"T0SZ">(DefaultCd(), 0), 0));
  EXPECT_EQ(rig.Summary(Read()), "unsupported VMSAv8-32 LPAE");
}

TEST(TranslateTest, WhatWasNotCapturedIsNotAnAbort) {
  Rig rig;
  rig.MapStage1();
  rig.memory().set_unmapped(BusStatus::kNotCaptured);
  EXPECT_EQ(rig.Summary(Read()), "complete 0x45678000");
  Transaction t = Read();
  t.stream_id = 0x40;
  EXPECT_EQ(rig.Summary(t), "not captured 0x10001000");
}

TEST(TranslateTest, TheTraceHoldsEachStepInOrder) {
  Rig rig;
  rig.MapStage1();
  rig.Run(Read());
  ASSERT_EQ(rig.trace.steps().size(), 7u);
  EXPECT_EQ(std::get<Fetched<Ste<Concrete>>>(rig.trace.steps()[0]).address, kStreamTable + 64 * 5);
  EXPECT_EQ(std::get<Fetched<Cd<Concrete>>>(rig.trace.steps()[1]).address, kCdTable);
  for (unsigned level = 0; level < 4; ++level) {
    EXPECT_EQ(std::get<WalkStep>(rig.trace.steps()[2 + level]).level, level);
  }
  EXPECT_EQ(std::get<StageOutput>(rig.trace.steps()[6]).output, kPa);
}

}  // namespace
}  // namespace quiesce
