#include "model/driver/poll.h"

namespace quiesce {
namespace {

using Gbpa = RegisterRecord<Concrete, Reg::GBPA>;

std::optional<DriverStop> WriteAndWait(DriverCore& core, Reg reg, Reg ack, std::uint32_t value,
                                       FaultPoint point) {
  core.port.WriteReg32(reg, value);
  const bool seen = Poll(core, point, [&] { return core.port.ReadReg32(ack) == value; });
  if (seen) return std::nullopt;
  return FaultStop(point);
}

Gbpa ReadGbpa(DriverCore& core) { return Gbpa(Bits<Concrete, 32>(core.port.ReadReg32(Reg::GBPA))); }

bool WaitForGbpa(DriverCore& core, Gbpa& gbpa) {
  return Poll(core, FaultPoint::kPollGbpa, [&] {
    gbpa = ReadGbpa(core);
    return !Is<"Update">(gbpa);
  });
}

}  // namespace

std::optional<DriverStop> WriteCr0(DriverCore& core, std::uint32_t value) {
  core.s.cr0 = value;
  return WriteAndWait(core, Reg::CR0, Reg::CR0ACK, value, FaultPoint::kPollCr0);
}

std::optional<DriverStop> WriteIrqCtrl(DriverCore& core, std::uint32_t value) {
  return WriteAndWait(core, Reg::IRQ_CTRL, Reg::IRQ_CTRLACK, value, FaultPoint::kPollIrqCtrl);
}

void SetGbpaAbort(DriverCore& core, bool abort) {
  Gbpa gbpa;
  if (!WaitForGbpa(core, gbpa)) return;
  gbpa = With<"Update">(With<"ABORT">(gbpa, Bits<Concrete, 1>(abort)), 1);
  core.port.WriteReg32(Reg::GBPA, static_cast<std::uint32_t>(gbpa.word(0).raw()));
  WaitForGbpa(core, gbpa);
}

std::optional<DriverStop> DisableSmmu(DriverCore& core) {
  if (core.variant().aborts_before_disable) SetGbpaAbort(core, true);
  return WriteCr0(core, 0);
}

}  // namespace quiesce
