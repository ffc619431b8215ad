// QZ-06, QZ-07: how registers are written, and devices.
#pragma once

#include "model/smmu/mmio/guard.h"
#include "model/smmu/mmio/register_bits.h"
#include "model/world/judge/bench.h"

namespace quiesce {

struct GuardJudge {
  void OnRegisterWrite(Bench& bench, Reg reg, std::uint64_t value) {
    const RegisterImage& r = bench.machine.smmu().registers().visible();
    const Guard guard = SpecOf(reg).guard;
    const bool closed =
        guard == Guard::kPerField
            ? ((r.Read(reg) ^ value) & ImplementedBits(reg, r) & ~OpenCr1Bits(r)) != 0 ||
                  (OpenCr1Bits(r) & kCr1TableBits) == 0
            : StateOf(guard, r) != GuardState::kOpen;
    if (!closed) return;
    bench.Report(Invariant::kGuardsKept, "a register is written while its guard is closed",
                 std::nullopt, SpecOf(reg).offset);
  }
};

class UpdateProtocolJudge {
 public:
  void OnRegisterWrite(Bench& bench, Reg reg, std::uint64_t value) {
    const RegisterImage& r = bench.machine.smmu().registers().visible();
    if (reg == Reg::CR0) {
      CheckAcknowledged(bench, reg, r.Read(reg) ^ r.Read(Reg::CR0ACK), value);
      CheckVmw(bench, r, value);
    }
    if (reg == Reg::EVENTQ_CONS) CheckDrained(bench, reg, bool(Is<"EVENTQEN">(Acknowledged(r))));
    if (reg == Reg::PRIQ_CONS) CheckDrained(bench, reg, bool(Is<"PRIQEN">(Acknowledged(r))));
    if (reg == Reg::IRQ_CTRL) {
      CheckAcknowledged(bench, reg, r.Read(reg) ^ r.Read(Reg::IRQ_CTRLACK), value);
    }
    if (reg == Reg::GBPA) CheckGbpa(bench, r, value);
    if (reg == Reg::GERRORN) CheckGerrorn(bench, r, value);
  }

  /// A device that does ATS has it on from the crash.
  void Begin(Bench& bench) {
    ats_on_.clear();
    for (const HandOverDevice& d : bench.hand_over.devices) {
      ats_on_.push_back(std::ranges::any_of(
          d.in_flight, [](const Transaction& t) { return t.ats != AtsKind::kUntranslated; }));
    }
  }
  /// PASID Enable may not change while ATS is on: the behavior is undefined. PCIe 10.5.1.3.
  void OnDevice(Bench& bench, std::uint32_t sid, DeviceAction action) {
    for (unsigned i = 0; i < ats_on_.size(); ++i) {
      if (std::ranges::find(bench.hand_over.devices[i].sids, sid) ==
          bench.hand_over.devices[i].sids.end()) {
        continue;
      }
      if (action == DeviceAction::kPasidEnable && ats_on_[i]) {
        bench.Report(Invariant::kUpdateProtocol, "PASID is enabled while ATS is on", i, sid);
      }
      if (action == DeviceAction::kAtsEnable) ats_on_[i] = true;
      if (action == DeviceAction::kAtsDisable || action == DeviceAction::kFunctionLevelReset) {
        ats_on_[i] = false;
      }
    }
  }

 private:
  static RegisterRecord<Concrete, Reg::CR0> Acknowledged(const RegisterImage& r) {
    return RegisterRecord<Concrete, Reg::CR0>(Bits<Concrete, 32>(r.Read(Reg::CR0ACK)));
  }
  /// Where there are wildcards, VMW may not change while a command that names a VMID could be under
  /// way. 6.3.9.1.
  static void CheckVmw(Bench& bench, const RegisterImage& r, std::uint64_t value) {
    const RegisterRecord<Concrete, Reg::CR0> written{Bits<Concrete, 32>(value)};
    if (bool(Get<"VMW">(r.Get<Reg::CR0>()) == Get<"VMW">(written))) return;
    if (!Is<"VMW">(r.Get<Reg::IDR0>())) return;
    const bool busy =
        bool(Is<"CMDQEN">(Acknowledged(r))) &&
        bool(Get<"WR">(r.Get<Reg::CMDQ_PROD>()) != Get<"RD">(r.Get<Reg::CMDQ_CONS>()));
    if (!busy) return;
    bench.Report(Invariant::kUpdateProtocol, "VMW changes while commands may be under way",
                 std::nullopt, SpecOf(Reg::CR0).offset);
  }
  /// Nothing is delivered into a queue that is off: what lies before PROD is no record. 7.2.
  static void CheckDrained(Bench& bench, Reg reg, bool enabled) {
    const bool handles = bench.call != nullptr && bench.call->kind == CallKind::kIrq;
    if (!handles || enabled) return;
    bench.Report(Invariant::kUpdateProtocol, "records are taken from a queue that is off",
                 std::nullopt, SpecOf(reg).offset);
  }
  /// A field is not changed again before it is acknowledged. 6.3.9. A bit that is no field never
  /// is.
  static void CheckAcknowledged(Bench& bench, Reg reg, std::uint64_t pending, std::uint64_t value) {
    const RegisterImage& r = bench.machine.smmu().registers().visible();
    const std::uint64_t changed = r.Read(reg) ^ value;
    if ((pending & changed & ImplementedBits(reg, r)) == 0) return;
    bench.Report(Invariant::kUpdateProtocol, "a field changes again before its acknowledgement",
                 std::nullopt, SpecOf(reg).offset);
  }
  static void CheckGbpa(Bench& bench, const RegisterImage& r, std::uint64_t value) {
    const std::uint64_t update = std::uint64_t{1} << 31;
    if ((r.Read(Reg::GBPA) & update) == 0 && (value & update) != 0) return;
    bench.Report(Invariant::kUpdateProtocol, "GBPA is written during an Update, or without one",
                 std::nullopt, SpecOf(Reg::GBPA).offset);
  }
  /// Only the bits of active errors may be toggled. 6.3.20, 7.5.
  static void CheckGerrorn(Bench& bench, const RegisterImage& r, std::uint64_t value) {
    const std::uint64_t active = r.Read(Reg::GERROR) ^ r.Read(Reg::GERRORN);
    if (((r.Read(Reg::GERRORN) ^ value) & ~active) == 0) return;
    bench.Report(Invariant::kUpdateProtocol, "GERRORN is toggled for an error that is not active",
                 std::nullopt, SpecOf(Reg::GERRORN).offset);
  }
  std::vector<bool> ats_on_;  ///< by device
};

}  // namespace quiesce
