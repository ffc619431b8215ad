// QZ-05: what is done for one device changes no other device's DMA.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

class OthersJudge {
 public:
  void Begin(Bench& bench) {
    last_.assign(bench.devices.size(), {});
    for (std::size_t i = 0; i < last_.size(); ++i) {
      last_[i].resize(bench.hand_over.devices[i].in_flight.size());
    }
  }
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken&) {
    std::optional<DmaEnd>& last = last_[id.device][id.n];
    const bool for_another =
        bench.call != nullptr && IsForOne(*bench.call) && bench.call->device != id.device;
    if (for_another && last && last->succeeds() && !(now == *last) && !now.unknown() &&
        !bench.baseline(id).Permits(now)) {
      bench.Report(Invariant::kOthersUnaffected, "an action for another device changed DMA",
                   id.device, bench.in_flight(id).address);
    }
    last = now;
  }
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t wanted, const DmaTaken& taken) {
    if (bench.call == nullptr || !IsForOne(*bench.call) || bench.call->device == device) return;
    if (taken.verdict == Verdict::kComplete && taken.address == wanted) return;
    bench.Report(Invariant::kOthersUnaffected,
                 "an action for another device broke this one's mapping", device,
                 taken.transaction.address);
  }

 private:
  static bool IsForOne(const DriverCall& call) {
    return call.kind >= CallKind::kProbeDevice && call.kind <= CallKind::kReleaseDevice;
  }
  std::vector<std::vector<std::optional<DmaEnd>>> last_;
};

}  // namespace quiesce
