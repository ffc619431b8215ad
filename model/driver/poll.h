// Register protocols with an answer to wait for.
#pragma once

#include <cstdint>

#include "model/driver/driver_core.h"

namespace quiesce {

/// Reads until `done()`, waiting between; false after the configured number of intervals, or if
/// the fault point says so.
template <class Done>
bool Poll(DriverCore& core, FaultPoint point, Done&& done) {
  if (core.port.Fails(point)) return false;
  for (unsigned i = 0; i <= core.config.poll_intervals; ++i) {
    if (done()) return true;
    core.port.Wait();
  }
  return false;
}

/// Writes CR0 and waits until CR0ACK equals it. IHI 0070 G.b 6.3.9.
std::optional<DriverStop> WriteCr0(DriverCore& core, std::uint32_t value);

/// The same with IRQ_CTRL and IRQ_CTRLACK. IHI 0070 G.b 6.3.16.
std::optional<DriverStop> WriteIrqCtrl(DriverCore& core, std::uint32_t value);

/// Waits for Update = 0, sets or clears GBPA.ABORT with Update = 1, waits again. The driver
/// ignores a time-out. IHI 0070 G.b 6.3.14.
void SetGbpaAbort(DriverCore& core, bool abort);

/// CR0 := 0; the SMMU does what GBPA says from then on.
std::optional<DriverStop> DisableSmmu(DriverCore& core);

}  // namespace quiesce
