// QZ-14: a well-formed image is adopted; whatever is tossed is named.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

struct AcceptsJudge {
  void AfterCall(Bench& bench, const DriverCall& call, const std::optional<DriverStop>& stop) {
    const DriverConfig& config = bench.hand_over.config;
    const bool tries = config.kdump && config.variant.adopts && Adopts(config.policy);
    if (call.kind != CallKind::kProbe || !tries) return;
    const std::optional<DriverStop>& why = bench.driver.state().adopt_stop;
    if (IsWellFormed(bench.hand_over) && (why || stop)) {
      bench.Report(Invariant::kAcceptsWellFormed, "a well-formed image is not adopted");
    }
    if (why && !why->rule && !why->fault && why->kind == DriverStopKind::kRule) {
      bench.Report(Invariant::kAcceptsWellFormed, "a toss is not named");
    }
  }
};

}  // namespace quiesce
