#include "model/smmu/conclude.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace)
using C = Concrete;

struct PolicyRow {
  bool s, a, r;
  const char* result;
};

// IHI 0070 G.b 5.5.
const PolicyRow kPolicies[] = {
    {false, true, true, "abort F_TRANSLATION r S1 IN"},
    {false, true, false, "abort"},
    {false, false, true, "raz/wi F_TRANSLATION r S1 IN"},
    {false, false, false, "raz/wi"},
    {true, true, true, "stall F_TRANSLATION r S1 IN"},
    {true, false, false, "stall F_TRANSLATION r S1 IN"},
};

Cd<C> CdWith(const PolicyRow& row) {
  Cd<C> cd = With<"S">(DefaultCd(), Bits<C, 1>(row.s));
  return With<"R">(With<"A">(cd, Bits<C, 1>(row.a)), Bits<C, 1>(row.r));
}

TEST(ConcludeTest, Stage1FaultsFollowTheCd) {
  for (const PolicyRow& row : kPolicies) {
    Rig rig;
    rig.MapStage1(0, CdWith(row));
    const Outcome o = rig.Run(Read());
    EXPECT_EQ(Summary(o), row.result);
    if (o.event) {
      EXPECT_EQ(o.event->stall, row.s);
    }
  }
}

TEST(ConcludeTest, OtherErrorsDoNotFollowTheCd) {
  for (const PolicyRow& row : kPolicies) {
    Rig rig;
    rig.PutSte(kSid, Stage1Ste());
    rig.PutCd(kCdTable, CdWith(row));
    const Outcome o = rig.Run(Read());  // no table at TTB0
    EXPECT_EQ(Summary(o), "abort F_WALK_EABT r S1 TT at=0x12000120");
    EXPECT_FALSE(o.event->stall);
  }
}

TEST(ConcludeTest, EventsDescribeTheAccessAfterOverrides) {
  Rig rig;
  const Ste<C> ste = With<"INSTCFG">(With<"PRIVCFG">(Stage1Ste(), 3), 3);
  rig.MapStage1(0, DefaultCd(), ste);
  Transaction t = Read();
  t.ssv = false;
  const Event read = *rig.Run(t).event;
  EXPECT_TRUE(read.pnu);
  EXPECT_TRUE(read.ind);
  EXPECT_TRUE(read.rnw);
  const Event write = *rig.Run(Write()).event;
  EXPECT_TRUE(write.pnu);
  EXPECT_FALSE(write.ind);  // a write is data, whatever INSTCFG says
  EXPECT_FALSE(write.rnw);
  rig.Set<Reg::IDR1, "ATTR_PERMS_OVR">(0);
  EXPECT_FALSE(rig.Run(t).event->pnu);
}

TEST(ConcludeTest, EventsOfConfigurationErrorsHoldTheStreamOnly) {
  Rig rig;
  rig.PutSte(kSid, With<"V">(Stage1Ste(), 0));
  Transaction t = Write();
  t.ssv = true;
  t.substream_id = 0x77;
  t.privileged = true;
  Event expected;
  expected.type = EventType::C_BAD_STE;
  expected.stream_id = kSid;
  expected.ssv = true;
  expected.substream_id = 0x77;
  EXPECT_EQ(*rig.Run(t).event, expected);
}

TEST(ConcludeTest, AnAtomicAccessIsAWriteUnlessItLacksOnlyRead) {
  Rig rig;
  rig.MapStage1(0);
  Transaction t = Read();
  t.access = AccessKind::kAtomic;
  t.instruction = true;
  EXPECT_EQ(rig.Summary(t), "abort F_TRANSLATION w S1 IN");
  EXPECT_FALSE(rig.Run(t).event->ind);
  rig.MapStage1(kStage1Page | 1 << 7);  // read-only
  EXPECT_EQ(rig.Summary(t), "abort F_PERMISSION w S1 IN");
}

}  // namespace
}  // namespace quiesce
