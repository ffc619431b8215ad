#include "model/smmu/smmu.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/running_smmu.h"

namespace quiesce {
namespace {

using testing::kPa;
using testing::kSid;
using testing::kVa;
using testing::Read;
using testing::ReadUnmapped;
using testing::RunningSmmu;
using testing::Summary;

constexpr std::uint64_t kCfgiAll = 0x04, kNsnhAll = 0x30, kTranslationFault = 0x10;
constexpr std::uint64_t kAllStreams = 31;

std::uint64_t Resume(bool retry) {
  return 0x44 | std::uint64_t{retry} << 12 | std::uint64_t{!retry} << 13 |
         std::uint64_t{kSid} << 32;
}

void HitAndFillOnce(ScriptedChoices& choices, unsigned fills, unsigned hits) {
  for (unsigned i = 0; i < fills; ++i) choices.Then(ChoicePoint::kCacheFill, 1);
  for (unsigned i = 0; i < hits; ++i) choices.Then(ChoicePoint::kCacheHit, 1);
}

TEST(Smmu, TranslatesUntilSmmuenIsInEffect) {
  RunningSmmu s;
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "complete 0x45678000");
  s.Write(testing::kCr0At, testing::kAllEnables & ~1u);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "complete 0x45678000");
  s.choices.Then(ChoicePoint::kUpdateInstant, 1);
  ASSERT_TRUE(s.smmu.StepUpdate(s.choices));
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "complete 0x123456789000");
  EXPECT_EQ(s.smmu.registers().visible().Read(Reg::CR0ACK), testing::kAllEnables);
}

TEST(Smmu, GlobalBypassFollowsGbpaOnceItIsInEffect) {
  RunningSmmu s;
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables & ~1u);
  s.Write(testing::kGbpaAt, 1u << 31 | 1u << 20);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "complete 0x123456789000");
  s.smmu.CompletePending(s.choices);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "abort");
}

TEST(Smmu, ANewStreamTableIsUsedWhenItIsInPlace) {
  RunningSmmu s;
  constexpr std::uint64_t kOther = 0x1080'0000;
  s.rig.memory().Map(kOther, 0x4000);
  s.smmu.Write64(0x80, kOther, s.choices);
  EXPECT_EQ(s.smmu.view().strtab.base.raw(), testing::kStreamTable) << "guarded";
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables & ~1u);
  s.smmu.Write64(0x80, kOther, s.choices);
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "abort C_BAD_STE");
}

TEST(Smmu, AnEventIsInTheQueueWhenTheTransactionEnds) {
  RunningSmmu s;
  const DmaResult r = s.Dma(ReadUnmapped());
  EXPECT_EQ(r.fate, EventFate::kRecorded);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 1u);
  EXPECT_EQ(s.EventWord(0) & 0xFF, kTranslationFault);
  EXPECT_EQ(s.EventWord(0) >> 32, kSid);
  EXPECT_EQ(s.EventWord(0, 2), kVa + 0x1000);
}

TEST(Smmu, AFullQueueOverflowsAndADisabledOneDiscards) {
  RunningSmmu s;
  for (unsigned i = 0; i < 8; ++i) EXPECT_EQ(s.Dma(ReadUnmapped()).fate, EventFate::kRecorded);
  EXPECT_EQ(s.Dma(ReadUnmapped()).fate, EventFate::kOverflowed);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 1u << 31 | 8u);
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables & ~4u);
  EXPECT_EQ(s.Dma(ReadUnmapped()).fate, EventFate::kDiscarded);
}

TEST(Smmu, EventsMergeOnlyWithMevEvenIfTheSteIsCached) {
  for (const bool mev : {false, true}) {
    RunningSmmu s;
    s.rig.PutSte(kSid, With<"MEV">(testing::Stage1Ste(), Bits<Concrete, 1>(mev)));
    HitAndFillOnce(s.choices, 1, 0);
    s.Dma(ReadUnmapped());
    s.choices.Then(ChoicePoint::kCacheHit, 1);
    s.choices.Then(ChoicePoint::kEventMerge, 1);
    EXPECT_EQ(s.Dma(ReadUnmapped()).fate, mev ? EventFate::kMerged : EventFate::kRecorded);
  }
}

