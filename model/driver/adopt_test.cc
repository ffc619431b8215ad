#include "model/driver/adopt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/driver/adopt_fixture.h"
#include "model/driver/id_scan_rules.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;
using variants::kT1;
using variants::kT2;
using variants::kV1;
using variants::kV3;
using variants::kV5;
using variants::kV7;

AdoptDecision Decide(const Image& image, const Variant& variant = kNewestVariant,
                     const Platform& platform = {}) {
  return DecideAdoption(image, variant, platform);
}

testing::AssertionResult Tosses(const Image& image, AdoptRule rule,
                                const Variant& variant = kNewestVariant,
                                const Platform& platform = {}) {
  const AdoptDecision d = Decide(image, variant, platform);
  if (d.kind == AdoptKind::kTossed && d.stop->rule == rule) return testing::AssertionSuccess();
  return testing::AssertionFailure() << Describe(d);
}

testing::AssertionResult Adopts(const Image& image, const Variant& variant = kNewestVariant,
                                const Platform& platform = {}) {
  const AdoptDecision d = Decide(image, variant, platform);
  if (d.kind == AdoptKind::kAdopted) return testing::AssertionSuccess();
  return testing::AssertionFailure() << Describe(d);
}

template <FieldName Name>
void SetCfg(Image& image, std::uint64_t value) {
  const auto cfg = image.registers.Get<Reg::STRTAB_BASE_CFG>();
  using Cfg = RegisterRecord<Concrete, Reg::STRTAB_BASE_CFG>;
  image.registers.Put<Reg::STRTAB_BASE_CFG>(
      With<Name>(cfg, Bits<Concrete, kFieldWidth<Cfg, Name>>(value)));
}

TEST(Gate, EachReasonKeepsAdoptionFromBeginning) {
  Image off = TwoLevelImage();
  off.registers.Write(Reg::CR0, 0);
  EXPECT_EQ(Decide(off).stop->rule, AdoptRule::kGateSmmuOff);

  Image sfm = TwoLevelImage();
  sfm.registers.Write(Reg::GERROR, 0x100);
  EXPECT_EQ(Decide(sfm).stop->rule, AdoptRule::kGateSfm);
  sfm.registers.Write(Reg::GERRORN, 0x100);
  EXPECT_TRUE(Adopts(sfm));

  Platform incoherent;
  incoherent.coherent = false;
  const AdoptDecision d = Decide(TwoLevelImage(), kNewestVariant, incoherent);
  EXPECT_EQ(d.kind, AdoptKind::kNotEntered);
  EXPECT_EQ(d.stop->rule, AdoptRule::kGateNotCoherent);
  EXPECT_EQ(Decide(TwoLevelImage(), variants::kStatusQuo).stop->rule, AdoptRule::kGateNoAdoption);
}

TEST(Gate, OldVersionsAdoptInServiceFailureMode) {
  Image sfm = TwoLevelImage();
  sfm.registers.Write(Reg::GERROR, 0x100);
  EXPECT_TRUE(Adopts(sfm, variants::kV2));
}

TEST(TwoLevel, ViewHoldsWhatTheDriverMaps) {
  const AdoptDecision d = Decide(TwoLevelImageWithL2());
  ASSERT_EQ(d.kind, AdoptKind::kAdopted) << Describe(d);
  EXPECT_EQ(d.view->table.base.raw(), kTestTable);
  EXPECT_EQ(d.view->table.entries.raw(), 16u);
  EXPECT_EQ(d.view->table.MappedBytes().raw(), 128u);
  EXPECT_TRUE(d.view->l2.empty());
}

TEST(TwoLevel, EagerVersionsMapEveryL2) {
  const AdoptDecision d = Decide(TwoLevelImageWithL2(), kV3);
  ASSERT_EQ(d.kind, AdoptKind::kAdopted) << Describe(d);
  EXPECT_EQ(d.view->SteAddress(0x102), kTestL2 + 2 * 64);
  EXPECT_EQ(d.view->SteAddress(0x002), std::nullopt);
}

TEST(TwoLevel, RegisterRules) {
  Image image = TwoLevelImage();
  SetCfg<"FMT">(image, 2);
  EXPECT_TRUE(Tosses(image, AdoptRule::kFormatReserved));

  image = TwoLevelImage();
  SetCfg<"SPLIT">(image, 6);
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelSplit));
  SetCfg<"SPLIT">(image, 10);
  SetCfg<"LOG2SIZE">(image, 9);
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelLog2BelowSplit));

  image = TwoLevelImage();
  SetCfg<"LOG2SIZE">(image, 17);
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelLog2AboveSidBits));

  image = TwoLevelImage();
  image.registers.Write(Reg::STRTAB_BASE, kTestTable + 0x40);
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelBaseMisaligned));
}

TEST(TwoLevel, NeedsTheFeatureWhichSmallStreamIdsClear) {
  Image image = TwoLevelImage();
  image.registers.Put<Reg::IDR1>(With<"SIDSIZE">(image.registers.Get<Reg::IDR1>(), 8));
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelNoFeature));
  EXPECT_TRUE(Adopts(image, kV1));
}

