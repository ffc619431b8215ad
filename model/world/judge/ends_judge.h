// QZ-15: the hand-over ends. The driver's calls are bounded and its kernel survives them; each
// device that its driver takes gets that driver's translation; nothing stays stalled.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

class EndsJudge {
 public:
  static constexpr std::uint64_t kMostSteps = 20'000'000;

  void Begin(Bench& bench) {
    dead_ = bench.machine.smmu().registers().InServiceFailureMode();
    asked_.clear();
  }
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t wanted, const DmaTaken& taken) {
    if (bench.call != nullptr && bench.call->device != device) return;
    if (taken.verdict == Verdict::kComplete && taken.address == wanted) return;
    bench.Report(Invariant::kEnds, "a device that was taken does not get its own translation",
                 device, taken.transaction.address);
  }
  void BeforeCall(Bench& bench, const DriverCall& call) {
    if (call.kind == CallKind::kIrq) explained_ = Explained(bench.machine.smmu().registers());
  }
  void OnIrq(Bench& bench, IrqLine, IrqAnswer answer) {
    if (explained_ || answer != IrqAnswer::kHandled) return;
    bench.Report(Invariant::kEnds, "an interrupt without a cause is claimed: a storm never ends");
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    if (dead_ && call.kind == CallKind::kProbe && !stop && bench.driver.state().adopt_option) {
      bench.Report(Invariant::kEnds, "a table is adopted that the SMMU had stopped to use");
    }
    if (bench.port.steps() > kMostSteps) bench.Report(Invariant::kEnds, "the driver does not end");
    if (!stop) return;
    if (stop->kind == DriverStopKind::kWildPointer || stop->kind == DriverStopKind::kBusAbort) {
      bench.Report(Invariant::kEnds, "the next kernel is lost");
    }
    const bool takes = call.kind == CallKind::kFirstUse || call.kind == CallKind::kAttach;
    const Schedule& s = bench.hand_over.schedule;
    if (takes && s.faults.empty() && !s.failing_step) {
      bench.Report(Invariant::kEnds, "a device cannot be taken", call.device);
    }
  }
  void OnPageRequest(Bench&, unsigned device, unsigned group) { asked_.push_back({device, group}); }
  void End(Bench& bench) {
    for (const DmaId& r : asked_) {
      const std::uint32_t sid = bench.hand_over.devices[r.device].sids[0];
      const bool answered = std::ranges::any_of(
          bench.machine.root_complex().responses(),
          [&](const PrgResponse& p) { return p.stream_id == sid && p.prg_index == r.n; });
      if (!answered) bench.Report(Invariant::kEnds, "a page request waits for ever", r.device, sid);
    }
    if (bench.machine.smmu().transactions_inside() != 0) {
      bench.Report(Invariant::kEnds, "a stalled transaction waits for ever");
    }
  }

 private:
  /// An error is active, or a queue that is on has a record.
  static bool Explained(const ProgrammingInterface& registers) {
    const RegisterImage& r = registers.visible();
    const auto on = r.Get<Reg::CR0>();
    const bool event =
        bool(Is<"EVENTQEN">(on)) && r.Read(Reg::EVENTQ_PROD) != r.Read(Reg::EVENTQ_CONS);
    const bool request = bool(Is<"PRIQEN">(on)) && r.Read(Reg::PRIQ_PROD) != r.Read(Reg::PRIQ_CONS);
    return event || request || r.Read(Reg::GERROR) != r.Read(Reg::GERRORN);
  }
  bool dead_ = false;  ///< in service failure mode since before the crash. 12.3
  bool explained_ = true;
  std::vector<DmaId> asked_;  ///< page request groups by device
};

}  // namespace quiesce
