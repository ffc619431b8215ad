#include "model/smmu/cache/warm.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using testing::Rig;

class Warm : public ::testing::Test {
 protected:
  std::string Run(WarmSmmu& smmu, const Transaction& t) {
    return testing::Summary(smmu.Translate(t, rig.choices));
  }
  Rig rig;
  Caches caches;
};

TEST_F(Warm, AnswersAsTheFirstTimeForTheWholePage) {
  rig.MapNested();
  WarmSmmu smmu(View(rig.image()), caches);
  EXPECT_EQ(Run(smmu, testing::Read()), "complete 0x45678000");
  Transaction t = testing::Read();
  t.address += 0xABC;
  EXPECT_EQ(Run(smmu, t), "complete 0x45678abc");
}

TEST_F(Warm, KeepsAccessesApart) {
  rig.MapStage1(testing::kStage1Page | kWriteBit);
  WarmSmmu smmu(View(rig.image()), caches);
  EXPECT_EQ(Run(smmu, testing::Read()), "complete 0x45678000");
  EXPECT_EQ(Run(smmu, testing::Write()), "abort F_PERMISSION w S1 IN");
  Transaction t = testing::Read();
  t.ssv = true;
  EXPECT_EQ(Run(smmu, t), "abort C_BAD_SUBSTREAMID");
  t = testing::Read();
  t.stream_id ^= 1;
  EXPECT_EQ(Run(smmu, t), "abort F_STE_FETCH at=0x10000100");
}

TEST_F(Warm, IsStaleUntilAnInvalidation) {
  rig.MapStage1();
  WarmSmmu smmu(View(rig.image()), caches);
  EXPECT_EQ(Run(smmu, testing::Read()), "complete 0x45678000");
  rig.PutSte(testing::kSid, Ste<Concrete>());
  EXPECT_EQ(Run(smmu, testing::Read()), "complete 0x45678000");
  caches.Invalidate({.opcode = Opcode::CFGI_STE, .stream_id = testing::kSid});
  EXPECT_EQ(Run(smmu, testing::Read()), "abort C_BAD_STE");
}

TEST_F(Warm, GivesTheSameAttributesForTheSameInput) {
  rig.MapStage1();
  const SmmuView view = View(rig.image());
  WarmSmmu smmu(view, caches);
  Transaction t = testing::Read();
  smmu.Translate(t, rig.choices);
  t.attributes = MemoryAttributes::Device(MemoryType::kDevice_nGnRE, Shareability::kOuter);
  EXPECT_EQ(smmu.Translate(t, rig.choices).attributes, rig.Run(t).attributes);
}

}  // namespace
}  // namespace quiesce
