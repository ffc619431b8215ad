#include "model/smmu/cache/cached_translate.h"

#include <gtest/gtest.h>

#include "model/smmu/cache/testing/cached_smmu.h"

namespace quiesce {
namespace {

using testing::kCdTable;
using testing::kPa;
using testing::kSid;
using testing::kVa;
using testing::Rig;

using testing::CachedSmmu;

Cd<Concrete> CdWith(unsigned asid, bool aset = false) {
  const auto cd = With<"ASID">(testing::DefaultCd(), Bits<Concrete, 16>(asid));
  return With<"ASET">(cd, Bits<Concrete, 1>(aset));
}

TEST_F(CachedSmmu, SteStaysStaleUntilItIsInvalidated) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  rig.PutSte(kSid, Ste<Concrete>());
  EXPECT_EQ(Read(), kFirst);
  CfgiSte();
  EXPECT_EQ(Read(), "abort C_BAD_STE");
}

TEST_F(CachedSmmu, InvalidSteIsCachedToo) {
  rig.PutSte(kSid, Ste<Concrete>());
  EXPECT_EQ(Read(), "abort C_BAD_STE");
  rig.MapStage1();
  EXPECT_EQ(Read(), "abort C_BAD_STE");
  CfgiSte();
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, FailedFetchLeavesNothing) {
  rig.MapStage1();
  const Ste<Concrete> elsewhere =
      WithAddr<"S1ContextPtr">(testing::Stage1Ste(), Bits<Concrete, 64>(0x7000'0000));
  rig.memory().set_unmapped(BusStatus::kAbort);
  rig.PutSte(kSid, elsewhere);
  EXPECT_EQ(Read(), "abort F_CD_FETCH at=0x70000000");
  rig.PutCd(0x7000'0000, testing::DefaultCd());
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, CdStaysStaleUntilItIsInvalidated) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  rig.PutCd(kCdTable, Cd<Concrete>());
  EXPECT_EQ(Read(), kFirst);
  CfgiCd();
  EXPECT_EQ(Read(), "abort C_BAD_CD");
}

TEST_F(CachedSmmu, CdGoesWithItsSte) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  rig.PutCd(kCdTable, Cd<Concrete>());
  CfgiSte();
  EXPECT_EQ(Read(), "abort C_BAD_CD");
}

TEST_F(CachedSmmu, TlbEntrySurvivesCfgiButNotTlbi) {
  rig.MapStage1(testing::kStage1Page | kNotGlobal, CdWith(7));
  EXPECT_EQ(Read(), kFirst);
  Remap();
  CfgiSte();
  EXPECT_EQ(Read(), kFirst);
  Command({.opcode = Opcode::TLBI_NH_ASID, .vmid = 0, .asid = 7});
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, AsidOfAnotherCdDoesNotHit) {
  rig.MapStage1(testing::kStage1Page | kNotGlobal, CdWith(7));
  EXPECT_EQ(Read(), kFirst);
  Remap();
  rig.PutCd(kCdTable, CdWith(8));
  CfgiCd();
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, GlobalEntryHitsAnyAsidOfItsAset) {
  rig.MapStage1(testing::kStage1Page, CdWith(7));
  EXPECT_EQ(Read(), kFirst);
  Remap();
  rig.PutCd(kCdTable, CdWith(8));
  CfgiCd();
  EXPECT_EQ(Read(), kFirst);
  rig.PutCd(kCdTable, CdWith(8, true));
  CfgiCd();
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, AsidOnlyInvalidationLeavesGlobalEntries) {
  rig.MapStage1(testing::kStage1Page, CdWith(7));
  EXPECT_EQ(Read(), kFirst);
  Remap();
  Command({.opcode = Opcode::TLBI_NH_ASID, .vmid = 0, .asid = 7});
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, Stage1AloneIsTaggedWithTheVmid) {
  const Ste<Concrete> ste = With<"S2VMID">(testing::Stage1Ste(), 3);
  rig.MapStage1(testing::kStage1Page, CdWith(7), ste);
  EXPECT_EQ(Read(), kFirst);
  Remap();
  Command({.opcode = Opcode::TLBI_NH_ALL, .vmid = 4});
  EXPECT_EQ(Read(), kFirst);
  Command({.opcode = Opcode::TLBI_NH_ALL, .vmid = 3});
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, WithoutStage2ThereIsNoVmid) {
  rig.Set<Reg::IDR0, "S2P">(0);
  const Ste<Concrete> ste = With<"S2VMID">(testing::Stage1Ste(), 3);
  rig.MapStage1(testing::kStage1Page, CdWith(7), ste);
  EXPECT_EQ(Read(), kFirst);
  ASSERT_EQ(caches.tlb().size(), 1u);
  EXPECT_EQ(caches.tlb().Find(0, [](const auto&) { return true; })->scope.tag.vmid, 0);
}

TEST_F(CachedSmmu, ByIpaLeavesCombinedEntries) {
  rig.MapNested();
  EXPECT_EQ(Read(), kFirst);
  PutLeaf(rig.stage2_leaf, kOtherPa | testing::kStage2Page);
  const AddressRange ipa{Rig::kIpa, Rig::kIpa};
  // Only the combined entry is left to serve the access.
  Command({.opcode = Opcode::TLBI_S2_IPA, .vmid = 0, .address = ipa});
  caches.tlb().DropIf([](const TlbEntry& e) { return e.scope.kind == TlbKind::kStage1; });
  EXPECT_EQ(Read(), kFirst);
  Command({.opcode = Opcode::TLBI_NH_VAA, .vmid = 0, .address = AddressRange{kVa, kVa}});
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, ByIpaSufficesForStage2Alone) {
  rig.MapStage2();
  EXPECT_EQ(Read(), kFirst);
  PutLeaf(rig.stage2_leaf, kOtherPa | testing::kStage2Page);
  EXPECT_EQ(Read(), kFirst);
  Command({.opcode = Opcode::TLBI_S2_IPA, .vmid = 0, .address = AddressRange{kVa, kVa}});
  EXPECT_EQ(Read(), kSecond);
}

TEST_F(CachedSmmu, FaultingWalkLeavesNothing) {
  rig.MapStage1(testing::kStage1Page & ~kAccessFlag);
  EXPECT_EQ(Read(), "abort F_ACCESS r S1 IN");
  PutLeaf(rig.stage1_leaf, kPa | testing::kStage1Page);
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, RefusingLeafIsKept) {
  rig.MapStage1(testing::kStage1Page | kWriteBit);
  EXPECT_EQ(Run(testing::Write()), "abort F_PERMISSION w S1 IN");
  PutLeaf(rig.stage1_leaf, kPa | testing::kStage1Page);
  EXPECT_EQ(Run(testing::Write()), "abort F_PERMISSION w S1 IN");
  Command({.opcode = Opcode::TLBI_NSNH_ALL});
  EXPECT_EQ(Run(testing::Write()), kFirst);
}

TEST_F(CachedSmmu, FaultPolicyIsNotCachedInTheTlb) {
  rig.MapStage1(testing::kStage1Page | kWriteBit);
  EXPECT_EQ(Run(testing::Write()), "abort F_PERMISSION w S1 IN");
  rig.PutCd(kCdTable, With<"R">(testing::DefaultCd(), 0));
  CfgiCd();
  EXPECT_EQ(Run(testing::Write()), "abort");
}

TEST_F(CachedSmmu, OldStructuresSurviveAnotherStreamTable) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  rig.registers().Put<Reg::STRTAB_BASE>(WithAddr<"ADDR">(
      RegisterRecord<Concrete, Reg::STRTAB_BASE>(), Bits<Concrete, 64>(0x2000'0000)));
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, SteOfTheSpanMayAnswer) {
  rig.MapStage1();
  rig.PutSte(kSid, With<"CONT">(testing::Stage1Ste(), 1));
  rig.PutSte(kSid ^ 1, With<"Config">(testing::Stage1Ste(), 4));
  EXPECT_EQ(Read(), kFirst);
  Transaction t = testing::Read();
  t.stream_id ^= 1;
  EXPECT_EQ(Run(t), "complete 0x123456789000");
  rig.choices.Set(ChoicePoint::kSteCont, 1);
  EXPECT_EQ(Run(t), kFirst);
  rig.choices.Set(ChoicePoint::kSteCont, 2);
  EXPECT_EQ(Run(t), "abort F_CFG_CONFLICT");
}

TEST_F(CachedSmmu, EachNeighbourOfTheSpanMayAnswer) {
  rig.MapStage1();
  rig.PutSte(kSid, With<"CONT">(testing::Stage1Ste(), 2));
  rig.PutSte(kSid ^ 2, With<"CONT">(Ste<Concrete>(testing::Stage2Ste()), 2));
  rig.PutSte(kSid ^ 1, With<"Config">(testing::Stage1Ste(), 4));
  Transaction t = testing::Read();
  EXPECT_EQ(Run(t), kFirst);
  t.stream_id = kSid ^ 2;
  EXPECT_EQ(Run(t), "abort F_WALK_EABT r S2 IN at=0x14000120");
  t.stream_id = kSid ^ 1;
  EXPECT_EQ(Run(t), "complete 0x123456789000");
  rig.choices.Set(ChoicePoint::kSteCont, 1);
  EXPECT_EQ(Run(t), kFirst);
  rig.choices.Set(ChoicePoint::kSteCont, 2);
  EXPECT_EQ(Run(t), "abort F_WALK_EABT r S2 IN at=0x14000120");
  rig.choices.Set(ChoicePoint::kSteCont, 3);
  EXPECT_EQ(Run(t), "abort F_CFG_CONFLICT");
}

TEST_F(CachedSmmu, NeighbourAnswersWhereTheSteCannotBeRead) {
  rig.MapStage1();
  rig.PutSte(kSid, With<"CONT">(testing::Stage1Ste(), 1));
  EXPECT_EQ(Read(), kFirst);
  rig.memory().set_unmapped(BusStatus::kAbort);
  Transaction t = testing::Read();
  t.stream_id ^= 1;
  EXPECT_EQ(Run(t), "abort F_STE_FETCH at=0x10000100");
  rig.choices.Set(ChoicePoint::kSteCont, 1);
  EXPECT_EQ(Run(t), kFirst);
}

TEST_F(CachedSmmu, AtschkMayBeCachedWithTheSte) {
  rig.MapNested(With<"EATS">(testing::NestedSte(), 2));
  rig.Set<Reg::CR0, "ATSCHK">(1);
  EXPECT_EQ(Run(testing::Request()), "success rw- 0x200007000");
  rig.Set<Reg::CR0, "ATSCHK">(0);
  EXPECT_EQ(Run(testing::Request()), "UR F_BAD_ATS_TREQ");
  rig.choices.Set(ChoicePoint::kEatsStaleAtschk, 1);
  EXPECT_EQ(Run(testing::Request()), "success rw- 0x200007000");
  CfgiSte();
  EXPECT_EQ(Run(testing::Request()), "UR F_BAD_ATS_TREQ");
}

TEST_F(CachedSmmu, AtschkClearMayBeCachedToo) {
  rig.MapNested(With<"EATS">(testing::NestedSte(), 2));
  rig.Set<Reg::CR0, "ATSCHK">(0);
  EXPECT_EQ(Read(), kFirst);
  rig.Set<Reg::CR0, "ATSCHK">(1);
  Transaction t = testing::Translated();
  t.address = Rig::kIpa;
  EXPECT_EQ(Run(t), kFirst);
  rig.choices.Set(ChoicePoint::kEatsStaleAtschk, 1);
  EXPECT_EQ(Run(t), "abort F_TRANSL_FORBIDDEN");
}

TEST_F(CachedSmmu, EntryOfOtherStagesWithTheSameTagsMayMatch) {
  rig.MapNested();
  EXPECT_EQ(Read(), kFirst);
  rig.PutSte(kSid, testing::Stage1Ste());
  CfgiSte();
  Command({.opcode = Opcode::TLBI_S2_IPA, .vmid = 0, .address = AddressRange{0, MaxValue(48)}});
  caches.tlb().DropIf([](const TlbEntry& e) { return e.scope.kind == TlbKind::kStage1; });
  EXPECT_EQ(Read(), "complete 0x200007000");
  rig.choices.Set(ChoicePoint::kOtherStages, 1);
  caches.tlb().DropIf([](const TlbEntry& e) { return e.scope.kind == TlbKind::kStage1; });
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, OutputOfStage1AloneMayCountAsAPa) {
  rig.MapStage1();
  EXPECT_EQ(Read(), kFirst);
  rig.MapNested();
  CfgiSte();
  EXPECT_EQ(Read(), "abort F_TRANSLATION r S2 IN ipa=0x45678000");
  rig.choices.Set(ChoicePoint::kOtherStages, 1);
  EXPECT_EQ(Read(), kFirst);
}

TEST_F(CachedSmmu, BlockEntryServesItsOtherPages) {
  rig.MapStage1();
  rig.Map(Rig::kStage1Tables, {.input = 0x4000'0000,
                               .output = 0x8000'0000,
                               .attributes = testing::kStage1Page,
                               .level = 2});
  Transaction t = testing::Read();
  t.address = 0x4000'0000;
  EXPECT_EQ(Run(t), "complete 0x80000000");
  const std::size_t before = caches.tlb().size();
  t.address = 0x4012'3456;
  EXPECT_EQ(Run(t), "complete 0x80123456");
  EXPECT_EQ(caches.tlb().size(), before);
}

TEST(NeverCache, LeavesNothing) {
  Rig rig;
  rig.MapNested();
  Caches caches;
  NeverCache policy;
  NoObserver none;
  const Outcome o =
      TranslateCached(caches, policy, View(rig.image()), testing::Read(), rig.choices, none);
  EXPECT_EQ(testing::Summary(o), "complete 0x45678000");
  EXPECT_EQ(caches.size(), 0u);
}

}  // namespace
}  // namespace quiesce