TEST(Smmu, AStallWaitsForItsAnswer) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  const DmaResult r = s.Dma(ReadUnmapped());
  EXPECT_EQ(r.outcome.verdict, Verdict::kStall);
  EXPECT_EQ(r.fate, EventFate::kRecorded);
  ASSERT_EQ(r.stag, 0u);
  EXPECT_EQ(s.EventWord(0, 1) >> 31 & 1, 1u) << "Stall";
  EXPECT_FALSE(s.smmu.FinishStall(s.choices));

  s.rig.Map(testing::Rig::kStage1Tables,
            {.input = kVa + 0x1000, .output = kPa, .attributes = testing::kStage1Page});
  s.Run(Resume(true));
  const auto finished = s.smmu.FinishStall(s.choices);
  ASSERT_TRUE(finished);
  EXPECT_TRUE(finished->retried);
  EXPECT_EQ(Summary(finished->result.outcome), "complete 0x45678000");
  EXPECT_EQ(s.smmu.transactions_inside(), 0u);
}

TEST(Smmu, AStallMayBeTerminatedWithoutAnotherEvent) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  s.Run(Resume(false));
  const auto finished = s.smmu.FinishStall(s.choices);
  ASSERT_TRUE(finished);
  EXPECT_FALSE(finished->retried);
  EXPECT_EQ(finished->result.outcome.verdict, Verdict::kAbort);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 1u);
}

TEST(Smmu, AnEarlyRetryEndsTheTransactionButNotItsStag) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  EXPECT_FALSE(s.smmu.RetryEarly(0, s.choices)) << "nothing has changed";
  s.rig.Map(testing::Rig::kStage1Tables,
            {.input = kVa + 0x1000, .output = kPa, .attributes = testing::kStage1Page});
  EXPECT_FALSE(s.smmu.RetryEarly(1, s.choices)) << "there is one";
  const auto early = s.smmu.RetryEarly(0, s.choices);
  ASSERT_TRUE(early);
  EXPECT_EQ(Summary(early->result.outcome), "complete 0x45678000");
  EXPECT_EQ(s.smmu.transactions_inside(), 0u);
  EXPECT_TRUE(s.smmu.stalls().Holds(0));
  s.Run(Resume(false));
  EXPECT_FALSE(s.smmu.FinishStall(s.choices)) << "nothing is left to terminate";
  EXPECT_FALSE(s.smmu.stalls().Holds(0));
}

TEST(Smmu, AnEarlyRetryThatTerminatesLeavesNoSecondEvent) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  s.rig.PutCd(testing::kCdTable, testing::DefaultCd());
  EXPECT_EQ(Summary(s.smmu.RetryEarly(0, s.choices)->result.outcome), "abort");
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 1u);
}

TEST(Smmu, BeyondStallMaxATransactionWaitsOutsideAndLeavesNoEvent) {
  RunningSmmu s(1);
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  const DmaResult second = s.Dma(ReadUnmapped());
  EXPECT_EQ(second.outcome.verdict, Verdict::kStall);
  EXPECT_FALSE(second.stag || second.fate || second.outcome.event);
  EXPECT_EQ(s.smmu.transactions_inside(), 2u);
  s.Run(Resume(false));
  EXPECT_FALSE(s.smmu.FinishStall(s.choices)->retried);
  const auto admitted = s.smmu.FinishStall(s.choices);
  ASSERT_TRUE(admitted && admitted->retried);
  EXPECT_EQ(admitted->result.stag, 0u);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 2u);
}

TEST(Smmu, DisablingTranslationTerminatesStalls) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  s.Write(testing::kCr0At, testing::kAllEnables & ~1u);
  s.choices.Then(ChoicePoint::kUpdateInstant, 1);
  s.smmu.StepUpdate(s.choices);
  EXPECT_FALSE(s.smmu.FinishStall(s.choices)) << "in effect, but not complete";
  s.smmu.CompletePending(s.choices);
  EXPECT_EQ(s.smmu.FinishStall(s.choices)->result.outcome.verdict, Verdict::kAbort);
}

