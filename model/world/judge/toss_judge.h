// QZ-11: after a tossed adoption the SMMU is as a full reset leaves it, and nothing of the attempt
// is held.
#pragma once

#include "model/driver/driver_table.h"
#include "model/world/judge/bench.h"

namespace quiesce {

struct TossJudge {
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (call.kind != CallKind::kProbe) return;
    const std::optional<DriverStop>& why = bench.driver.state().adopt_stop;
    const bool on = bench.machine.smmu().registers().EffectiveSmmuen();
    if (stop) {
      const bool the_toss = why && stop->kind != DriverStopKind::kFault && *stop == *why;
      if (on && (the_toss || stop->kind == DriverStopKind::kWildPointer)) {
        bench.Report(Invariant::kTossLeavesNoTrace, "the SMMU is lost with SMMUEN still 1");
      }
      return;
    }
    if (why) {
      CheckHeld(bench);
      CheckReset(bench);
    } else if (!FreshTable(bench) && (Changed(bench, Reg::CR1) || Changed(bench, Reg::CR2))) {
      bench.Report(Invariant::kTossLeavesNoTrace, "an adopted table went through the full reset");
    }
  }

 private:
  static bool Changed(const Bench& bench, Reg reg) {
    const RegisterImage& now = bench.machine.smmu().registers().effective();
    return now.Read(reg) != bench.crashed_registers.Read(reg);
  }
  static bool FreshTable(const Bench& bench) {
    const RegisterImage& r = bench.machine.smmu().registers().effective();
    const std::uint64_t base = Addr<"ADDR">(r.Get<Reg::STRTAB_BASE>()).raw();
    return bench.machine.map().OwnerOf(base) == Owner::kNextKernel &&
           r.Read(Reg::STRTAB_BASE) != bench.crashed_registers.Read(Reg::STRTAB_BASE);
  }
  static void Report(Bench& bench, std::string_view what) {
    bench.Report(Invariant::kTossLeavesNoTrace, what);
  }
  static void CheckHeld(Bench& bench) {
    for (const Resource& r : bench.port.resources().Live()) {
      if (r.kind == ResourceKind::kMapping)
        return Report(bench, "a mapping of the old table stays");
    }
    const IdMaps& ids = bench.driver.state().ids;
    if (!ids.asids.empty() || !ids.vmids.empty()) Report(bench, "reserved IDs stay");
    if (ids.others_erased) Report(bench, "reservations of other SMMUs are gone");
  }
  static void CheckReset(Bench& bench) {
    const RegisterImage& r = bench.machine.smmu().registers().effective();
    const auto idr0 = r.Get<Reg::IDR0>();
    const auto idr1 = r.Get<Reg::IDR1>();
    const auto two_level = ProbeFeatures<Concrete>(idr0, idr1).two_level;
    const bool fmt = bool(Get<"FMT">(r.Get<Reg::STRTAB_BASE_CFG>()) == 1);
    if (!FreshTable(bench)) Report(bench, "the SMMU still uses the old table");
    if (fmt != bool(two_level)) Report(bench, "the new table has the old one's format");
    if (r.Read(Reg::CR1) != kDriverCr1) Report(bench, "CR1 was not reset");
    if (!bench.machine.smmu().registers().EffectiveSmmuen()) Report(bench, "SMMUEN is 0");
  }
};

}  // namespace quiesce
