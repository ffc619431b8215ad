#include "model/smmu/cache/cached_translate.h"

#include <gtest/gtest.h>

#include <string>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using testing::kCdTable;
using testing::kPa;
using testing::kSid;
using testing::kVa;
using testing::Rig;

constexpr std::uint64_t kOtherPa = 0x5678'9000;
constexpr const char* kFirst = "complete 0x45678000";
constexpr const char* kSecond = "complete 0x56789000";

/// A rig that keeps everything it reads.
class CachedSmmu : public ::testing::Test {
 protected:
  std::string Run(const Transaction& t) {
    NoObserver none;
    const SmmuView smmu = View(rig.image());
    return testing::Summary(TranslateCached(caches, policy, smmu, t, rig.choices, none));
  }
  std::string Read() { return Run(testing::Read()); }

  void Command(const Invalidation& command) { caches.Invalidate(command); }
  void CfgiSte() { Command({.opcode = Opcode::CFGI_STE, .stream_id = kSid, .leaf = true}); }
  void CfgiCd() { Command({.opcode = Opcode::CFGI_CD, .stream_id = kSid, .leaf = true}); }

  /// The stage 1 leaf of kVa, nG set, now points elsewhere.
  void Remap() { PutLeaf(rig.stage1_leaf, kOtherPa | testing::kStage1Page | kNotGlobal); }
  void PutLeaf(std::uint64_t at, std::uint64_t descriptor) { rig.memory().Write64(at, descriptor); }

  static constexpr std::uint64_t kNotGlobal = 1 << 11;
  Rig rig;
  Caches caches;
  AlwaysHitAndFill policy;
};

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
  EXPECT_EQ(testing::Summary(o), kFirst);
  EXPECT_EQ(caches.size(), 0u);
}

}  // namespace
}  // namespace quiesce
