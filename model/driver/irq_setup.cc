#include "model/driver/irq_setup.h"

#include "model/driver/poll.h"

namespace quiesce {
namespace {

/// The configuration registers of one source.
struct MsiRegisters {
  IrqLine line;
  Reg address, data, attributes;
};
constexpr MsiRegisters kEventqMsi{IrqLine::kEventq, Reg::EVENTQ_IRQ_CFG0, Reg::EVENTQ_IRQ_CFG1,
                                  Reg::EVENTQ_IRQ_CFG2};
constexpr MsiRegisters kGerrorMsi{IrqLine::kGerror, Reg::GERROR_IRQ_CFG0, Reg::GERROR_IRQ_CFG1,
                                  Reg::GERROR_IRQ_CFG2};
constexpr MsiRegisters kPriqMsi{IrqLine::kPriq, Reg::PRIQ_IRQ_CFG0, Reg::PRIQ_IRQ_CFG1,
                                Reg::PRIQ_IRQ_CFG2};
constexpr std::uint32_t kDeviceNGnRE = 1;  ///< MemAttr of the MSI write

void SetMsi(DriverCore& core, const MsiRegisters& r) {
  const MsiMessage message = core.port.MsiOf(r.line);
  core.port.WriteReg64(r.address, message.address);
  core.port.WriteReg32(r.data, message.data);
  core.port.WriteReg32(r.attributes, kDeviceNGnRE);
}

/// Clears the addresses that an earlier kernel left, and sets this kernel's if there are MSIs.
void SetUpMsis(DriverCore& core) {
  const bool pri = bool(core.s.features.table.pri);
  core.port.WriteReg64(Reg::GERROR_IRQ_CFG0, 0);
  core.port.WriteReg64(Reg::EVENTQ_IRQ_CFG0, 0);
  const bool masked_pri = bool(ReadFeatures(core.port).pri);
  if (pri || (core.variant().clears_masked_priq_msi && masked_pri)) {
    core.port.WriteReg64(Reg::PRIQ_IRQ_CFG0, 0);
  }
  if (!core.s.features.msi || !core.config.platform.msi_domain) return;
  if (core.port.Fails(FaultPoint::kIrqMsiVectors)) return;
  SetMsi(core, kEventqMsi);
  SetMsi(core, kGerrorMsi);
  if (pri) SetMsi(core, kPriqMsi);
}

void Request(DriverCore& core, IrqLine line, IrqStyle style, FaultPoint point) {
  if (core.port.Fails(point)) return;
  core.port.RequestIrq(line, style);
  core.s.devres.Add({Managed::Kind::kIrq, {}, line});
}

/// Whether the queues' handlers are asked for.
bool WantsQueueIrqs(const DriverCore& core) {
  return !core.config.kdump || core.variant().queue_irqs != QueueIrqs::kNotRequested;
}

void RequestUnique(DriverCore& core) {
  SetUpMsis(core);
  const bool queues = WantsQueueIrqs(core);
  if (queues && core.s.features.eventq) {
    Request(core, IrqLine::kEventq, IrqStyle::kThreaded, FaultPoint::kIrqEventq);
  }
  Request(core, IrqLine::kGerror, IrqStyle::kPlain, FaultPoint::kIrqGerror);
  if (queues && core.s.features.table.pri) {
    Request(core, IrqLine::kPriq, IrqStyle::kThreaded, FaultPoint::kIrqPriq);
  }
}

/// GERROR, and the queues' sources unless the kdump kernel leaves them out.
std::uint32_t Enables(const DriverCore& core) {
  RegisterRecord<Concrete, Reg::IRQ_CTRL> ctrl;
  ctrl = With<"GERROR_IRQEN">(ctrl, 1);
  if (!core.config.kdump || !core.variant().only_gerror_irq) {
    ctrl = With<"EVENTQ_IRQEN">(ctrl, 1);
    if (core.s.features.table.pri) ctrl = With<"PRIQ_IRQEN">(ctrl, 1);
  }
  return static_cast<std::uint32_t>(ctrl.word(0).raw());
}

}  // namespace

std::optional<DriverStop> SetUpIrqs(DriverCore& core) {
  if (auto stop = WriteIrqCtrl(core, 0)) return stop;
  if (core.config.platform.combined_irq) {
    const IrqStyle style = WantsQueueIrqs(core) ? IrqStyle::kThreaded : IrqStyle::kPlain;
    Request(core, IrqLine::kCombined, style, FaultPoint::kIrqCombined);
  } else {
    RequestUnique(core);
  }
  static_cast<void>(WriteIrqCtrl(core, Enables(core)));
  return std::nullopt;
}

}  // namespace quiesce
