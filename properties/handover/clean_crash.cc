#include "properties/handover/clean_crash.h"

#include <algorithm>

#include "generators/scenario.h"
#include "properties/handover/example.h"

namespace quiesce {
namespace {

/// Well-formed, and without what is known to break an invariant on a clean crash: EL2 worlds, whose
/// CR2.E2H no version looks at, and stalls, which no version ends.
void Narrow(Scenario& s) {
  s.smmu.stage1 = true;
  s.smmu.hyp = false;
  s.smmu.stall_model = std::min(s.smmu.stall_model, 1u);
  s.smmu.ats = false;
  s.smmu.coherent = true;
  s.smmu.oas = 5;
  s.control.smmuen = true;
  s.control.atschk = false;
  s.control.gerror = s.control.gerrorn;
  s.table_base = 0x4000'0000;
}

Transaction ReadOf(const Stream& s, std::uint64_t address) {
  return {.stream_id = s.sid, .address = address};
}

HandOverDevice DeviceOf(const Stream& s) {
  HandOverDevice d{.sids = {s.sid}};
  if (s.kind == SteKind::kBypass) d.in_flight.push_back(ReadOf(s, 0x5000'0000));
  if (s.kind == SteKind::kStage2) {
    for (const Mapping& m : s.stage2.mappings) d.in_flight.push_back(ReadOf(s, m.input));
  }
  if (!HasStage1(s.kind)) return d;
  for (const Substream& sub : s.substreams) {
    for (const Mapping& m : sub.table.mappings) {
      Transaction t = ReadOf(s, m.input);
      t.ssv = sub.ssid != 0;
      t.substream_id = sub.ssid;
      d.in_flight.push_back(t);
    }
  }
  return d;
}

}  // namespace

HandOver CleanCrash(std::uint64_t seed) {
  Scenario s = ExpandScenario(seed, {.max_streams = 4, .max_mappings = 2});
  Narrow(s);
  HandOver h = Example(s);
  h.devices.clear();
  for (const Stream& stream : s.streams) h.devices.push_back(DeviceOf(stream));
  h.calls = FullPlan(h);
  return h;
}

}  // namespace quiesce
