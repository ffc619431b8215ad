#include "model/smmu/queue/pri_queue.h"

#include <gtest/gtest.h>

#include "model/smmu/queue/testing/queue_fixture.h"

namespace quiesce {
namespace {

constexpr std::uint32_t kProd = 0x100C8, kCons = 0x100CC;
constexpr std::uint64_t kOvflg = 0x80000000;

PageRequest<Concrete> Request(bool last, bool pasid = false) {
  PageRequest<Concrete> r;
  r = With<"StreamID">(With<"PRGIndex">(With<"R">(r, 1), 9), 7);
  if (pasid) r = With<"SSV">(With<"SubstreamID">(r, 3), 1);
  return last ? With<"Last">(r, 1) : r;
}
PageRequest<Concrete> StopMarker() { return With<"R">(Request(true, true), 0); }

struct Pri : QueueFixture {
  explicit Pri(const RegisterImage& ids = UsualSmmu(2)) : QueueFixture(ids), queue(regs, memory) {}
  PageRequestOutcome Receive(const PageRequest<Concrete>& r, Ppar ppar = std::nullopt) {
    return queue.Receive(r, ppar, choices);
  }
  void FillAndOverflow() {
    for (int i = 0; i < 9; ++i) Receive(Request(false));
  }
  PriQueue queue;
};

PrgResponse Response(PrgResponseCode code, std::optional<std::uint32_t> pasid = std::nullopt) {
  return {7, pasid, 9, code};
}

TEST(PriQueue, RecordsTheRequest) {
  Pri smmu;
  const auto outcome = smmu.Receive(Request(true));
  EXPECT_EQ(outcome.fate, PageRequestFate::kRecorded);
  EXPECT_FALSE(outcome.response);
  EXPECT_EQ(smmu.Read(kProd), 1u);
  EXPECT_EQ(smmu.memory.Read64(kPriqAt).value & 0xFFFFFFFF, 7u);
}

TEST(PriQueue, DisabledAnswersEveryRequestWithFailure) {
  for (const std::uint32_t cr0 : {0u, kCr0Priqen, kCr0Smmuen}) {
    Pri smmu;
    smmu.SetCr0(cr0);
    EXPECT_EQ(smmu.Receive(Request(false, true)).response, Response(PrgResponseCode::kFailure));
    EXPECT_FALSE(smmu.Receive(StopMarker()).response);
    EXPECT_EQ(smmu.Read(kProd), 0u);
  }
}

TEST(PriQueue, AbortErrorAnswersWithFailureToo) {
  Pri smmu;
  smmu.regs.Activate(GlobalError::PRIQ_ABT_ERR);
  EXPECT_EQ(smmu.Receive(Request(true)).response, Response(PrgResponseCode::kFailure));
}

TEST(PriQueue, OverflowInhibitsTheQueueUntilAcknowledged) {
  Pri smmu;
  smmu.FillAndOverflow();
  EXPECT_EQ(smmu.Read(kProd), kOvflg | 8);
  smmu.Write(kCons, 4);
  EXPECT_EQ(smmu.Receive(Request(false)).fate, PageRequestFate::kDiscarded);
  EXPECT_EQ(smmu.Read(kProd), kOvflg | 8);
  smmu.Write(kCons, kOvflg | 4);
  EXPECT_EQ(smmu.Receive(Request(false)).fate, PageRequestFate::kRecorded);
}

TEST(PriQueue, OverflowAnswersOnlyTheLastOfAGroup) {
  Pri smmu;
  smmu.FillAndOverflow();
  EXPECT_FALSE(smmu.Receive(Request(false)).response);
  EXPECT_EQ(smmu.Receive(Request(true)).response, Response(PrgResponseCode::kSuccess));
  EXPECT_FALSE(smmu.Receive(StopMarker()).response);
}

TEST(PriQueue, OverflowWithPasidDependsOnPpar) {
  Pri smmu;
  smmu.FillAndOverflow();
  EXPECT_EQ(smmu.Receive(Request(true, true), true).response,
            Response(PrgResponseCode::kSuccess, 3));
  EXPECT_EQ(smmu.Receive(Request(true, true), false).response, Response(PrgResponseCode::kSuccess));
  EXPECT_EQ(smmu.Receive(Request(true, true), std::nullopt).response,
            Response(PrgResponseCode::kFailure));
}

TEST(PriQueue, PpsMakesPparIrrelevant) {
  RegisterImage ids = UsualSmmu(2);
  ids.Put<Reg::IDR3>(With<"PPS">(ids.Get<Reg::IDR3>(), 1));
  Pri smmu(ids);
  smmu.FillAndOverflow();
  EXPECT_EQ(smmu.Receive(Request(true, true), std::nullopt).response,
            Response(PrgResponseCode::kSuccess, 3));
}

TEST(PriQueue, SynchronousAbortIsAnsweredAsynchronousIsNot) {
  Pri sync;
  sync.memory.Clear();
  EXPECT_EQ(sync.Receive(Request(false)).response, Response(PrgResponseCode::kFailure));
  EXPECT_TRUE(sync.regs.IsActive(GlobalError::PRIQ_ABT_ERR));
  Pri async;
  async.memory.Clear();
  async.choices = {{ChoicePoint::kOutputWriteAbort, 1}};
  EXPECT_FALSE(async.Receive(Request(false)).response);
  EXPECT_TRUE(async.regs.IsActive(GlobalError::PRIQ_ABT_ERR));
}

}  // namespace
}  // namespace quiesce
