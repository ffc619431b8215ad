#include "model/driver/probe.h"

#include "model/driver/attach.h"
#include "model/driver/commands.h"
#include "model/driver/make_ste.h"
#include "model/driver/master.h"

namespace quiesce {
namespace {

/// The command queue must hold one full batch: more than 64 commands.
constexpr unsigned kMinCmdqLog2 = 7;

void MaskOutputQueues(DriverCore& core) {
  if (!core.config.kdump || core.variant().output_queues != OutputQueues::kAbsent) return;
  core.s.features.eventq = false;
  core.s.features.table.pri = Bool<Concrete>(false);
}

}  // namespace

std::optional<DriverStop> ProbeSmmu(DriverCore& core) {
  core.s.features = ProbeHardware(core.port, core.config.platform);
  if (core.s.features.cmdq_log2 < kMinCmdqLog2) return FaultStop(FaultPoint::kAllocCmdq);
  MaskOutputQueues(core);
  if (!core.config.kdump || !Adopts(core.config.policy)) return std::nullopt;
  core.s.adopt_stop = CheckGate(core.looking());
  core.s.adopt_option = !core.s.adopt_stop;
  return std::nullopt;
}

void QuiesceDevices(DriverCore& core) {
  const DevicesFirst first = core.config.policy.devices_first;
  if (first == DevicesFirst::kNothing) return;
  const DeviceAction action = first == DevicesFirst::kBusMasterOff
                                  ? DeviceAction::kBusMasterOff
                                  : DeviceAction::kFunctionLevelReset;
  for (const std::uint32_t sid : core.config.platform.devices) {
    core.port.ControlDevice(sid, action);
  }
}

std::optional<DriverStop> AbortUnmarked(DriverCore& core) {
  if (core.config.policy.take_over != TakeOver::kBySignal || !core.s.adopt_option) {
    return std::nullopt;
  }
  const std::uint64_t abort = AbortSte().word(0).raw();
  for (const std::uint32_t sid : core.config.platform.devices) {
    if (core.port.MarkedQuiesced(sid) || InsertSid(core, sid)) continue;
    core.port.WriteWord(core.s.strtab.SteMemory(sid), *core.s.strtab.SteAddress(sid), abort);
    core.port.Barrier();
    InvalidateSte(core, sid);
  }
  return std::nullopt;
}

}  // namespace quiesce
