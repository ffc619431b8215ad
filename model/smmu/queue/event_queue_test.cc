#include "model/smmu/queue/event_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/smmu/queue/testing/queue_fixture.h"
#include "spec/events.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint32_t kProd = 0x100A8, kCons = 0x100AC, kGerror = 0x60, kGerrorn = 0x64;
constexpr std::uint64_t kOvflg = 0x80000000;

struct Events : QueueFixture {
  Events() : stalls(16), queue(regs, memory, stalls) {}
  EventFate Record(const EventWords& e, bool mev = false) { return queue.Record(e, mev, choices); }
  std::uint16_t Stall(std::uint32_t sid, const EventWords& e) {
    const std::uint16_t stag = *stalls.Add(sid);
    last_fate = queue.RecordStall(e, stag, choices);
    return stag;
  }
  void Fill() {
    for (std::uint32_t sid = 0; sid < 8; ++sid) Record(BadSte(sid));
  }
  static EventWords BadSte(std::uint32_t sid) { return {std::uint64_t{sid} << 32 | 4, 0, 0, 0}; }
  static EventWords Translation(std::uint32_t sid, std::uint64_t address) {
    return {std::uint64_t{sid} << 32 | 0x10, 0, address, 0};
  }

  StallTable stalls;
  EventQueue queue;
  EventFate last_fate{};
};

TEST(EventQueue, WritesTheRecordAndMovesProd) {
  Events smmu;
  EXPECT_EQ(smmu.Record(Events::Translation(7, 0x1234)), EventFate::kRecorded);
  EXPECT_EQ(smmu.Read(kProd), 1u);
  EXPECT_EQ(smmu.memory.Read64(kEventqAt).value, 0x7'0000'0010u);
  EXPECT_EQ(smmu.memory.Read64(kEventqAt + 16).value, 0x1234u);
  EXPECT_EQ(smmu.Record(Events::BadSte(8)), EventFate::kRecorded);
  EXPECT_EQ(smmu.memory.Read64(kEventqAt + 32).value, 0x8'0000'0004u);
}

TEST(EventQueue, OverflowTogglesOnceUntilAcknowledged) {
  Events smmu;
  smmu.Fill();
  EXPECT_EQ(smmu.Read(kProd), 8u);
  EXPECT_EQ(smmu.Record(Events::BadSte(9)), EventFate::kOverflowed);
  EXPECT_EQ(smmu.Read(kProd), kOvflg | 8);
  EXPECT_EQ(smmu.Record(Events::BadSte(9)), EventFate::kOverflowed);
  EXPECT_EQ(smmu.Read(kProd), kOvflg | 8);
  // Room again: delivery goes on though the overflow is not acknowledged.
  smmu.Write(kCons, 1);
  EXPECT_EQ(smmu.Record(Events::BadSte(9)), EventFate::kRecorded);
  EXPECT_EQ(smmu.Read(kProd), kOvflg | 9);
  smmu.Write(kCons, kOvflg | 1);
  EXPECT_FALSE(smmu.queue.Overflowed());
  EXPECT_EQ(smmu.Record(Events::BadSte(9)), EventFate::kOverflowed);
  EXPECT_EQ(smmu.Read(kProd), 9u);
}

TEST(EventQueue, DisabledDiscardsWithoutOverflow) {
  Events smmu;
  smmu.Fill();
  smmu.SetCr0(kCr0Smmuen);
  EXPECT_EQ(smmu.Record(Events::BadSte(9)), EventFate::kDiscarded);
  EXPECT_FALSE(smmu.queue.Overflowed());
}

TEST(EventQueue, AbortIsSynchronousOrNot) {
  for (const unsigned alternative : {0u, 1u, 2u}) {
    Events smmu;
    smmu.memory.Clear();
    smmu.choices = {{ChoicePoint::kOutputWriteAbort, alternative}};
    EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kLost);
    EXPECT_EQ(smmu.Read(kProd), alternative == 0 ? 0u : 1u);
    EXPECT_EQ(smmu.Read(kGerror), alternative == 2 ? 0u : 4u);
  }
}

TEST(EventQueue, DeliveryStopsWhileTheAbortIsNotAcknowledged) {
  Events smmu;
  smmu.regs.Activate(GlobalError::EVENTQ_ABT_ERR);
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kDiscarded);
  smmu.Write(kGerrorn, 4);
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kRecorded);
}

TEST(EventQueue, UncapturedMemoryGivesNoAnswerAndChangesNothing) {
  Events smmu;
  smmu.memory.Clear();
  smmu.memory.set_unmapped(BusStatus::kNotCaptured);
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kNotCaptured);
  EXPECT_EQ(smmu.Read(kProd), 0u);
  EXPECT_EQ(smmu.Read(kGerror), 0u);
}

TEST(EventQueue, InconsistentIndexesHaveThreeOutcomes) {
  for (const auto& [pick, fate] : {std::pair{0u, EventFate::kDiscarded},
                                   {1u, EventFate::kLost},
                                   {2u, EventFate::kOverflowed}}) {
    Events smmu;
    smmu.Write(kCons, 3);  // PROD 0, CONS 3, same wrap
    smmu.choices = {{ChoicePoint::kInconsistentIndexes, pick}};
    EXPECT_EQ(smmu.Record(Events::BadSte(1)), fate);
  }
}

