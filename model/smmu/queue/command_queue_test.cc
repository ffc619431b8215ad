#include "model/smmu/queue/command_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/smmu/queue/testing/queue_fixture.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;

constexpr std::uint32_t kProd = 0x98, kCons = 0x9C, kGerror = 0x60, kGerrorn = 0x64;

/// Remembers what was started, and moves it to `done` on completion.
struct Caches : InvalidationSink {
  void Start(const Invalidation& i) override { started.push_back(i.opcode); }
  void Complete() override {
    done.insert(done.end(), started.begin(), started.end());
    started.clear();
  }
  std::vector<Opcode> started, done;
};

struct RootComplex : AtsPort {
  void Invalidate(const AtcInvalidation& i) override { invalidations.push_back(i); }
  bool AwaitInvalidations() override { return !std::exchange(times_out, false); }
  void Respond(const PrgResponse& r) override { responses.push_back(r); }
  std::vector<AtcInvalidation> invalidations;
  std::vector<PrgResponse> responses;
  bool times_out = false;
};

struct Commands : QueueFixture {
  explicit Commands(const RegisterImage& ids = UsualSmmu(2))
      : QueueFixture(ids),
        stalls(16),
        events(regs, memory, stalls),
        queue(regs, memory, {caches, stalls, events, &root_complex}) {}

  void Place(unsigned entry, std::uint64_t low, std::uint64_t high = 0) {
    memory.Write64(kCmdqAt + 16 * entry, low);
    memory.Write64(kCmdqAt + 16 * entry + 8, high);
  }
  CommandStep Step() { return queue.Step(choices); }

  Caches caches;
  RootComplex root_complex;
  StallTable stalls;
  EventQueue events;
  CommandQueue queue;
};

constexpr std::uint64_t kNsnhAll = 0x30, kSync = 0x46, kReservedOpcode = 0xFF, kAtcInv = 0x40;

TEST(CommandQueue, ConsumesInOrderAndCompletesAtSync) {
  Commands smmu;
  smmu.Place(0, kNsnhAll);
  smmu.Place(1, 0x04, 31);
  smmu.Place(2, kSync);
  smmu.Write(kProd, 3);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
  EXPECT_EQ(smmu.Read(kCons), 2u);
  EXPECT_TRUE(smmu.caches.done.empty());
  EXPECT_EQ(smmu.queue.incomplete(), 2u);
  EXPECT_TRUE(smmu.Step().sync);
  EXPECT_THAT(smmu.caches.done, ElementsAre(Opcode::TLBI_NSNH_ALL, Opcode::CFGI_STE_RANGE));
  EXPECT_EQ(smmu.queue.incomplete(), 0u);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kIdle);
}

TEST(CommandQueue, WrapsAround) {
  Commands smmu;
  for (unsigned i = 0; i < 8; ++i) smmu.Place(i, kNsnhAll);
  smmu.Write(kProd, 8);
  for (unsigned i = 0; i < 8; ++i) smmu.Step();
  EXPECT_EQ(smmu.Read(kCons), 8u);
  smmu.Write(kProd, 9);
  EXPECT_EQ(smmu.Step().address, kCmdqAt);
}

TEST(CommandQueue, NothingIsConsumedWhileDisabled) {
  Commands smmu;
  smmu.Place(0, kNsnhAll);
  smmu.SetCr0(kCr0Smmuen);
  smmu.Write(kProd, 1);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kDisabled);
  smmu.SetCr0(kCr0Cmdqen);  // commands run with SMMUEN 0
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
}

TEST(CommandQueue, AnIllegalCommandStopsItUntilAcknowledged) {
  Commands smmu;
  smmu.Place(0, kReservedOpcode);
  smmu.Write(kProd, 1);
  const CommandStep step = smmu.Step();
  EXPECT_EQ(step.status, CommandStatus::kFailed);
  EXPECT_EQ(step.error, Cerror::CERROR_ILL);
  EXPECT_EQ(smmu.Read(kCons), 1u << 24);
  EXPECT_EQ(smmu.Read(kGerror), 1u);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kErrorActive);
  smmu.Place(0, kNsnhAll);  // repaired: it is fetched again
  smmu.Write(kGerrorn, 1);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
}

TEST(CommandQueue, DisablingDoesNotAcknowledgeAnError) {
  Commands smmu;
  smmu.Place(0, kReservedOpcode);
  smmu.Write(kProd, 1);
  smmu.Step();
  smmu.SetCr0(0);
  smmu.SetCr0(kCr0Cmdqen);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kErrorActive);
}

TEST(CommandQueue, AnAbortedFetchIsCerrorAbt) {
  Commands smmu;
  smmu.memory.Clear();
  smmu.Write(kProd, 1);
  EXPECT_EQ(smmu.Step().error, Cerror::CERROR_ABT);
  EXPECT_EQ(smmu.Read(kCons), 2u << 24);
}