TEST(TwoLevel, CountIsBoundedBeforeTheShiftInTheNewest) {
  Image image = TwoLevelImage();
  image.registers.Put<Reg::IDR1>(With<"SIDSIZE">(image.registers.Get<Reg::IDR1>(), 63));
  SetCfg<"LOG2SIZE">(image, 40);
  EXPECT_TRUE(Tosses(image, AdoptRule::kTwoLevelL1Count));
  // 1 << 32 wraps to one L1 descriptor, which passes the test of the result.
  const AdoptDecision d = Decide(image, kT2);
  ASSERT_EQ(d.kind, AdoptKind::kAdopted) << Describe(d);
  EXPECT_EQ(d.view->table.entries.raw(), 1u);
}

TEST(L1Descriptor, RulesAndTheirAddress) {
  Image image = TwoLevelImage();
  PutL1(image, 3, 5, kTestL2);
  EXPECT_TRUE(Tosses(image, AdoptRule::kL1Span));
  EXPECT_EQ(Decide(image).stop->address, kTestTable + 3 * 8);
  EXPECT_TRUE(Adopts(image, kV1));

  PutL1(image, 3, 9, 0);
  EXPECT_TRUE(Tosses(image, AdoptRule::kL1PointerNull));
  EXPECT_TRUE(Adopts(image, kV7));

  PutL1(image, 3, 9, kTestL2 + 0x40);
  EXPECT_TRUE(Tosses(image, AdoptRule::kL1PointerMisaligned));
  EXPECT_TRUE(Adopts(image, kV7));
}

TEST(Linear, SizeCapDependsOnTheVersion) {
  Image image = LinearImage();
  SetCfg<"LOG2SIZE">(image, 25);
  EXPECT_TRUE(Tosses(image, AdoptRule::kLinearLog2TooLarge));
  EXPECT_TRUE(Tosses(image, AdoptRule::kLinearLog2TooLarge, kV3));
  EXPECT_TRUE(Adopts(image, kV7));
  SetCfg<"LOG2SIZE">(image, 26);
  EXPECT_TRUE(Tosses(image, AdoptRule::kLinearLog2TooLarge, kV7));
}

TEST(Linear, BaseIsAlignedToTheTable) {
  Image image = LinearImage();
  image.registers.Write(Reg::STRTAB_BASE, kTestTable + 0x800);
  image.memory.Map(kTestTable + 0x1000, 0x800);
  EXPECT_TRUE(Tosses(image, AdoptRule::kLinearBaseMisaligned));
  EXPECT_TRUE(Adopts(image, kV7));
}

TEST(Overlap, OnlySomeVersionsLook) {
  Platform platform;
  platform.mmio = {{kTestL2 + kDriverL2Bytes - 1, 1}};
  const Image image = TwoLevelImageWithL2();
  EXPECT_TRUE(Tosses(image, AdoptRule::kL2Overlap, kV5, platform));
  EXPECT_TRUE(Adopts(image, kV3, platform));
  EXPECT_TRUE(Adopts(image, kV7, platform));
  platform.system_ram = {{kTestTable, 1}};
  EXPECT_TRUE(Tosses(image, AdoptRule::kTableOverlap, kV3, platform));
}