TEST(EventQueue, MessageOnEmptyToNonEmptyOnly) {
  Events smmu;
  smmu.regs.Write64(0xB0, kMsiAt, smmu.choices);
  smmu.Write(0xB8, 0xABCD);
  smmu.SetIrqCtrl(4);
  smmu.Record(Events::BadSte(1));
  EXPECT_EQ(smmu.memory.Read64(kMsiAt).value, 0xABCDu);
  smmu.memory.Write64(kMsiAt, 0);
  smmu.Record(Events::BadSte(2));
  EXPECT_EQ(smmu.memory.Read64(kMsiAt).value, 0u);
}

TEST(EventQueue, AbortedMessageIsAGlobalError) {
  Events smmu;
  smmu.regs.Write64(0xB0, 0x9000'0000, smmu.choices);
  smmu.SetIrqCtrl(4);
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kRecorded);
  EXPECT_TRUE(smmu.regs.IsActive(GlobalError::MSI_EVENTQ_ABT_ERR));
}

// --- stalls ---

TEST(EventQueueStalls, RecordCarriesTheTag) {
  Events smmu;
  smmu.Stall(7, Events::Translation(7, 0));
  const std::uint16_t stag = smmu.Stall(7, Events::Translation(7, 0x1000));
  EXPECT_EQ(smmu.last_fate, EventFate::kRecorded);
  EXPECT_EQ(smmu.memory.Read64(kEventqAt + 32 + 8).value, std::uint64_t{1} << 31 | stag);
  EXPECT_TRUE(smmu.stalls.IsRecorded(stag));
}

TEST(EventQueueStalls, WaitForRoomAndCauseNoOverflow) {
  Events smmu;
  smmu.Fill();
  smmu.Stall(7, Events::Translation(7, 0));
  EXPECT_EQ(smmu.last_fate, EventFate::kHeld);
  EXPECT_FALSE(smmu.queue.Overflowed());
  smmu.Write(kCons, 1);
  EXPECT_THAT(smmu.queue.DeliverHeld(smmu.choices), IsEmpty());
  EXPECT_THAT(smmu.queue.held(), IsEmpty());
  EXPECT_EQ(smmu.Read(kProd), 9u);
}

TEST(EventQueueStalls, SyncMakesHeldRecordsStale) {
  Events smmu;
  smmu.Fill();
  const std::uint16_t stag = smmu.Stall(7, Events::Translation(7, 0));
  EXPECT_THAT(smmu.queue.Synchronize(smmu.choices), IsEmpty());
  smmu.Write(kCons, 1);
  EXPECT_THAT(smmu.queue.DeliverHeld(smmu.choices), ElementsAre(stag));
  EXPECT_EQ(smmu.Read(kProd), 8u);  // not recorded
}

TEST(EventQueueStalls, AnsweredStallsAreNotRecordedLater) {
  Events smmu;
  smmu.SetCr0(kCr0Smmuen);
  smmu.Stall(7, Events::Translation(7, 0));
  EXPECT_THAT(smmu.queue.held(), SizeIs(1));
  smmu.stalls.Apply(StallTerm{7});
  smmu.SetCr0(kCr0All);
  smmu.queue.DeliverHeld(smmu.choices);
  EXPECT_THAT(smmu.queue.held(), IsEmpty());
  EXPECT_EQ(smmu.Read(kProd), 0u);
}

// --- merging ---

TEST(EventMerging, IgnoresThePageOffsetWhereTheEventSaysSo) {
  const auto a = Events::Translation(1, 0x5000);
  EXPECT_TRUE(MayMerge(a, Events::Translation(1, 0x5FFF), true));
  EXPECT_FALSE(MayMerge(a, Events::Translation(1, 0x6000), true));
  EXPECT_FALSE(MayMerge(a, Events::Translation(2, 0x5000), true));
  const EventWords uut_a{1, 0, 0x5000, 0};
  const EventWords uut_b{1, 0, 0x5001, 0};
  EXPECT_FALSE(MayMerge(uut_a, uut_b, true));
}

TEST(EventMerging, NeedsMevUnlessTheEventComesBeforeAnSte) {
  const auto fault = Events::Translation(1, 0x5000);
  EXPECT_FALSE(MayMerge(fault, fault, false));
  EXPECT_TRUE(MayMerge(Events::BadSte(1), Events::BadSte(1), false));
}

TEST(EventMerging, NeverOfStalls) {
  EventWords stall = Events::Translation(1, 0x5000);
  stall[1] = std::uint64_t{1} << 31;
  EXPECT_FALSE(MayMerge(stall, stall, true));
}

TEST(EventMerging, IsPermittedNotRequired) {
  Events smmu;
  smmu.choices = {{ChoicePoint::kEventMerge, 0}, {ChoicePoint::kEventMerge, 1}};
  smmu.Record(Events::BadSte(1));
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kRecorded);
  EXPECT_EQ(smmu.Record(Events::BadSte(1)), EventFate::kMerged);
  EXPECT_EQ(smmu.Read(kProd), 2u);
}

}  // namespace
}  // namespace quiesce
