// What steps on a machine cost, and what a run of them does: `machine_bench`.
#include <benchmark/benchmark.h>

#include "model/smmu/fixed_choices.h"
#include "model/smmu/testing/running_smmu.h"
#include "model/world/machine_port.h"

namespace quiesce {
namespace {

using testing::kVa;

constexpr PhysicalRange kPool{0x9000'0000, 0x100'0000};

Image BenchImage() {
  testing::Rig rig;
  rig.registers() = testing::RunningRegisters();
  testing::MapQueues(rig.memory());
  rig.MapStage1();
  rig.Map(testing::Rig::kStage1Tables, {.input = kVa + 0x1000,
                                        .output = kPool.first + 0x80'0000,
                                        .attributes = testing::kStage1Page});
  return rig.image();
}

AddressMap BenchMap() {
  AddressMap map;
  map.Add(Owner::kCrashedKernel, {testing::kPa, 0x1000});
  map.Add(Owner::kNextKernel, kPool);
  return map;
}

Transaction BenchWrite() {
  Transaction t = testing::Write();
  t.address += 0x1000;
  return t;
}

struct Bench {
  FixedChoices choices;
  Machine machine{BenchImage(), BenchMap(), {.structures = 8, .tlb = 16}};
};

void DmaUncached(benchmark::State& state) {
  Bench b;
  const Transaction t = BenchWrite();
  for (auto _ : state) {
    const DmaTaken taken = b.machine.Dma(t, 1, b.choices);
    if (taken.landing != Landing::kMemory) state.SkipWithError("the write did not land");
    b.machine.Reset();
  }
}

/// The same without a Machine, its journal and its reset.
void SmmuDma(benchmark::State& state) {
  Bench b;
  b.choices.Set(ChoicePoint::kCacheFill, static_cast<unsigned>(state.range(0)));
  b.choices.Set(ChoicePoint::kCacheHit, static_cast<unsigned>(state.range(0)));
  const Transaction t = BenchWrite();
  for (auto _ : state) {
    const DmaResult r = b.machine.smmu().Dma(t, b.choices);
    if (r.outcome.verdict != Verdict::kComplete) state.SkipWithError("not complete");
  }
}
BENCHMARK(SmmuDma)->ArgName("cached")->Arg(0)->Arg(1);

void ResetOnly(benchmark::State& state) {
  Bench b;
  for (auto _ : state) b.machine.Reset();
}
BENCHMARK(ResetOnly);
BENCHMARK(DmaUncached);

void LoadAgain(benchmark::State& state) {
  Bench b;
  const Image image = BenchImage();
  const AddressMap map = BenchMap();
  for (auto _ : state) b.machine.Load(image, map);
}
BENCHMARK(LoadAgain);

/// One DMA before every step of the driver.
struct BusyDevice : Surroundings {
  explicit BusyDevice(Choices& choices) : choices_(choices) {}
  void BetweenSteps(Machine& machine) override {
    landed += machine.Dma(write_, 1, choices_).landing == Landing::kMemory;
  }
  std::uint64_t landed = 0;

 private:
  Choices& choices_;
  Transaction write_ = BenchWrite();
};

/// As many steps as a small hand-over has: queues and an L2 table allocated, a stream's STE
/// written, registers set up, commands consumed.
void HandOverSteps(benchmark::State& state) {
  Bench b;
  BusyDevice device(b.choices);
  MachinePort port(b.machine, kPool, device, b.choices);
  for (auto _ : state) {
    b.machine.Reset();
    port.Restart();
    const Resource l2 = *port.AllocDma(0x4000, 0x4000);
    const Resource queue = *port.AllocDma(0x1000, 0x1000);
    for (unsigned i = 0; i < 40; ++i) port.ReadReg32(Reg::CR0ACK);
    for (unsigned i = 0; i < 256; ++i) port.WriteWord(l2, l2.range.first + i * 64, 1);
    for (unsigned i = 0; i < 8; ++i) {
      port.WriteWord(queue, queue.range.first + i * 16, 0x46);
      port.Barrier();
    }
    for (unsigned i = 0; i < 8; ++i) port.WriteReg32(Reg::CMDQ_PROD, 0);
    port.Wait();
  }
  state.counters["steps"] = static_cast<double>(port.steps());
  state.counters["landed"] =
      benchmark::Counter(static_cast<double>(device.landed), benchmark::Counter::kIsRate);
}
BENCHMARK(HandOverSteps);

}  // namespace
}  // namespace quiesce

BENCHMARK_MAIN();
