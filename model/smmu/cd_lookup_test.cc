#include "model/smmu/cd_lookup.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

constexpr std::uint64_t kLeaf = 0x1110'0000;

Transaction With(std::uint32_t ssid) {
  Transaction t = Read();
  t.ssv = true;
  t.substream_id = ssid;
  return t;
}

Ste<C> SteWith(unsigned fmt, unsigned s1cdmax) {
  const Ste<C> ste = quiesce::With<"S1Fmt">(Stage1Ste(), Bits<C, 2>(fmt));
  return quiesce::With<"S1CDMax">(ste, Bits<C, 5>(s1cdmax));
}

void PutL1Cd(Rig& rig, std::uint64_t pa, std::uint64_t leaf) {
  rig.PutRecord(pa, quiesce::With<"V">(WithAddr<"L2Ptr">(L1Cd<C>(), Bits<C, 64>(leaf)), 1));
}

struct Row {
  unsigned fmt, s1cdmax;
  std::uint32_t ssid;
  std::uint64_t l1cd;  // 0: a linear table
  std::uint64_t cd;
};

const Row kRows[] = {
    {0, 10, 0x155, 0, kCdTable + 0x155 * 64},
    {3, 10, 0x155, 0, kCdTable + 0x155 * 64},  // reserved, as linear
    {1, 10, 0x155, kCdTable + 5 * 8, kLeaf + 0x15 * 64},
    {1, 6, 0x3F, kCdTable, kLeaf + 0x3F * 64},
    {1, 3, 7, kCdTable, kLeaf + 7 * 64},
    {2, 16, 0xC155, kCdTable + 0x30 * 8, kLeaf + 0x155 * 64},
    {2, 10, 0x3FF, kCdTable, kLeaf + 0x3FF * 64},
};

TEST(CdLookupTest, FindsTheCdInEachFormat) {
  for (const Row& row : kRows) {
    Rig rig;
    rig.MapStage1(kStage1Page, DefaultCd(), SteWith(row.fmt, row.s1cdmax));
    if (row.l1cd != 0) PutL1Cd(rig, row.l1cd, kLeaf);
    rig.PutCd(row.cd, DefaultCd());
    const Outcome o = rig.Run(With(row.ssid));
    EXPECT_EQ(Summary(o), "complete 0x45678000") << row.fmt << " " << row.s1cdmax;
  }
}

TEST(CdLookupTest, AnInvalidL1CdIsABadSubstream) {
  Rig rig;
  rig.PutSte(kSid, SteWith(1, 10));
  rig.memory().Map(kCdTable, 0x80);
  EXPECT_EQ(rig.Summary(With(0x155)), "abort C_BAD_SUBSTREAMID");
  EXPECT_EQ(rig.Run(With(0x155)).event->substream_id, 0x155u);
  // Without SubstreamID the index is 0.
  rig.PutSte(kSid, quiesce::With<"S1DSS">(SteWith(1, 10), 2));
  EXPECT_EQ(rig.Summary(Read()), "abort C_BAD_SUBSTREAMID");
  EXPECT_EQ(rig.Run(Read()).event->substream_id, 0u);
}

TEST(CdLookupTest, ExternalAbortsNameTheStructure) {
  Rig rig;
  rig.PutSte(kSid, SteWith(1, 10));
  EXPECT_EQ(rig.Summary(With(0x155)), "abort F_CD_FETCH at=0x11000028");
  PutL1Cd(rig, kCdTable + 5 * 8, kLeaf);
  EXPECT_EQ(rig.Summary(With(0x155)), "abort F_CD_FETCH at=0x11100540");
}

struct PointerRow {
  const char* what;
  bool v3_0, nested;
  unsigned pick;
  const char* context_ptr;  // S1ContextPtr beyond the limit
  const char* l2ptr;        // L1CD.L2Ptr beyond the limit
};

