// QZ-09: the STE that the driver reads and edits for a device is the one that the SMMU fetches, and
// as long as the crashed kernel's table stays in use it is where it was.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

class SameSteJudge {
 public:
  void Begin(Bench& bench) {
    crashed_.clear();
    for (const HandOverDevice& d : bench.hand_over.devices) {
      for (const std::uint32_t sid : d.sids) crashed_.push_back(SteAddressNow(bench, sid));
    }
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    const bool looks = call.kind == CallKind::kProbeDevice || call.kind == CallKind::kFirstUse ||
                       call.kind == CallKind::kAttach;
    if (!looks || stop || !bench.driver.probed()) return;
    std::size_t first = 0;
    for (unsigned i = 0; i < call.device; ++i) first += bench.hand_over.devices[i].sids.size();
    for (const std::uint32_t sid : bench.hand_over.devices[call.device].sids) {
      Check(bench, call.device, sid, crashed_[first++]);
    }
  }

 private:
  static bool SameTable(const Bench& bench) {
    const RegisterImage& now = bench.machine.smmu().registers().effective();
    return now.Read(Reg::STRTAB_BASE) == bench.crashed_registers.Read(Reg::STRTAB_BASE) &&
           now.Read(Reg::STRTAB_BASE_CFG) == bench.crashed_registers.Read(Reg::STRTAB_BASE_CFG);
  }
  static void Check(Bench& bench, unsigned device, std::uint32_t sid,
                    const std::optional<std::uint64_t>& crashed) {
    const std::optional<std::uint64_t> driver = bench.driver.state().strtab.SteAddress(sid);
    if (!driver) return;
    const bool moved = SameTable(bench) && crashed && *crashed != *driver;
    if (SteAddressNow(bench, sid) == driver && !moved) return;
    bench.Report(Invariant::kSameSte,
                 moved ? "the STE is not where it was" : "the driver's STE is not the SMMU's",
                 device, *driver);
  }
  std::vector<std::optional<std::uint64_t>> crashed_;
};

}  // namespace quiesce