TEST(DmaOffset, MovesTheTableInVersionsThatConvert) {
  Platform platform;
  platform.dma_offset = 0x1000'0000;
  Image image = LinearImage();
  image.memory.Map(kTestTable + 0x1000'0000, 64 * 64);
  EXPECT_EQ(Decide(image, kV5, platform).view->SteAddress(1), kTestTable + 0x1000'0040);
  EXPECT_EQ(Decide(image, kV7, platform).view->SteAddress(1), kTestTable + 0x40);
}

TEST(Memory, MissingTablesAreNotAPass) {
  Image image = TwoLevelImage();
  PutL1(image, 2, 9, kTestL2);
  EXPECT_EQ(Decide(image).kind, AdoptKind::kBusAbort);
  image.memory.set_unmapped(BusStatus::kNotCaptured);
  const AdoptDecision d = Decide(image);
  EXPECT_EQ(d.kind, AdoptKind::kNotCaptured);
  EXPECT_EQ(d.stop->address, kTestL2);
  EXPECT_EQ(Describe(d), "cannot say: memory at 0x50000000 was not captured");
}

TEST(IdScan, ReservesWhatLiveEntriesCanTag) {
  Image image = LinearImage();
  PutSte(image, kTestTable, With<"S2VMID">(ValidSte(6), 7));
  PutSte(
      image, kTestTable + 64,
      With<"S1CDMax">(WithAddr<"S1ContextPtr">(ValidSte(5), Bits<Concrete, 64>(0x6000'0000)), 1));
  image.memory.Map(0x6000'0000, 128);
  const Cd<Concrete> cd = With<"ASID">(With<"V">(Cd<Concrete>(), 1), 42);
  image.memory.Write64(0x6000'0040, cd.word(0).raw());
  const AdoptDecision d = Decide(image);
  ASSERT_EQ(d.kind, AdoptKind::kAdopted) << Describe(d);
  EXPECT_THAT(d.view->reserved.asids, ElementsAre(42));
  EXPECT_THAT(d.view->reserved.vmids, ElementsAre(7));

  Platform busy;
  busy.asids_elsewhere = {42};
  EXPECT_TRUE(Tosses(image, AdoptRule::kScanAsidBusy, kT2, busy));
  EXPECT_TRUE(Adopts(image, kNewestVariant, busy));
}

TEST(IdScan, TwoLevelCdTable) {
  Image image = LinearImage();
  Ste<Concrete> ste = With<"S1CDMax">(With<"S1Fmt">(ValidSte(5), 2), 11);
  ste = WithAddr<"S1ContextPtr">(ste, Bits<Concrete, 64>(0x6000'0000));
  PutSte(image, kTestTable, ste);
  image.memory.Write64(0x6000'0000, 0);
  image.memory.Write64(0x6000'0008, 0x7000'0001);
  image.memory.Map(0x7000'0000, kCdLeafBytes);
  image.memory.Write64(0x7000'0000 + 1023 * 64,
                       With<"ASID">(With<"V">(Cd<Concrete>(), 1), 9).word(0).raw());
  EXPECT_THAT(Decide(image).view->reserved.asids, ElementsAre(9));

  image.memory.Write64(0x6000'0008, 0x7000'1001);
  EXPECT_TRUE(Tosses(image, AdoptRule::kScanCdLeafMisaligned));
  image.memory.Write64(0x6000'0008, 1);
  EXPECT_TRUE(Tosses(image, AdoptRule::kScanCdLeafNull, kT2));
  EXPECT_EQ(Decide(image, kT1).kind, AdoptKind::kBusAbort);
}

TEST(IdScan, EachBadEntryTossesTheSmmu) {
  const auto with = [](const Ste<Concrete>& ste) {
    Image image = LinearImage();
    PutSte(image, kTestTable, ste);
    return image;
  };
  const auto pointer = [](std::uint64_t pa) { return Bits<Concrete, 64>(pa); };
  const Ste<Concrete> s1 = WithAddr<"S1ContextPtr">(ValidSte(5), pointer(0x6000'0040));
  EXPECT_TRUE(Tosses(with(ValidSte(2)), AdoptRule::kScanSteConfig));
  EXPECT_TRUE(Tosses(with(ValidSte(5)), AdoptRule::kScanCdTableNull));
  EXPECT_TRUE(Tosses(with(With<"S1CDMax">(s1, 17)), AdoptRule::kScanS1CdMax));
  EXPECT_TRUE(Tosses(with(With<"S1Fmt">(s1, 1)), AdoptRule::kScanS1Fmt));
  EXPECT_TRUE(Tosses(with(With<"S1CDMax">(s1, 4)), AdoptRule::kScanCdTableMisaligned));
  EXPECT_TRUE(Tosses(with(ValidSte(6)), AdoptRule::kScanVmidZero));
  EXPECT_TRUE(Adopts(with(ValidSte(2)), kV7));

  Image narrow = with(With<"S2VMID">(ValidSte(7), 256));
  EXPECT_TRUE(Adopts(narrow));
  narrow.registers.Put<Reg::IDR0>(With<"VMID16">(narrow.registers.Get<Reg::IDR0>(), 0));
  EXPECT_TRUE(Tosses(narrow, AdoptRule::kScanVmidTooLarge));
  Image flat = with(With<"S1Fmt">(s1, 2));
  flat.registers.Put<Reg::IDR0>(With<"CD2L">(flat.registers.Get<Reg::IDR0>(), 0));
  EXPECT_TRUE(Tosses(flat, AdoptRule::kScanNoCd2l));
}

TEST(IdScan, AsidLimits) {
  Image image = LinearImage();
  PutSte(image, kTestTable, WithAddr<"S1ContextPtr">(ValidSte(5), Bits<Concrete, 64>(0x6000'0000)));
  image.memory.Write64(0x6000'0000, 0x8000'0000);
  EXPECT_TRUE(Tosses(image, AdoptRule::kScanAsidZero));
  image.memory.Write64(0x6000'0000, 0x0100'0000'8000'0000);
  EXPECT_TRUE(Adopts(image));
  image.registers.Put<Reg::IDR0>(With<"ASID16">(image.registers.Get<Reg::IDR0>(), 0));
  EXPECT_TRUE(Tosses(image, AdoptRule::kScanAsidTooLarge));
}

TEST(AdoptRules, IdsAreUniqueAndFindable) {
  for (const RuleSpec& spec : kAdoptRules) {
    ASSERT_TRUE(AdoptRuleNamed(spec.id).has_value());
    EXPECT_EQ(&SpecOf(*AdoptRuleNamed(spec.id)), &spec);
  }
  EXPECT_FALSE(AdoptRuleNamed("ADOPT").has_value());
}

}  // namespace
}  // namespace quiesce