TEST(Smmu, AStallThatCouldNotBeRecordedIsRetriedAfterASync) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables & ~4u);
  EXPECT_EQ(s.Dma(ReadUnmapped()).fate, EventFate::kHeld);
  s.Run(kCfgiAll, kAllStreams);
  s.Sync();
  s.rig.PutCd(testing::kCdTable, testing::DefaultCd());
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables);
  s.smmu.RecordHeldEvents(s.choices);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 0u) << "the event is stale";
  const auto finished = s.smmu.FinishStall(s.choices);
  ASSERT_TRUE(finished);
  EXPECT_EQ(Summary(finished->result.outcome), "abort F_TRANSLATION r S1 IN");
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 1u);
}

TEST(Smmu, AStallThatArrivesWhileStaleOnesWaitDoesNotLoseThem) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables & ~4u);
  s.Dma(ReadUnmapped());
  s.Sync();
  s.WriteAndComplete(testing::kCr0At, testing::kAllEnables);
  s.Dma(ReadUnmapped());
  const auto finished = s.smmu.FinishStall(s.choices);
  ASSERT_TRUE(finished);
  EXPECT_TRUE(finished->retried);
}

TEST(Smmu, HardwareUpdatesReachMemoryInTheTablesByteOrder) {
  constexpr std::uint64_t kOld = testing::kStage1Page & ~(std::uint64_t{1} << 10);
  RunningSmmu s;
  s.rig.MapStage1(kOld, With<"HA">(testing::DefaultCd(), 1));
  const std::uint64_t before = s.rig.memory().Read64(s.rig.stage1_leaf).value;
  EXPECT_EQ(s.Dma(Read()).outcome.verdict, Verdict::kComplete);
  EXPECT_EQ(s.rig.memory().Read64(s.rig.stage1_leaf).value, before | 1u << 10);
}

TEST(Smmu, ABigEndianDescriptorIsUpdatedSwapped) {
  SparseMemory memory;
  memory.Write64(0x1000, __builtin_bswap64(0x43));
  NoObserver nobody;
  ClientObserver<NoObserver> client(memory, nobody);
  client.Updated({Stage::k1, 0x1000, 0x43, 0x443, true});
  EXPECT_EQ(memory.Read64(0x1000).value, __builtin_bswap64(0x443));
  client.Updated({Stage::k1, 0x1000, 0x43, 0x843, true});
  EXPECT_EQ(memory.Read64(0x1000).value, __builtin_bswap64(0x443)) << "changed meanwhile";
}

TEST(Smmu, CachedTranslationsLastUntilTheSyncAtMost) {
  RunningSmmu s;
  HitAndFillOnce(s.choices, 6, 0);
  s.Dma(Read());
  s.rig.memory().Write64(s.rig.stage1_leaf, 0);
  HitAndFillOnce(s.choices, 0, 3);
  EXPECT_EQ(s.Dma(Read()).outcome.verdict, Verdict::kComplete) << "stale";
  s.choices.Then(ChoicePoint::kInvalidationInstant, 1);
  s.Run(kNsnhAll);
  HitAndFillOnce(s.choices, 0, 3);
  EXPECT_EQ(s.Dma(Read()).outcome.verdict, Verdict::kComplete) << "not complete yet";
  EXPECT_TRUE(s.Sync().sync);
  HitAndFillOnce(s.choices, 0, 2);
  EXPECT_EQ(s.Dma(Read()).outcome.verdict, Verdict::kAbort);
}

