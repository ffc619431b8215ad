#include "model/world/machine.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/running_smmu.h"

namespace quiesce {
namespace {

using testing::kPa;
using testing::kSid;
using testing::kVa;

constexpr PhysicalRange kOldRam{kPa, 0x2000};
constexpr PhysicalRange kNewRam{0x9000'0000, 0x10'0000};
constexpr PhysicalRange kRegisterWindow{0x905'0000, 0x2'0000};

AddressMap Map() {
  AddressMap map;
  map.Add(Owner::kCrashedKernel, kOldRam);
  map.Add(Owner::kNextKernel, kNewRam);
  map.Add(Owner::kSmmu, kRegisterWindow);
  return map;
}

Image MappedImage(const Cd<Concrete>& cd = testing::DefaultCd()) {
  testing::Rig rig;
  rig.registers() = testing::RunningRegisters();
  testing::MapQueues(rig.memory());
  rig.MapStage1(testing::kStage1Page, cd);
  rig.Map(testing::Rig::kStage1Tables,
          {.input = kVa + 0x2000, .output = kNewRam.first, .attributes = testing::kStage1Page});
  rig.Map(
      testing::Rig::kStage1Tables,
      {.input = kVa + 0x3000, .output = kRegisterWindow.first, .attributes = testing::kStage1Page});
  rig.Map(testing::Rig::kStage1Tables,
          {.input = kVa + 0x4000, .output = 0x7000'0000, .attributes = testing::kStage1Page});
  return rig.image();
}

Transaction WriteAt(std::uint64_t offset) {
  Transaction t = testing::Write();
  t.address += offset;
  return t;
}

struct Trace : StepObserver {
  void Took(const Step& step) override { steps.push_back(step); }
  std::vector<Step> steps;
};

struct MachineTest : ::testing::Test {
  DmaTaken Dma(const Transaction& t, std::uint64_t data = 0) {
    return machine.Dma(t, data, choices);
  }
  ScriptedChoices choices;
  Machine machine{MappedImage(), Map(), {.structures = 4, .tlb = 8}};
};

TEST_F(MachineTest, AWriteLandsWhereItsTranslationPoints) {
  const DmaTaken taken = Dma(WriteAt(8), 0xABCD);
  EXPECT_EQ(taken.landing, Landing::kMemory);
  EXPECT_EQ(taken.owner, Owner::kCrashedKernel);
  EXPECT_EQ(machine.ReadWord(kPa + 8).value, 0xABCDu);
}

TEST_F(MachineTest, AWriteToTheNextKernelIsSeen) {
  const DmaTaken taken = Dma(WriteAt(0x2000), 1);
  EXPECT_EQ(taken.owner, Owner::kNextKernel);
  EXPECT_EQ(machine.ReadWord(kNewRam.first).value, 1u);
}

TEST_F(MachineTest, AReadAndAnAtomicAccessReturnWhatWasThere) {
  machine.WriteWord(kPa, 5);
  Transaction t = testing::Read();
  EXPECT_EQ(Dma(t).value, 5u);
  t.access = AccessKind::kAtomic;
  EXPECT_EQ(Dma(t, 6).replaced, 5u);
  EXPECT_EQ(machine.ReadWord(kPa).value, 6u);
}

TEST_F(MachineTest, AnAbortBeyondTheSmmuLeavesNoEvent) {
  const DmaTaken taken = Dma(WriteAt(0x4000));
  EXPECT_EQ(taken.verdict, Verdict::kComplete);
  EXPECT_EQ(taken.landing, Landing::kBusAbort);
  EXPECT_FALSE(taken.event);
  EXPECT_EQ(machine.ReadWord(0x7000'0000).status, BusStatus::kAbort);
}

TEST_F(MachineTest, DmaToTheSmmuIsSaidNotToBeModelled) {
  EXPECT_EQ(Dma(WriteAt(0x3000), 1).landing, Landing::kSmmu);
}

TEST_F(MachineTest, ATranslatedRequestAndWhatItReturnedMayDiffer) {
  Transaction request = testing::Request();
  EXPECT_EQ(Dma(request).verdict, Verdict::kAtsUnsupportedRequest) << "EATS is 0";
  Transaction translated = testing::Translated();
  translated.address = kPa;
  translated.access = AccessKind::kWrite;
  EXPECT_EQ(Dma(translated, 3).landing, Landing::kMemory) << "ATSCHK is 0";
  EXPECT_EQ(machine.ReadWord(kPa).value, 3u);
}

TEST_F(MachineTest, AStalledWriteKeepsItsData) {
  machine.Load(MappedImage(testing::StallingCd()), Map());
  EXPECT_EQ(Dma(WriteAt(0x1000), 0x77).verdict, Verdict::kStall);
  machine.WriteRegister(testing::kCr0At, 4, 0, choices);
  machine.CompletePending(choices);
  machine.FinishStall(choices);
  machine.Load(MappedImage(testing::StallingCd()), Map());

  Dma(WriteAt(0x1000), 0x78);
  machine.WriteWord(testing::kCommandsAt, 0x44 | 1u << 12 | std::uint64_t{kSid} << 32);
  machine.WriteRegister(testing::kCmdqProdAt, 4, 1, choices);
  EXPECT_EQ(machine.ConsumeCommand(choices), CommandStatus::kConsumed);
  // Maps the page, which the level 3 table has next to the first one.
  testing::Rig rig;
  rig.MapStage1();
  machine.WriteWord(rig.stage1_leaf + 8, kPa | testing::kStage1Page);
  const auto taken = machine.FinishStall(choices);
  ASSERT_TRUE(taken);
  EXPECT_TRUE(taken->retried);
  EXPECT_EQ(machine.ReadWord(kPa).value, 0x78u);
}

TEST_F(MachineTest, ResetTakesEverythingBack) {
  const Image image = MappedImage();
  Machine fresh(image, Map());
  Dma(WriteAt(0), 0x99);
  Dma(WriteAt(0x1000));
  machine.Corrupt(testing::kStreamTable + kSid * 64, 0);
  machine.WriteWord(kNewRam.first + 0x800, 4);
  machine.WriteRegister(testing::kCr0At, 4, 0, choices);
  machine.FailService();
  machine.Reset();
  EXPECT_EQ(machine.memory(), fresh.memory());
  EXPECT_EQ(machine.smmu().registers().visible(), image.registers);
  EXPECT_EQ(Dma(testing::Read()).value, 0u);
}

TEST_F(MachineTest, EveryStepIsTold) {
  Trace trace;
  machine.Observe(&trace);
  Dma(WriteAt(0x1000));
  machine.WriteRegister(testing::kCr0At, 4, 0xE, choices);
  machine.CompletePending(choices);
  machine.ConsumeCommand(choices);
  machine.WriteWord(kPa, 1);
  machine.Corrupt(kPa, 2);
  ASSERT_EQ(trace.steps.size(), 6u) << "an idle command queue is no step";
  const auto& dma = std::get<DmaTaken>(trace.steps[0]);
  EXPECT_EQ(dma.event, EventType::F_TRANSLATION);
  EXPECT_EQ(dma.fate, EventFate::kRecorded);
  EXPECT_EQ(std::get<RegisterAccess>(trace.steps[1]).offset, testing::kCr0At);
  EXPECT_FALSE(std::get<RegisterUpdate>(trace.steps[2]).completed);
  EXPECT_TRUE(std::get<RegisterUpdate>(trace.steps[3]).completed);
  EXPECT_TRUE(std::get<MemoryAccess>(trace.steps[4]).write);
  EXPECT_EQ(std::get<FaultInjected>(trace.steps[5]).value, 2u);
}

TEST_F(MachineTest, AnEndpointThatDoesNotAnswerFailsTheSync) {
  machine.WriteWord(testing::kCommandsAt, 0x40 | std::uint64_t{kSid} << 32);
  machine.WriteWord(testing::kCommandsAt + 16, 0x46);
  machine.WriteRegister(testing::kCmdqProdAt, 4, 2, choices);
  machine.root_complex().FailEndpoints(true);
  EXPECT_EQ(machine.ConsumeCommand(choices), CommandStatus::kConsumed);
  EXPECT_EQ(machine.ConsumeCommand(choices), CommandStatus::kFailed);
  EXPECT_EQ(machine.root_complex().invalidations().size(), 1u);
}

struct WriteTrace : Trace {
  bool WantsReads() const override { return false; }
};

TEST_F(MachineTest, AnObserverMayLeaveReadsOut) {
  WriteTrace trace;
  machine.Observe(&trace);
  machine.ReadWord(kNewRam.first);
  machine.ReadRegister(testing::kCr0At, 4, choices);
  EXPECT_TRUE(trace.steps.empty());
  machine.WriteWord(kNewRam.first, 1);
  EXPECT_EQ(trace.steps.size(), 1u);
}

TEST_F(MachineTest, LoadingWithoutACopyGivesTheSameMachine) {
  Image image = MappedImage();
  machine.WriteWord(kNewRam.first, 7);
  machine.Load(std::move(image), Map());
  EXPECT_EQ(machine.ReadWord(kNewRam.first).value, 0u);
  EXPECT_EQ(Dma(WriteAt(0x2000), 5).landing, Landing::kMemory);
  EXPECT_EQ(machine.ReadWord(kNewRam.first).value, 5u);
  machine.Reset();
  EXPECT_EQ(machine.ReadWord(kNewRam.first).value, 0u);
}

}  // namespace
}  // namespace quiesce
