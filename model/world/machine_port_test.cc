#include "model/world/machine_port.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/running_smmu.h"

namespace quiesce {
namespace {

constexpr PhysicalRange kPool{0x9000'0000, 0x1'0000};

Image QueuesOnly() {
  Image image;
  image.registers = testing::RunningRegisters();
  testing::MapQueues(image.memory);
  return image;
}

AddressMap PoolOnly() {
  AddressMap map;
  map.Add(Owner::kNextKernel, kPool);
  return map;
}

/// Looks at a word before each step.
struct Watcher : Surroundings {
  void BetweenSteps(Machine& machine) override {
    ++steps;
    seen.push_back(machine.memory().Read64(kPool.first).value);
  }
  bool Refuses(const PhysicalRange& table) override { return table.bytes > 0x1000; }
  unsigned steps = 0;
  std::vector<std::uint64_t> seen;
};

struct MachinePortTest : ::testing::Test {
  Resource Page() { return *port.AllocDma(4096, 4096); }

  ScriptedChoices choices;
  Watcher around;
  Machine machine{QueuesOnly(), PoolOnly()};
  MachinePort port{machine, kPool, around, choices};
};

TEST_F(MachinePortTest, StoresAreSeenByTheNextStepIfNothingElseIsChosen) {
  const Resource page = Page();
  port.WriteWord(page, kPool.first, 1);
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 0u);
  port.WriteWord(page, kPool.first + 8, 2);
  EXPECT_EQ(around.seen.back(), 1u);
}

TEST_F(MachinePortTest, StoresMayBeSeenOutOfOrderUntilABarrier) {
  const Resource page = Page();
  port.WriteWord(page, kPool.first, 1);
  choices.Then(ChoicePoint::kTornFetch, 1);
  port.WriteWord(page, kPool.first + 8, 2);
  choices.Then(ChoicePoint::kTornFetch, 1);
  EXPECT_EQ(port.ReadWord(page, kPool.first).value, 1u) << "its own store";
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 0u);
  EXPECT_EQ(machine.memory().Read64(kPool.first + 8).value, 2u);
  choices.Then(ChoicePoint::kTornFetch, 1);
  port.Barrier();
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 1u);
}

TEST_F(MachinePortTest, StoresToOneWordKeepTheirOrder) {
  const Resource page = Page();
  port.WriteWord(page, kPool.first, 1);
  choices.Then(ChoicePoint::kTornFetch, 1);
  port.WriteWord(page, kPool.first, 2);
  choices.Then(ChoicePoint::kTornFetch, 1);
  port.ReadReg32(Reg::CR0);
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 1u);
  port.ReadReg32(Reg::CR0);
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 2u);
}

TEST_F(MachinePortTest, ARegisterWriteImpliesTheBarrier) {
  const Resource page = Page();
  port.WriteWord(page, kPool.first, 1);
  choices.Then(ChoicePoint::kTornFetch, 1);
  port.WriteReg32(Reg::CMDQ_PROD, 0);
  EXPECT_EQ(machine.memory().Read64(kPool.first).value, 1u);
}

TEST_F(MachinePortTest, WaitingLetsUpdatesAndCommandsFinish) {
  machine.WriteWord(testing::kCommandsAt, 0x46);
  port.WriteReg32(Reg::CMDQ_PROD, 1);
  port.WriteReg32(Reg::CR0, 0xE);
  EXPECT_EQ(port.ReadReg32(Reg::CR0ACK), 0xFu);
  port.Wait();
  EXPECT_EQ(port.ReadReg32(Reg::CR0ACK), 0xEu);
  EXPECT_EQ(port.ReadReg32(Reg::CMDQ_CONS), 1u);
}

TEST_F(MachinePortTest, DmaMemoryIsZeroAlignedAndFinite) {
  machine.WriteWord(kPool.first + 0x4008, 7);
  const Resource first = *port.AllocDma(64, 64);
  const Resource second = *port.AllocDma(0x4000, 0x4000);
  EXPECT_EQ(first.range.first, kPool.first);
  EXPECT_EQ(second.range.first, kPool.first + 0x4000);
  EXPECT_EQ(port.ReadWord(second, kPool.first + 0x4008).value, 0u);
  EXPECT_FALSE(port.AllocDma(0x1'0000, 64));
  EXPECT_EQ(port.resources().live(), 2u);
}

TEST_F(MachinePortTest, MisuseIsNoticed) {
  const Resource page = Page();
  const Resource mapping = *port.MapTable({0x1234'0000, 64});
  EXPECT_EQ(port.ReadWord(mapping, 0x1234'0000).status, BusStatus::kAbort);
  EXPECT_TRUE(port.misuses().empty()) << "reading a hole is the driver's right";
  port.WriteWord(mapping, 0x1234'0000, 1);
  port.ReadWord(page, kPool.first + 4096);
  port.Unmap(mapping);
  port.Unmap(mapping);
  port.ReadWord(mapping, 0x1234'0000);
  port.FreeIrq(IrqLine::kEventq);
  const std::vector<PortMisuse> expected = {{Misuse::kBusError, 0x1234'0000},
                                            {Misuse::kUnreachableWord, kPool.first + 4096},
                                            {Misuse::kReleasedTwice, 0x1234'0000},
                                            {Misuse::kUnreachableWord, 0x1234'0000},
                                            {Misuse::kReleasedTwice, 0}};
  EXPECT_EQ(port.misuses(), expected);
  EXPECT_EQ(port.resources().Live(), std::vector{page});
}

TEST_F(MachinePortTest, EveryStepLetsTheWorldActFirst) {
  port.ReadReg64(Reg::STRTAB_BASE);
  EXPECT_FALSE(port.MapTable({0, 0x2000}));
  port.RequestIrq(IrqLine::kEventq, IrqStyle::kThreaded);
  port.Register(Registration::kIommu);
  port.Unregister(Registration::kIommu);
  port.Fails(FaultPoint::kPollCr0);
  EXPECT_EQ(around.steps, 5u);
  EXPECT_EQ(port.steps(), 5u);
  EXPECT_EQ(port.irqs().size(), 1u);
  EXPECT_TRUE(port.registrations().empty());
}

}  // namespace
}  // namespace quiesce
