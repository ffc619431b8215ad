#include <array>

#include "properties/handover/example.h"
#include "properties/handover/recipe_rows.h"

namespace quiesce {
namespace {

using I = Invariant;

HandOver Clean() { return Example(); }

/// A translated transaction of the first device, whose STE.EATS is 0.
HandOver Translated(bool atschk) {
  Scenario s = ExampleScenario();
  s.smmu.ats = true;
  s.control.atschk = atschk;
  HandOver h = Example(s);
  h.devices[0].in_flight = {
      {.stream_id = kSidA, .address = 0x5000'0000, .ats = AtsKind::kTranslated}};
  return h;
}
HandOver CheckedAts() { return Translated(true); }
HandOver UncheckedAts() { return Translated(false); }

/// Another agent turns the SMMU off between gate and reset.
HandOver OffBeforeReset() {
  Scenario s = ExampleScenario();
  s.control.e2h = true;
  HandOver h = Example(s);
  h.schedule.actions = {{.when = {0, 40}, .kind = ActionKind::kWriteRegister, .word = {0x20, 0}}};
  return h;
}

/// The old command queue stands at a bad command, and goes on as soon as its error is acknowledged.
HandOver QueueAtBadCommand() {
  Scenario s = ExampleScenario();
  s.control.gerror = 1;
  s.corruptions = {FlipRegisterBit{Reg::CMDQ_PROD, 0}};
  HandOver h = Example(s);
  h.schedule.commands_at_steps = true;
  return h;
}

/// The same queue has commands left, and CR0.VMW is not 0.
HandOver WildcardUnderCommands() {
  constexpr unsigned kIdr0Vmw = 17;
  Scenario s = ExampleScenario();
  s.control.vmw = 1;
  s.corruptions = {FlipRegisterBit{Reg::IDR0, kIdr0Vmw}, FlipRegisterBit{Reg::CMDQ_PROD, 0}};
  return Example(s);
}

/// The TLB still has the first device's page under an ASID that no CD holds any more, and that the
/// first new domain gets.
HandOver StaleAsid() {
  HandOver h = Example();
  const std::uint64_t cd = PlacesOf(h, kSidA).cd_table;
  const std::uint64_t asid3 = std::uint64_t{3} << 48;
  const std::uint64_t word = (WordAt(h, cd) & ~(std::uint64_t{0xFFFF} << 48)) | asid3;
  h.caches = {{.transaction = {.stream_id = kSidA, .address = kIova}, .then = {{cd, word}}}};
  return h;
}

HandOver ErrorBesideAcknowledgedOne() {
  Scenario s = ExampleScenario();
  s.control.gerror = 5;
  s.control.gerrorn = 4;
  return Example(s);
}

HandOver TossedWithStoppedQueue() {
  Scenario s = ExampleScenario();
  s.control.gerror = 1;
  s.corruptions = {LieSplit{6}};
  return Example(s);
}

/// The second device's driver is not loaded, and the next kernel ends.
HandOver EndsWithDmaInFlight() {
  HandOver h = Example();
  h.calls = {{.kind = CallKind::kProbe}, {.kind = CallKind::kShutdown}};
  return h;
}

/// One stream: in EL2 without E2H, two CDs would be one address space.
HandOver El2WithoutE2h() {
  Scenario s = ExampleScenario();
  s.streams[0].el2 = true;
  HandOver h = Example(s);
  h.config.platform.vhe = true;
  h.calls = PlanStartingWith(h, 1);
  return h;
}

HandOver Stalled() {
  Scenario s = ExampleScenario();
  s.smmu.stall_model = 0;
  constexpr unsigned kCdS = 44;
  s.corruptions = {FlipCdBit{kSidA, 0, kCdS}};
  HandOver h = Example(s);
  h.devices[0].in_flight = {{.stream_id = kSidA, .address = 0x2000'0000}};
  return h;
}

HandOver ReservedRegion() {
  HandOver h = Example();
  h.config.platform.rmr_sids = {kSidA};
  return h;
}

/// Firmware's own bypass stream, looked at once the SMMU is on again.
HandOver ReservedRegionAfterToss() {
  Scenario s = ExampleScenario();
  s.streams[0].kind = SteKind::kBypass;
  s.streams[0].substreams.clear();
  HandOver h = Example(s);
  h.config.platform.rmr_sids = {kSidA};
  h.devices = {{.sids = {kSidA}, .in_flight = {{.stream_id = kSidA, .address = 0x5000'0000}}}};
  h.calls = {{.kind = CallKind::kProbe}, {.kind = CallKind::kIrq}};
  h.schedule.dma_at_changes = false;
  h.schedule.faults = {{FaultPoint::kMapStreamTable, 0}};
  h.schedule.actions = {{.when = {1, 0}, .kind = ActionKind::kDma}};
  return h;
}

}  // namespace

std::span<const BugRecipe> ResetRecipes() {
  static const std::array kRows = {
      Hidden("bug-42a", "GBPA acts only once SMMUEN is 0"),
      Shows("bug-42b", Clean, {I::kGuardsKept}),
      Shows("bug-42c", Clean, {I::kGuardsKept}),
      Shows("bug-42d", Clean, {I::kGuardsKept}),
      Shows("bug-42e", Clean, {I::kNotBypassed}),
      Shows("bug-43", CheckedAts, {I::kNotBypassed}),
      Shows("bug-44", UncheckedAts, {I::kNotAborted}),
      Shows("bug-45", WildcardUnderCommands, {I::kUpdateProtocol}),
      Shows("bug-46a", OffBeforeReset, {I::kTossLeavesNoTrace}),
      Shows("bug-46b", CheckedAts, {I::kNotBypassed}),
      Shows("bug-47a", QueueAtBadCommand, {I::kLiveStructures}),
      Shows("bug-47b", ErrorBesideAcknowledgedOne, {I::kUpdateProtocol}),
      Hidden("bug-47c", "the acknowledgement does not end service failure mode", {"bug-6"}),
      Shows("bug-47d", TossedWithStoppedQueue, {I::kLiveStructures},
            "configuration cached before the crash stays"),
      Shows("bug-48a", Clean, {I::kLiveStructures}),
      Shows("bug-48b", StaleAsid, {I::kLiveStructures, I::kFreshIds}),
      Shows("bug-49", EndsWithDmaInFlight, {I::kNotBypassed}),
      Shows("bug-50a", El2WithoutE2h, {I::kFreshIds}),
      Hidden("bug-50b", "attributes are combined and reported; nothing follows from them"),
      Shows("bug-51", Stalled, {I::kEnds}),
      Shows("bug-52", Clean, {I::kResourcesBalance}),
      Hidden("bug-53", "the PRI queue interrupt stays off"),
      Shows("bug-54", SpuriousIrq, {I::kEnds}),
      Hidden("bug-55", "an objection to the design; power management is not modelled", {"bug-52"}),
      Shows("bug-56", PageRequestInReset, {I::kEnds}, "a page request waits for ever"),
      Shows("bug-57", ReservedRegion, {I::kNotAborted, I::kNotBypassed, I::kNextKernelIntact}),
      Shows("bug-58", ReservedRegionAfterToss, {I::kNotAborted}),
  };
  return kRows;
}

}  // namespace quiesce
