#include <array>

#include "properties/handover/example.h"
#include "properties/handover/recipe_rows.h"

namespace quiesce {

/// Both queues were on, and one combined interrupt comes that nothing explains.
HandOver SpuriousIrq() {
  HandOver h = Example();
  h.config.platform.combined_irq = true;
  h.calls = {{.kind = CallKind::kProbe}, {.kind = CallKind::kIrq, .line = IrqLine::kCombined}};
  return h;
}

/// A device asks for a page while the reset runs.
HandOver PageRequestInReset() {
  constexpr unsigned kIdr0Pri = 16;
  constexpr unsigned kQueueOn = 1115;  // in a reset that turns the PRI queue on, just after it
  Scenario s = ExampleScenario();
  s.corruptions = {FlipRegisterBit{Reg::IDR0, kIdr0Pri}};
  HandOver h = Example(s);
  h.schedule.actions = {
      {.when = {0, kQueueOn}, .kind = ActionKind::kRequestPage, .device = 0, .n = 1}};
  return h;
}

namespace {

using I = Invariant;

HandOver Clean() { return Example(); }

HandOver With(const Corruption& corruption) {
  Scenario s = ExampleScenario();
  s.corruptions = {corruption};
  return Example(s);
}

HandOver WithFault(FaultPoint point, unsigned nth = 0) {
  HandOver h = Example();
  h.schedule.faults = {{point, nth}};
  return h;
}

Scenario LinearScenario() {
  Scenario s = ExampleScenario();
  s.stream_table.format = TableFormat::kLinear;
  return s;
}

HandOver LinearOf(unsigned log2size, unsigned sid_bits, std::uint64_t table_base) {
  Scenario s = LinearScenario();
  s.smmu.sid_bits = sid_bits;
  s.table_base = table_base;
  s.corruptions = {LieLog2Size{log2size}};
  return Example(s);
}

HandOver StoppedCommandQueue() {
  Scenario s = ExampleScenario();
  s.control.gerror = 1;
  return Example(s);
}

/// The dead kernel's event queue had a record left.
HandOver LeftOverEvent() {
  HandOver h = SpuriousIrq();
  std::get<Scenario>(h.crashed).corruptions = {FlipRegisterBit{Reg::EVENTQ_PROD, 0}};
  return h;
}

HandOver ServiceFailure() {
  Scenario s = ExampleScenario();
  s.control.gerror = 0x100;
  return Example(s);
}

HandOver SmmuOff() {
  Scenario s = ExampleScenario();
  s.control.smmuen = false;
  return Example(s);
}

HandOver NoCohacc() {
  Scenario s = ExampleScenario();
  s.smmu.coherent = false;
  return Example(s);
}

HandOver TwoLevelOnLinearHardware() {
  Scenario s = ExampleScenario();
  s.smmu.two_level_strtab = false;
  return Example(s);
}

HandOver LargeLog2Size() { return With(LieLog2Size{26}); }

/// The device is behind the end of its L2 table.
HandOver ShortSpan() {
  Scenario s = ExampleScenario();
  s.streams[0].sid = 0x1A0;
  s.corruptions = {LieSpan{0x1A0, 5}};
  HandOver h = Example(s);
  h.devices.push_back(BusyDevice(0x1A0));
  h.calls = FullPlan(h);
  return h;
}

/// The L2 table of the first bus at address 0, and a second device behind it.
HandOver NullL2() {
  Scenario s = ExampleScenario();
  s.streams.push_back(Stage1Stream(0x111, 3, 0x5002'0000));
  HandOver h = Example(s);
  h.map.Add(Owner::kCrashedKernel, {0, 0x10000});
  h.devices.push_back(BusyDevice(0x111));
  h.calls = FullPlan(h);
  std::vector<MemoryWord> words;
  for (const std::uint32_t sid : {kSidA, 0x111u}) {
    const std::uint64_t ste = PlacesOf(h, sid).ste;
    for (unsigned i = 0; i < 8; ++i) {
      words.push_back({(sid & 0xFF) * 64 + i * 8, WordAt(h, ste + i * 8)});
    }
  }
  words.push_back({PlacesOf(h, kSidA).l1std, 9});
  h.words = words;
  return h;
}

HandOver MisalignedL1() {
  Scenario s = ExampleScenario();
  s.stream_table.log2size = 14;
  s.corruptions = {FlipRegisterBit{Reg::STRTAB_BASE, 6}};
  return Example(s);
}

HandOver MisalignedL2() { return With(MisalignL2Ptr{kSidA, 0x40}); }

HandOver MisalignedLinear() {
  Scenario s = LinearScenario();
  s.corruptions = {FlipRegisterBit{Reg::STRTAB_BASE, 6}};
  return Example(s);
}

HandOver ManyBuses() {
  Scenario s = ExampleScenario();
  s.stream_table.log2size = 14;
  for (std::uint32_t bus = 3; bus < 64; ++bus) {
    s.streams.push_back({.sid = bus << 8, .kind = SteKind::kAbort});
  }
  return Example(s);
}

HandOver TableInNextKernel() {
  Scenario s = ExampleScenario();
  s.table_base = 0x9380'0000;
  return Example(s);
}

HandOver DmaOffset() {
  HandOver h = Example();
  h.config.platform.dma_offset = 0x10'0000;
  return h;
}

HandOver LinearTooLarge() { return LinearOf(17, 16, 0x4000'0000); }
HandOver LinearHuge() {
  HandOver h = LinearOf(26, 32, 0x1'0000'0000);
  h.map = {};
  h.map.Add(Owner::kNextKernel, kNextRam);
  return h;
}
HandOver LinearNoCleanup() {
  HandOver h = Example(LinearScenario());
  h.schedule.faults = {{FaultPoint::kHeapDevres, 0}};
  return h;
}
HandOver WrongSplit() { return With(LieSplit{6}); }
HandOver NoTableMapping() { return WithFault(FaultPoint::kMapStreamTable); }
HandOver NoCleanup() { return WithFault(FaultPoint::kHeapDevres); }
HandOver NoRegistration() { return WithFault(FaultPoint::kRegisterIommu); }
/// Just after CR0 := 0 has been acknowledged.
constexpr unsigned kCleanupStep = 1113;

/// The first bus's L1STD changes before `when`.
HandOver L1Changes(Moment when, std::uint64_t flipped) {
  HandOver h = Example();
  const std::uint64_t pa = PlacesOf(h, kSidA).l1std;
  h.schedule.actions = {
      {.when = when, .kind = ActionKind::kCorrupt, .word = {pa, WordAt(h, pa) ^ flipped}}};
  return h;
}
HandOver SpanChanges() { return L1Changes({1, 0}, 9 ^ 5); }
HandOver PointerChanges() { return L1Changes({1, 0}, 0x40); }
HandOver ChangesBetweenReads() { return L1Changes({1, 2}, 0x40); }

/// The probe fails, and before its cleanup the SMMU loses what its registers hold.
HandOver RegistersLostAtCleanup() {
  HandOver h = NoRegistration();
  constexpr std::uint64_t kStrtabBaseCfg = 0x88;
  h.schedule.actions = {
      {.when = {0, kCleanupStep}, .kind = ActionKind::kWriteRegister, .word = {kStrtabBaseCfg, 0}}};
  return h;
}

HandOver AbortStreamBeside(std::uint32_t sid) {
  HandOver h = Example();
  h.devices[0].sids = {std::min(sid, kSidA), std::max(sid, kSidA)};
  return h;
}
HandOver SecondStreamAborts() { return AbortStreamBeside(kSidA + 1); }
HandOver FirstStreamAborts() { return AbortStreamBeside(kSidA - 1); }

HandOver BypassStream() {
  Scenario s = ExampleScenario();
  s.streams[0].kind = SteKind::kBypass;
  s.streams[0].substreams.clear();
  HandOver h = Example(s);
  h.devices[0].in_flight = {{.stream_id = kSidA, .address = 0x5000'0000}};
  return h;
}

HandOver IdentityDevice() {
  HandOver h = Example();
  h.calls[1].domain = DomainKind::kIdentity;
  return h;
}

/// A device of an unused stream, whose driver wants no translation.
HandOver IdentityFor(const Scenario& s, std::uint32_t sid) {
  HandOver h = Example(s);
  h.devices = {{.sids = {sid}}};
  h.calls = FullPlan(h);
  h.calls[1].domain = DomainKind::kIdentity;
  return h;
}
HandOver IdentityOfAborting() { return IdentityFor(ExampleScenario(), kSidA + 1); }
HandOver IdentityOfInvalid() {
  Scenario s = ExampleScenario();
  s.corruptions = {FlipSteBit{kSidA, 0}};
  return IdentityFor(s, kSidA);
}

HandOver SharedL2() {
  Scenario s = ExampleScenario();
  s.streams[1] = Stage1Stream(0x210, 2, 0x5001'0000);
  s.corruptions = {AliasL1Std{0x210, kSidA}};
  HandOver h = Example(s);
  h.devices.push_back(BusyDevice(0x210));
  h.calls = FullPlan(h);
  return h;
}

}  // namespace

std::span<const BugRecipe> AdoptionRecipes() {
  static const std::array kRows = {
      Shows("bug-1", Clean, {I::kNotAborted}),
      Shows("bug-2", StoppedCommandQueue, {I::kLiveStructures}),
      Shows("bug-3", PageRequestInReset, {I::kEnds}, "a page request waits for ever"),
      Hidden("bug-4", "interrupts of queues that are off do not come"),
      Shows("bug-5", LeftOverEvent, {I::kUpdateProtocol, I::kEnds}),
      Shows("bug-6", ServiceFailure, {I::kEnds},
            "a table is adopted that the SMMU had stopped to use"),
      Hidden("bug-7", "not expressible: only the log differs"),
      Shows("bug-8", SmmuOff, {I::kSamePlace}),
      Shows("bug-9", NoCohacc, {I::kNotAborted, I::kAcceptsWellFormed}),
      Shows("bug-10", TwoLevelOnLinearHardware, {I::kSameSte}),
      Shows("bug-11", LargeLog2Size, {I::kResourcesBalance}),
      Hidden("bug-12", "needs IDR1.SIDSIZE of 40 or more, which is reserved"),
      Shows("bug-13", ShortSpan, {I::kSameSte}),
      Shows("bug-14", NullL2, {I::kSameSte, I::kOthersUnaffected}),
      Shows("bug-15a", MisalignedL1, {I::kSameSte}),
      Shows("bug-15b", MisalignedL2, {I::kSameSte}),
      Shows("bug-15c", MisalignedLinear, {I::kSameSte}),
      Shows("bug-16", ManyBuses, {I::kResourcesBalance}),
      Shows("bug-17", TableInNextKernel, {I::kNextKernelIntact}),
      Shows("bug-18", TwoLevelOnLinearHardware, {I::kTossLeavesNoTrace, I::kSameSte}),
      Shows("bug-19", DmaOffset, {I::kSameSte}),
      Shows("bug-20", LinearTooLarge, {I::kResourcesBalance}),
      Shows("bug-21", LinearHuge, {I::kResourcesBalance}),
      Shows("bug-22", LinearTooLarge, {I::kResourcesBalance}),
      Shows("bug-23", LinearTooLarge, {I::kTossLeavesNoTrace}),
      Shows("bug-24", LinearNoCleanup, {I::kTossLeavesNoTrace}),
      Hidden("bug-25", "both arms of the union give back the same"),
      Shows("bug-26", NoTableMapping, {I::kEnds}),
      Shows("bug-27", WrongSplit, {I::kTossLeavesNoTrace}),
      Shows("bug-28", MisalignedL2, {I::kTossLeavesNoTrace, I::kResourcesBalance}),
      Shows("bug-29", RegistersLostAtCleanup, {I::kResourcesBalance}),
      Shows("bug-30a", NoCleanup, {I::kResourcesBalance}),
      Shows("bug-30b", Clean, {I::kResourcesBalance}),
      Shows("bug-30c", NoCleanup, {I::kResourcesBalance}),
      Shows("bug-30d", NoTableMapping, {I::kTossLeavesNoTrace, I::kSameSte}),
      Shows("bug-31", NoRegistration, {I::kResourcesBalance}),
      Shows("bug-32", SpanChanges, {I::kDecidedAsUsed, I::kSameSte}),
      Shows("bug-33", PointerChanges, {I::kDecidedAsUsed, I::kSameSte}),
      Shows("bug-34", ChangesBetweenReads, {I::kDecidedAsUsed}),
      Shows("bug-35", SecondStreamOutOfRange, {I::kResourcesBalance}),
      Shows("bug-36", EmptyBus, {I::kLiveStructures},
            "an L2 table is live before its STEs are seen", {.torn_seed = 1}),
      Shows("bug-37", IdentityOfAborting, {I::kEnds}),
      Shows("bug-38a", SecondStreamAborts, {I::kNotAborted}),
      Shows("bug-38b", FirstStreamAborts, {I::kNotAborted}),
      Shows("bug-38c", IdentityOfInvalid, {I::kEnds}),
      Shows("bug-38d", BypassStream, {I::kNotAborted}),
      Shows("bug-39", Clean, {I::kNotAborted}),
      Shows("bug-40", IdentityDevice, {I::kEnds}),
      Shows("bug-41", SharedL2, {I::kOthersUnaffected}),
  };
  return kRows;
}

}  // namespace quiesce
