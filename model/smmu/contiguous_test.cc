#include "model/smmu/contiguous.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)

constexpr std::uint64_t kHint = std::uint64_t{1} << 52;
constexpr std::uint64_t kGroupVa = 0x1234'5670'0000;

/// A group of 16 pages at 64 KiB; member 3 points elsewhere.
void MapGroup(Rig& rig, std::uint64_t odd_output, std::uint64_t odd_bits) {
  rig.PutSte(kSid, Stage1Ste());
  rig.PutCd(kCdTable, DefaultCd());
  for (unsigned i = 0; i < 16; ++i) {
    const bool odd = i == 3;
    rig.Map(Rig::kStage1Tables, {.input = kGroupVa + i * 0x1000,
                                 .output = odd ? odd_output : 0x4000'0000 + i * 0x1000,
                                 .attributes = kStage1Page | (odd ? odd_bits : kHint)});
  }
}

Transaction FirstPage() {
  Transaction t = Read();
  t.address = kGroupVa + 0x10;
  return t;
}

TEST(ContiguousTest, AConsistentGroupTranslatesTheSameThroughEachMember) {
  Rig rig;
  MapGroup(rig, 0x4000'3000, kHint);
  for (unsigned member = 0; member < 16; ++member) {
    rig.choices.Set(ChoicePoint::kContiguousInconsistent, member);
    EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010") << member;
  }
}

TEST(ContiguousTest, AnInconsistentGroupMayTranslateThroughTheOddMember) {
  Rig rig;
  MapGroup(rig, 0x5000'3000, kHint);
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010");
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x50000010");
}

TEST(ContiguousTest, AMemberThatIsNotContiguousOrNotAccessedIsNotUsed) {
  Rig rig;
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  MapGroup(rig, 0x5000'3000, 0);
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010");
  const auto at = rig.Map(Rig::kStage1Tables,
                          {.input = kGroupVa + 0x3000, .output = 0x5000'3000, .attributes = 0});
  rig.memory().Write64(at, 0x5000'3000 | kHint | (kStage1Page & ~kAccessFlag));
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010");
}

TEST(ContiguousTest, AMemberWithoutTheBitMayConflict) {
  Rig rig;
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 16);
  MapGroup(rig, 0x4000'3000, 0);
  rig.Set<Reg::IDR3, "BBML">(0);
  EXPECT_EQ(rig.Summary(FirstPage()), "abort F_TLB_CONFLICT");
  rig.Set<Reg::IDR3, "BBML">(1);
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010") << "only the bit differs";
}

TEST(ContiguousTest, AMemberElsewhereWithoutTheBitConflictsWhateverTheLevel) {
  Rig rig;
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 16);
  MapGroup(rig, 0x5000'3000, 0);
  rig.Set<Reg::IDR3, "BBML">(2);
  EXPECT_EQ(rig.Summary(FirstPage()), "abort F_TLB_CONFLICT");
}

TEST(ContiguousTest, AGroupThatKeepsTheBitDoesNotConflict) {
  Rig rig;
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 16);
  MapGroup(rig, 0x5000'3000, kHint);
  EXPECT_EQ(rig.Summary(FirstPage()), "complete 0x40000010");
}

TEST(ContiguousTest, ChosenMembersAreSeen) {
  Rig rig;
  MapGroup(rig, 0x5000'3000, kHint);
  rig.Run(FirstPage());
  const std::size_t steps = rig.trace.steps().size();
  rig.choices.Set(ChoicePoint::kContiguousInconsistent, 3);
  rig.Run(FirstPage());
  EXPECT_EQ(rig.trace.steps().size(), steps + 1);
}

}  // namespace
}  // namespace quiesce
