// QZ-06, QZ-07: how registers are written.
#pragma once

#include "model/smmu/mmio/guard.h"
#include "model/world/judge/bench.h"

namespace quiesce {

struct GuardJudge {
  void OnRegisterWrite(Bench& bench, Reg reg, std::uint64_t value) {
    const RegisterImage& r = bench.machine.smmu().registers().visible();
    const Guard guard = SpecOf(reg).guard;
    const bool closed = guard == Guard::kPerField
                            ? ((r.Read(reg) ^ value) & ~OpenCr1Bits(r)) != 0 ||
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
    if (reg == Reg::CR0) CheckAcknowledged(bench, reg, r.Read(reg) ^ r.Read(Reg::CR0ACK), value);
    if (reg == Reg::IRQ_CTRL) {
      CheckAcknowledged(bench, reg, r.Read(reg) ^ r.Read(Reg::IRQ_CTRLACK), value);
    }
    if (reg == Reg::GBPA) CheckGbpa(bench, r, value);
    if (reg == Reg::GERRORN) CheckGerrorn(bench, r, value);
  }

 private:
  /// A field is not changed again before it is acknowledged. 6.3.9.
  static void CheckAcknowledged(Bench& bench, Reg reg, std::uint64_t pending, std::uint64_t value) {
    const std::uint64_t changed = bench.machine.smmu().registers().visible().Read(reg) ^ value;
    if ((pending & changed) == 0) return;
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
};

}  // namespace quiesce