TEST(Smmu, AnyEntryMayGo) {
  RunningSmmu s;
  EXPECT_FALSE(s.smmu.DropAnyEntry(s.choices));
  HitAndFillOnce(s.choices, 3, 0);
  s.Dma(Read());
  EXPECT_EQ(s.smmu.caches().size(), 3u);
  EXPECT_FALSE(s.smmu.DropAnyEntry(s.choices)) << "none was chosen";
  s.choices.Then(ChoicePoint::kCacheEviction, 2);
  EXPECT_TRUE(s.smmu.DropAnyEntry(s.choices));
  EXPECT_EQ(s.smmu.caches().size(), 2u);
}

TEST(Smmu, APrefetchFillsCachesAndTellsNothing) {
  RunningSmmu s;
  HitAndFillOnce(s.choices, 3, 0);
  EXPECT_EQ(s.Run(0x02 | std::uint64_t{kSid} << 32, kVa).status, CommandStatus::kConsumed);
  EXPECT_EQ(s.smmu.caches().size(), 3u);
  s.Run(0x02 | std::uint64_t{kSid} << 32, kVa + 0x1000);
  EXPECT_EQ(s.Read(testing::kEventqProdAt), 0u);
}

TEST(Smmu, ServiceFailureEndsEverythingButRegisters) {
  RunningSmmu s;
  s.smmu.EnterServiceFailureMode();
  EXPECT_EQ(s.Read(testing::kGerrorAt), 1u << 8);
  const DmaResult r = s.Dma(Read());
  EXPECT_EQ(Summary(r.outcome), "abort");
  EXPECT_EQ(s.Sync().status, CommandStatus::kDisabled);
  s.Write(testing::kGerrornAt, 1u << 8);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "abort") << "acknowledged, but not over";
}

TEST(Smmu, ServiceFailureTerminatesStalls) {
  RunningSmmu s(1);
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  s.Dma(ReadUnmapped());
  s.Dma(ReadUnmapped());
  s.smmu.EnterServiceFailureMode();
  for (unsigned i = 0; i < 2; ++i) {
    const auto finished = s.smmu.FinishStall(s.choices);
    ASSERT_TRUE(finished);
    EXPECT_EQ(Summary(finished->result.outcome), "abort");
  }
}

TEST(Smmu, PageRequestsAreRecorded) {
  RunningSmmu s;
  PageRequest<Concrete> request;
  request = With<"StreamID">(With<"Last">(With<"R">(request, 1), 1), kSid);
  EXPECT_EQ(s.smmu.RequestPage(request, s.choices).fate, PageRequestFate::kRecorded);
  EXPECT_EQ(s.Read(testing::kPriqProdAt), 1u);
}

TEST(Smmu, OverflowedPageRequestsLookForAnSteOnlyWherePermitted) {
  RunningSmmu s;
  PageRequest<Concrete> request;
  request = With<"SSV">(With<"Last">(With<"R">(request, 1), 1), 1);
  request = With<"StreamID">(request, kSid);
  for (unsigned i = 0; i < 8; ++i) s.smmu.RequestPage(request, s.choices);
  s.rig.PutSte(kSid, With<"PPAR">(testing::Stage1Ste(), 1));
  EXPECT_TRUE(s.smmu.RequestPage(request, s.choices).response->substream_id.has_value());
  s.rig.PutSte(kSid, Ste<Concrete>());
  const auto refused = s.smmu.RequestPage(request, s.choices).response;
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, PrgResponseCode::kFailure);
}

TEST(Smmu, RestartForgetsEverything) {
  RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  HitAndFillOnce(s.choices, 3, 0);
  s.Dma(ReadUnmapped());
  s.WriteAndComplete(testing::kCr0At, 0);
  s.smmu.Restart(testing::RunningRegisters());
  EXPECT_EQ(s.smmu.caches().size(), 0u);
  EXPECT_EQ(s.smmu.transactions_inside(), 0u);
  EXPECT_TRUE(s.smmu.stalls().outstanding().empty() && s.smmu.stalls().answered().empty());
  EXPECT_EQ(s.Read(testing::kCr0At), testing::kAllEnables);
  EXPECT_EQ(Summary(s.Dma(Read()).outcome), "complete 0x45678000");
}

}  // namespace
}  // namespace quiesce
