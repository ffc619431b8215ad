#include "properties/handover/example.h"

#include <algorithm>

#include "spec/stream_formats.h"

namespace quiesce {

Stream Stage1Stream(std::uint32_t sid, unsigned asid, std::uint64_t data) {
  Stream s;
  s.sid = sid;
  s.vmid = 0;
  Substream sub;
  sub.asid = asid;
  sub.table.mappings = {{.input = kIova, .output = data},
                        {.input = kTrapIova, .output = data + 0x1000}};
  s.substreams = {sub};
  return s;
}

HandOverDevice BusyDevice(std::uint32_t sid) {
  const Transaction read{.stream_id = sid, .address = kIova};
  const Transaction write{.stream_id = sid, .address = kTrapIova, .access = AccessKind::kWrite};
  return {.sids = {sid}, .in_flight = {read, write}};
}

Scenario ExampleScenario() {
  Scenario s;
  s.control.e2h = false;
  s.stream_table.log2size = 10;
  s.stream_table.unused = UnusedSte::kAbort;
  s.streams = {Stage1Stream(kSidA, 1, 0x5000'0000), Stage1Stream(kSidB, 2, 0x5001'0000)};
  return s;
}

HandOver Example(const Scenario& scenario) {
  HandOver h = InMachine(scenario);
  for (const Stream& s : scenario.streams) {
    if (s.sid == kSidA || s.sid == kSidB) h.devices.push_back(BusyDevice(s.sid));
  }
  h.calls = FullPlan(h);
  return h;
}

HandOver L2IsL1() {
  Scenario s = ExampleScenario();
  s.smmu.sid_bits = s.stream_table.log2size = 19;
  s.streams = {Stage1Stream(0x910, 1, 0x5000'0000), Stage1Stream(0xA05, 2, 0x5001'0000)};
  HandOver h = Example(s);
  h.words = {{s.table_base + 8 * 0xB, s.table_base | 9}};
  h.devices = {{.sids = {0x5}},
               {.sids = {0xB00}, .in_flight = {{.stream_id = 0xB00, .address = 0x5000'0000}}}};
  h.calls = {{.kind = CallKind::kProbe}, {.kind = CallKind::kProbeDevice, .device = 0}};
  return h;
}

std::vector<DriverCall> PlanStartingWith(const HandOver& h, unsigned first) {
  std::vector<DriverCall> calls = FullPlan(h);
  std::stable_partition(calls.begin(), calls.end(), [&](const DriverCall& c) {
    return c.kind == CallKind::kProbe || c.device == first;
  });
  return calls;
}

std::uint64_t WordAt(const HandOver& h, std::uint64_t pa) {
  return CrashedImage(h).memory.Read64(pa).value;
}

/// For two-level tables with SPLIT = 8, and linear tables.
Places PlacesOf(const HandOver& h, std::uint32_t sid) {
  const Image image = CrashedImage(h);
  const std::uint64_t base = Addr<"ADDR">(image.registers.Get<Reg::STRTAB_BASE>()).raw();
  const bool two_level = bool(Get<"FMT">(image.registers.Get<Reg::STRTAB_BASE_CFG>()) == 1);
  Places p;
  p.ste = base + std::uint64_t{sid} * 64;
  if (two_level) {
    p.l1std = base + (sid >> 8) * 8;
    const L1Std<Concrete> l1{Bits<Concrete, 64>(image.memory.Read64(p.l1std).value)};
    p.ste = Addr<"L2Ptr">(l1).raw() + (sid & 0xFF) * 64;
  }
  Ste<Concrete> ste;
  ste.word(0) = Bits<Concrete, 64>(image.memory.Read64(p.ste).value);
  p.cd_table = Addr<"S1ContextPtr">(ste).raw();
  return p;
}

}  // namespace quiesce