// IHI 0070 G.b 3.4.3 notes 1 to 4, with a limit of 40 bits.
const PointerRow kPointers[] = {
    {"v3.1 PA", false, false, 0, "abort C_BAD_STE", "abort C_BAD_SUBSTREAMID"},
    {"v3.1 PA has no choice", false, false, 1, "abort C_BAD_STE", "abort C_BAD_SUBSTREAMID"},
    {"v3.0 PA refuses", true, false, 0, "abort C_BAD_STE", "abort C_BAD_SUBSTREAMID"},
    {"v3.0 PA faults", true, false, 1, "abort F_CD_FETCH at=0x10011000000",
     "abort F_CD_FETCH at=0x10011100000"},
    {"v3.0 PA truncates", true, false, 2, "complete 0x45678000", "complete 0x45678000"},
    {"v3.1 IPA refuses", false, true, 0, "abort C_BAD_STE", "abort C_BAD_SUBSTREAMID"},
    {"v3.1 IPA faults", false, true, 1, "abort F_TRANSLATION r S2 CD ipa=0x10011000000",
     "abort F_TRANSLATION r S2 CD ipa=0x10011100000"},
    {"v3.0 IPA truncates", true, true, 2, "complete 0x45678000", "complete 0x45678000"},
};

/// An SMMU of 40 bits with one substream stream whose tables work.
void Prepare(Rig& rig, const PointerRow& row, const Ste<C>& ste) {
  rig.Set<Reg::IDR5, "OAS">(2);
  rig.Set<Reg::AIDR, "ArchMinorRev">(row.v3_0 ? 0 : 2);
  rig.choices.Set(ChoicePoint::kS1ContextPtrOutOfRange, row.pick);
  rig.choices.Set(ChoicePoint::kL1CdPtrOutOfRange, row.pick);
  const Tables stage2{kStage2Root, GranuleSize::k4K, 40, 1};
  const Cd<C> cd = quiesce::With<"IPS">(DefaultCd(), 2);
  rig.MapStage1(kStage1Page, cd, ste);
  rig.PutCd(kLeaf, cd);
  for (const std::uint64_t pa : {kCdTable, kLeaf, kStage1Root, DropLowBits(kPa, 12)}) {
    rig.MapIdentity(stage2, pa, 0x1000);
  }
  rig.MapIdentity(stage2, 0x1800'0000, 0x10'0000);
}

Ste<C> PointerSte(bool nested) {
  const Ste<C> s2 = quiesce::With<"S2SL0">(quiesce::With<"S2T0SZ">(NestedSte(), 24), 1);
  const Ste<C> ste = nested ? quiesce::With<"S2PS">(s2, 2) : Stage1Ste();
  return quiesce::With<"S1Fmt">(quiesce::With<"S1CDMax">(ste, 3), 1);
}

constexpr std::uint64_t kBeyond = std::uint64_t{1} << 40;

TEST(CdLookupTest, S1ContextPtrOutOfRange) {
  for (const PointerRow& row : kPointers) {
    Rig rig;
    const Ste<C> ste = PointerSte(row.nested);
    Prepare(rig, row, WithAddr<"S1ContextPtr">(ste, Bits<C, 64>(kCdTable | kBeyond)));
    PutL1Cd(rig, kCdTable, kLeaf);
    EXPECT_EQ(rig.Summary(With(0)), row.context_ptr) << row.what;
  }
}

TEST(CdLookupTest, L1CdPtrOutOfRange) {
  for (const PointerRow& row : kPointers) {
    Rig rig;
    Prepare(rig, row, PointerSte(row.nested));
    PutL1Cd(rig, kCdTable, kLeaf | kBeyond);
    EXPECT_EQ(rig.Summary(With(0)), row.l2ptr) << row.what;
  }
}

TEST(CdLookupTest, AMisalignedTableActsAsAlignedOrGivesAnyEntry) {
  Rig rig;
  const Ste<C> ste = WithAddr<"S1ContextPtr">(SteWith(0, 4), Bits<C, 64>(kCdTable + 64));
  rig.MapStage1(kStage1Page, DefaultCd(), ste);
  rig.PutCd(kCdTable + 3 * 64, DefaultCd());
  rig.memory().Map(kCdTable, 16 * 64);
  EXPECT_EQ(rig.Summary(With(3)), "complete 0x45678000");
  rig.choices.Set(ChoicePoint::kCdTableMisaligned, 1 + 9);
  EXPECT_EQ(rig.Summary(With(3)), "abort C_BAD_CD");
  rig.choices.Set(ChoicePoint::kCdTableMisaligned, 1 + 3);
  EXPECT_EQ(rig.Summary(With(9)), "complete 0x45678000");
}

}  // namespace
}  // namespace quiesce
