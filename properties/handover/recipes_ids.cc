#include <array>

#include "properties/handover/example.h"
#include "properties/handover/recipe_rows.h"

namespace quiesce {
namespace {

using I = Invariant;

/// The second device is taken while the first one's DMA goes on.
HandOver SecondFirst(const Scenario& s = ExampleScenario()) {
  HandOver h = Example(s);
  h.calls = PlanStartingWith(h, 1);
  return h;
}
HandOver LiveAsid() { return SecondFirst(); }

HandOver AsidBusyElsewhere() {
  HandOver h = Example();
  h.config.platform.asids_elsewhere = {1};
  return h;
}

HandOver ScanFails(unsigned nth) {
  HandOver h = Example();
  h.schedule.faults = {{FaultPoint::kMapScanCds, nth}};
  return h;
}
HandOver ScanFailsAtOnce() { return ScanFails(0); }
HandOver ScanFailsLater() { return ScanFails(1); }

HandOver MisalignedCds() {
  Scenario s = ExampleScenario();
  s.streams[0].s1cdmax = 4;
  s.corruptions = {FlipSteBit{kSidA, 6}};
  return SecondFirst(s);
}

Scenario LeavesScenario(CdTableFormat format) {
  Scenario s = ExampleScenario();
  s.smmu.ssid_bits = 12;
  s.streams[0].cd_format = format;
  s.streams[0].s1cdmax = 11;
  return s;
}

HandOver NullLeaf() {
  HandOver h = SecondFirst(LeavesScenario(CdTableFormat::kTwoLevel64K));
  h.words = {{PlacesOf(h, kSidA).cd_table + 8, 1}};
  return h;
}

HandOver MisalignedLeaf() {
  HandOver h = SecondFirst(LeavesScenario(CdTableFormat::kTwoLevel64K));
  const std::uint64_t l1cd = PlacesOf(h, kSidA).cd_table;
  h.words = {{l1cd, WordAt(h, l1cd) ^ 0x1000}};
  return h;
}

HandOver SmallLeaves() { return SecondFirst(LeavesScenario(CdTableFormat::kTwoLevel4K)); }

HandOver LeafMappingFails() {
  HandOver h = SecondFirst(LeavesScenario(CdTableFormat::kTwoLevel64K));
  h.schedule.faults = {{FaultPoint::kMapScanCdLeaf, 0}};
  return h;
}

HandOver LargestAsid() {
  Scenario s = ExampleScenario();
  s.streams[0].substreams[0].asid = 0xFFFF;
  return Example(s);
}

HandOver AsidZero() {
  Scenario s = ExampleScenario();
  s.streams[0].substreams[0].asid = 0;
  return Example(s);
}

HandOver EveryAsidLive() {
  Scenario s = ExampleScenario();
  s.smmu.asid16 = false;
  s.streams[0].s1cdmax = 8;
  s.streams[0].substreams.clear();
  for (unsigned i = 0; i < 255; ++i) s.streams[0].substreams.push_back({.ssid = i, .asid = i + 1});
  return Example(s);
}

/// Without substreams S1ContextPtr names one CD, whatever S1Fmt says.
HandOver FormatWithoutSubstreams() {
  Scenario s = ExampleScenario();
  s.smmu.two_level_cdtab = false;
  s.streams[0].cd_format = CdTableFormat::kTwoLevel64K;
  return SecondFirst(s);
}

/// The device has ATS on since before the crash.
HandOver AtsOnAtProbe() {
  Scenario s = ExampleScenario();
  s.smmu.ats = true;
  HandOver h = Example(s);
  h.devices[0].in_flight = {
      {.stream_id = kSidA, .address = 0x5000'0000, .ats = AtsKind::kTranslated}};
  return h;
}

/// The first device's CD takes the ASID that the second is about to get.
HandOver AsidChangesAfterScan() {
  HandOver h = SecondFirst();
  const std::uint64_t cd = PlacesOf(h, kSidA).cd_table;
  const std::uint64_t word = (WordAt(h, cd) & ~(std::uint64_t{0xFFFF} << 48)) | std::uint64_t{3}
                                                                                    << 48;
  h.schedule.actions = {{.when = {1, 0}, .kind = ActionKind::kCorrupt, .word = {cd, word}}};
  return h;
}

/// ASID 2 is that of SubstreamID 1 alone.
HandOver AsidOfSubstream() {
  Scenario s = ExampleScenario();
  s.streams[0].s1cdmax = 4;
  Substream second = s.streams[0].substreams[0];
  second.ssid = 1;
  second.asid = 2;
  s.streams[0].substreams.push_back(second);
  s.streams[1].substreams[0].asid = 1;
  HandOver h = SecondFirst(s);
  h.devices[0].in_flight = {{.stream_id = kSidA, .ssv = true, .substream_id = 1, .address = kIova}};
  return h;
}

}  // namespace

std::span<const BugRecipe> IdRecipes() {
  static const std::array kRows = {
      Shows("bug-59", LiveAsid, {I::kFreshIds}),
      Shows("bug-60", LiveAsid, {I::kFreshIds}),
      Shows("bug-61", AsidBusyElsewhere, {I::kAcceptsWellFormed, I::kNotAborted}),
      Shows("bug-62a", ScanFailsAtOnce, {I::kTossLeavesNoTrace}),
      Shows("bug-62b", ScanFailsLater, {I::kTossLeavesNoTrace}),
      Shows("bug-63", MisalignedCds, {I::kFreshIds}),
      Shows("bug-64a", NullLeaf, {I::kEnds}),
      Shows("bug-64b", MisalignedLeaf, {I::kFreshIds}),
      Shows("bug-65", FormatWithoutSubstreams, {I::kFreshIds}),
      Shows("bug-66a", SmallLeaves, {I::kFreshIds}),
      Hidden("bug-66b", "a CD with an ASID beyond 8 bits is ILLEGAL, so the ASID is not live"),
      Shows("bug-66c", LargestAsid, {I::kAcceptsWellFormed, I::kNotAborted}),
      Shows("bug-66d", LiveAsid, {I::kFreshIds}),
      Shows("bug-66e", LiveAsid, {I::kFreshIds}),
      Shows("bug-67", AsidZero, {I::kNotAborted}),
      Shows("bug-68", EveryAsidLive, {I::kEnds}),
      Shows("bug-69", AsidChangesAfterScan, {I::kFreshIds}),
      Shows("bug-70", LiveAsid, {I::kFreshIds}),
      Shows("bug-71", AsidOfSubstream, {I::kFreshIds}),
      Shows("bug-72", LeafMappingFails, {I::kResourcesBalance}),
      Hidden("bug-73", "not expressible: MPAM is not modelled"),
      Shows("bug-74", AtsOnAtProbe, {I::kUpdateProtocol}),
  };
  return kRows;
}

}  // namespace quiesce
