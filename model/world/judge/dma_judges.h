// QZ-01, QZ-02, QZ-03: what becomes of DMA in flight, against what the architecture permitted at
// the crash.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

struct NotAbortedJudge {
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken&) {
    const Baseline& base = bench.baseline(id);
    if (now.succeeds() && now.landing != Landing::kBusAbort) return;
    if (!base.complete || !base.AllSucceed() || base.Permits(now) || now.unknown()) return;
    const bool stalls = now.verdict == Verdict::kStall;
    bench.Report(Invariant::kNotAborted,
                 stalls ? "DMA that completed stalls" : "DMA that completed is terminated",
                 id.device, bench.in_flight(id).address);
  }
};

struct SamePlaceJudge {
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken&) {
    const Baseline& base = bench.baseline(id);
    if (!now.succeeds() || now.unknown() || !base.complete || base.Permits(now)) return;
    for (const DmaEnd& e : base.ends) {
      if (e.unknown()) return;
    }
    bench.Report(Invariant::kSamePlace,
                 !base.SomeAt(now) ? "DMA reaches another address"
                 : now.completes() ? "DMA reaches its address with other attributes"
                                   : "a translation gives other rights",
                 id.device, now.address);
  }
};

struct NotBypassedJudge {
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken&) {
    const Baseline& base = bench.baseline(id);
    const std::uint64_t address = bench.in_flight(id).address;
    if (!now.completes() || now.address != address || !base.complete) return;
    if (base.SomeUntranslated(address)) return;
    bench.Report(Invariant::kNotBypassed, "DMA passes untranslated", id.device, address);
  }
};

}  // namespace quiesce
