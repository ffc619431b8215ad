#include "model/smmu/stream_lookup.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t kLevel2 = 0x1020'0000;

/// SPLIT 8, 16 bits of StreamID; the descriptor of StreamIDs 0x100 to 0x1FF has this Span.
void PutTwoLevel(Rig& rig, std::uint64_t span) {
  rig.Set<Reg::STRTAB_BASE_CFG, "FMT">(1);
  rig.Set<Reg::STRTAB_BASE_CFG, "SPLIT">(8);
  rig.Set<Reg::STRTAB_BASE_CFG, "LOG2SIZE">(16);
  rig.memory().Map(kStreamTable, 0x800);
  const auto l1std = With<"Span">(L1Std<Concrete>(), Bits<Concrete, 5>(span));
  rig.PutRecord(kStreamTable + 8, WithAddr<"L2Ptr">(l1std, Bits<Concrete, 64>(kLevel2)));
  rig.memory().Map(kLevel2, 256 * 64);
}

Transaction From(std::uint32_t sid) {
  Transaction t = Read();
  t.stream_id = sid;
  return t;
}

struct Row {
  std::uint64_t span;
  std::uint32_t sid;
  const char* result;
  const char* rule;  // "" if none
};

const Row kRows[] = {
    {9, 0x100, "abort C_BAD_STE", "STE-V"},
    {9, 0x1FF, "abort C_BAD_STE", "STE-V"},
    {1, 0x100, "abort C_BAD_STE", "STE-V"},
    {1, 0x101, "abort C_BAD_STREAMID", "L1STD-SID-SPAN"},
    {4, 0x107, "abort C_BAD_STE", "STE-V"},
    {4, 0x108, "abort C_BAD_STREAMID", "L1STD-SID-SPAN"},
    {0, 0x100, "abort C_BAD_STREAMID", "L1STD-SPAN-ZERO"},
    {10, 0x100, "abort C_BAD_STREAMID", "L1STD-SPAN-SPLIT"},
    {12, 0x100, "abort C_BAD_STREAMID", "L1STD-SPAN-RESERVED"},
    {9, 0x200, "abort C_BAD_STREAMID", "L1STD-SPAN-ZERO"},
    {9, 0x10000, "abort C_BAD_STREAMID", "SID-RANGE"},
};

TEST(StreamLookupTest, TwoLevelTable) {
  for (const Row& row : kRows) {
    Rig rig;
    PutTwoLevel(rig, row.span);
    const Outcome o = rig.Run(From(row.sid));
    EXPECT_EQ(Summary(o), row.result) << row.span << " " << row.sid;
    ASSERT_NE(o.decision.rule, nullptr);
    EXPECT_EQ(o.decision.rule->id, row.rule) << row.span << " " << row.sid;
  }
}

TEST(StreamLookupTest, BadStreamIdIsRecordedOnlyWithRecInvSid) {
  Rig rig;
  EXPECT_EQ(rig.Summary(From(0x100)), "abort C_BAD_STREAMID");
  rig.Set<Reg::CR2, "RECINVSID">(0);
  EXPECT_EQ(rig.Summary(From(0x100)), "abort");
}

TEST(StreamLookupTest, AnExternalAbortNamesTheStructure) {
  Rig rig;
  EXPECT_EQ(rig.Summary(From(3)), "abort F_STE_FETCH at=0x100000c0");
  PutTwoLevel(rig, 9);
  rig.PutRecord(kStreamTable + 16, With<"Span">(L1Std<Concrete>(), 9));  // L2Ptr 0: nothing there
  const Outcome o = rig.Run(From(0x201));
  EXPECT_EQ(Summary(o), "abort F_STE_FETCH at=0x40");
  EXPECT_EQ(o.event->stream_id, 0x201u);
  rig.Set<Reg::STRTAB_BASE, "ADDR">(0x2000'0000 >> 6);
  EXPECT_EQ(rig.Summary(From(0x100)), "abort F_STE_FETCH at=0x20000008");
}

TEST(StreamLookupTest, AddressBeyondOasFaultsOrIsTruncated) {
  Rig rig;
  rig.Set<Reg::IDR5, "OAS">(0);  // 32 bits
  rig.Set<Reg::STRTAB_BASE, "ADDR">((kStreamTable | std::uint64_t{1} << 33) >> 6);
  rig.PutSte(kSid, With<"Config">(Stage1Ste(), 0));
  const Outcome o = rig.Run(Read());
  EXPECT_EQ(Summary(o), "abort F_STE_FETCH at=0x210000140");
  rig.choices.Set(ChoicePoint::kSteAddressAboveOas, 1);
  EXPECT_EQ(rig.Summary(Read()), "abort");
}

}  // namespace
}  // namespace quiesce
