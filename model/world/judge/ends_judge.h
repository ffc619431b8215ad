// QZ-15: the hand-over ends. The driver's calls are bounded and its kernel survives them; each
// device that its driver takes gets that driver's translation; nothing stays stalled.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

struct EndsJudge {
  static constexpr std::uint64_t kMostSteps = 20'000'000;

  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t wanted, const DmaTaken& taken) {
    if (bench.call != nullptr && bench.call->device != device) return;
    if (taken.verdict == Verdict::kComplete && taken.address == wanted) return;
    bench.Report(Invariant::kEnds, "a device that was taken does not get its own translation",
                 device, taken.transaction.address);
  }
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
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
  void End(Bench& bench) {
    if (bench.machine.smmu().transactions_inside() != 0) {
      bench.Report(Invariant::kEnds, "a stalled transaction waits for ever");
    }
  }
};

}  // namespace quiesce