TEST(CommandQueue, UncapturedMemoryGivesNoAnswer) {
  Commands smmu;
  smmu.memory.Clear();
  smmu.memory.set_unmapped(BusStatus::kNotCaptured);
  smmu.Write(kProd, 1);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kNotCaptured);
  EXPECT_EQ(smmu.Read(kGerror), 0u);
}

TEST(CommandQueue, AtcTimeoutFailsTheSyncWhichMayBeRepeated) {
  Commands smmu;
  smmu.Place(0, kNsnhAll);
  smmu.Place(1, kAtcInv, 52);
  smmu.Place(2, kSync);
  smmu.Write(kProd, 3);
  smmu.Step();
  smmu.Step();
  EXPECT_EQ(smmu.root_complex.invalidations.size(), 1u);
  smmu.root_complex.times_out = true;
  EXPECT_EQ(smmu.Step().error, Cerror::CERROR_ATC_INV_SYNC);
  EXPECT_EQ(smmu.Read(kCons), 3u << 24 | 2);  // RD at the SYNC
  EXPECT_TRUE(smmu.caches.done.empty());      // nothing guaranteed
  smmu.Write(kGerrorn, 1);
  EXPECT_TRUE(smmu.Step().sync);
  EXPECT_THAT(smmu.caches.done, ElementsAre(Opcode::TLBI_NSNH_ALL));
}

TEST(CommandQueue, SyncSendsItsMessage) {
  Commands smmu;
  smmu.Place(0, std::uint64_t{0xCAFE} << 32 | 1u << 12 | kSync, kMsiAt + 4);
  smmu.Write(kProd, 1);
  EXPECT_TRUE(smmu.Step().wired_interrupt);
  EXPECT_EQ(smmu.memory.Read64(kMsiAt).value, std::uint64_t{0xCAFE} << 32);
}

TEST(CommandQueue, AbortedSyncMessageIsAGlobalError) {
  Commands smmu;
  smmu.Place(0, 1u << 12 | kSync, 0x9000'0000);
  smmu.Write(kProd, 1);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
  EXPECT_TRUE(smmu.regs.IsActive(GlobalError::MSI_CMDQ_ABT_ERR));
}

TEST(CommandQueue, ResumeAndStallTermReachTheStallTable) {
  Commands smmu;
  const std::uint16_t stag = *smmu.stalls.Add(5);
  smmu.stalls.MarkRecorded(stag);
  *smmu.stalls.Add(6);
  smmu.Place(0, std::uint64_t{5} << 32 | 1u << 12 | 0x44, stag);
  smmu.Place(1, std::uint64_t{6} << 32 | 0x45);
  smmu.Write(kProd, 2);
  smmu.Step();
  smmu.Step();
  const auto answered = smmu.stalls.TakeAnswered();
  ASSERT_EQ(answered.size(), 2u);
  EXPECT_EQ(answered[0].answer, StallAnswer::kRetry);
  EXPECT_EQ(answered[1].answer, StallAnswer::kAbort);
}

TEST(CommandQueue, InconsistentIndexesStopItOrAreUnpredictable) {
  RegisterImage captured = UsualSmmu(2);
  captured.Write(Reg::CMDQ_BASE, kCmdqAt | 3);
  captured.Write(Reg::CMDQ_CONS, 3);
  captured.Write(Reg::CR0, kCr0Cmdqen);
  captured.Write(Reg::CR0ACK, kCr0Cmdqen);
  for (const auto& [pick, status] :
       {std::pair{0u, CommandStatus::kStopped}, {1u, CommandStatus::kUnpredictable}}) {
    Commands smmu(captured);
    smmu.regs = ProgrammingInterface(captured);
    smmu.choices = {{ChoicePoint::kInconsistentIndexes, pick}};
    EXPECT_EQ(smmu.Step().status, status);
  }
}

TEST(CommandQueue, MovingProdBackStopsItUntilReenabled) {
  Commands smmu;
  smmu.Place(0, kNsnhAll);
  smmu.Place(1, kNsnhAll);
  smmu.Write(kProd, 2);
  smmu.Write(kProd, 1);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kStopped);
  smmu.SetCr0(0);
  smmu.SetCr0(kCr0Cmdqen);
  EXPECT_EQ(smmu.Step().status, CommandStatus::kConsumed);
}

TEST(CommandQueue, StopsInServiceFailureMode) {
  Commands smmu;
  smmu.Place(0, kNsnhAll);
  smmu.Write(kProd, 1);
  smmu.regs.EnterServiceFailureMode();
  EXPECT_EQ(smmu.Step().status, CommandStatus::kDisabled);
}

}  // namespace
}  // namespace quiesce
