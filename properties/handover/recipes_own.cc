#include <array>

#include "properties/handover/example.h"
#include "properties/handover/recipe_rows.h"

namespace quiesce {
namespace {

using I = Invariant;

constexpr unsigned kAfterFirstBaseRead = 8;
constexpr unsigned kAfterSteChecked = 67;

/// The SMMU drops the pointer's bit above the OAS, the driver does not.
HandOver L2AboveOas() {
  Scenario s = ExampleScenario();
  s.smmu.oas = 4;
  HandOver h = Example(s);
  const std::uint64_t l1std = PlacesOf(h, kSidA).l1std;
  const std::uint64_t above = std::uint64_t{1} << 44;
  h.map.Add(Owner::kCrashedKernel, {above | kCrashedRam.first, kCrashedRam.bytes});
  h.words = {{l1std, WordAt(h, l1std) | above}};
  return h;
}

/// A stream that aborts, with DMA that somebody sends all the same; its driver wants no
/// translation.
HandOver RefusedIdentity() {
  HandOver h = Example();
  const std::uint32_t sid = kSidA + 1;
  h.devices = {{.sids = {sid}, .in_flight = {{.stream_id = sid, .address = 0x5000'0000}}}};
  h.calls = FullPlan(h);
  h.calls[1].domain = DomainKind::kIdentity;
  return h;
}

HandOver FormatOfOneCd() {
  Scenario s = ExampleScenario();
  s.streams[0].cd_format = CdTableFormat::kTwoLevel64K;
  HandOver h = Example(s);
  h.calls = PlanStartingWith(h, 1);
  return h;
}

/// The first device's domain is replaced by another of its kind.
HandOver AttachAgain() {
  HandOver h = Example();
  h.calls.push_back({.kind = CallKind::kAttach, .device = 0});
  return h;
}

/// Between two reads another agent turns the SMMU off, says that the table is smaller, and turns
/// the SMMU on.
HandOver SizeChanges() {
  constexpr std::uint64_t kCr0 = 0x20;
  constexpr std::uint64_t kStrtabBaseCfg = 0x88;
  constexpr std::uint64_t kTwoLevelOf9 = 0x1'0209;
  const Moment when{0, kAfterFirstBaseRead};
  const auto write = [&](std::uint64_t reg, std::uint64_t value) {
    return Action{.when = when, .kind = ActionKind::kWriteRegister, .word = {reg, value}};
  };
  HandOver h = Example();
  h.schedule.actions = {write(kCr0, 0), write(kStrtabBaseCfg, kTwoLevelOf9), write(kCr0, 1)};
  return h;
}

/// S1ContextPtr of the first stream loses its alignment after the scan has checked it.
HandOver SteChangesInScan() {
  Scenario s = ExampleScenario();
  s.streams[0].s1cdmax = 4;
  HandOver h = Example(s);
  const std::uint64_t ste = PlacesOf(h, kSidA).ste;
  h.schedule.actions = {{.when = {0, kAfterSteChecked},
                         .kind = ActionKind::kCorrupt,
                         .word = {ste, WordAt(h, ste) ^ 0x40}}};
  return h;
}

/// A live bypass stream that is non-shareable whatever comes in, and a reserved region for it.
HandOver ReservedRegionOfBypass() {
  Scenario s = ExampleScenario();
  s.streams[0].kind = SteKind::kBypass;
  s.streams[0].substreams.clear();
  constexpr unsigned kShcfg = 64 + 44;
  HandOver h = Example(s);
  const std::uint64_t word = PlacesOf(h, kSidA).ste + 8;
  h.words = {{word, WordAt(h, word) & ~(std::uint64_t{3} << (kShcfg - 64))}};
  h.config.platform.rmr_sids = {kSidA};
  h.devices[0].in_flight = {{.stream_id = kSidA,
                             .address = 0x5000'0000,
                             .attributes = MemoryAttributes().With(Shareability::kInner)}};
  return h;
}

/// Every fault stalls. Adoption fails, so a device is attached as soon as it probes, with DMA still
/// in flight.
HandOver FaultUnderOwnSte() {
  Scenario s = ExampleScenario();
  s.smmu.stall_model = 2;
  HandOver h = Example(s);
  h.schedule.faults = {{FaultPoint::kMapStreamTable, 0}};
  return h;
}

/// A stream that translates, with a reserved region; adoption fails.
HandOver TranslatedReservedRegionAfterToss() {
  HandOver h = Example();
  h.config.platform.rmr_sids = {kSidA};
  h.calls = {{.kind = CallKind::kProbe}};
  h.schedule.faults = {{FaultPoint::kMapStreamTable, 0}};
  return h;
}

}  // namespace

std::span<const BugRecipe> OwnRecipes() {
  static const std::array kRows = {
      Shows("bug-75", SecondStreamOutOfRange, {I::kInsertIsLocal}),
      Shows("bug-76", EmptyBus, {I::kLiveStructures}, "an L1STD changed and was not invalidated"),
      Shows("bug-77", L2IsL1, {I::kNotBypassed}),
      Shows("bug-78", L2AboveOas, {I::kSameSte}, {},
            {.fixed = {{{ChoicePoint::kSteAddressAboveOas, 1}}}}),
      Shows("bug-79", RefusedIdentity, {I::kNotBypassed}),
      Shows("bug-80", FormatOfOneCd, {I::kFreshIds}),
      Shows("bug-81", AttachAgain, {I::kLiveStructures}, "a CD changed and was not invalidated"),
      Shows("bug-82", AttachAgain, {I::kLiveStructures}),
      Shows("bug-83", SizeChanges, {I::kDecidedAsUsed}),
      Shows("bug-84", SteChangesInScan, {I::kDecidedAsUsed}),
      Shows("bug-85", ReservedRegionOfBypass, {I::kSamePlace},
            "DMA reaches its address with other attributes"),
      Shows("bug-86", FaultUnderOwnSte, {I::kEnds},
            "a fault in the next kernel's own translation stalls for ever"),
      Shows("bug-87", TranslatedReservedRegionAfterToss,
            {I::kNotBypassed, I::kSamePlace, I::kNextKernelIntact}),
  };
  return kRows;
}

}  // namespace quiesce
