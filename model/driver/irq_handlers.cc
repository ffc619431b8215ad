#include "model/driver/irq_handlers.h"

#include <array>

#include "model/driver/commands.h"

namespace quiesce {
namespace {

constexpr std::uint32_t kIndexMask = 0xF'FFFF;  ///< WR and RD
constexpr std::uint32_t kOverflow = 0x8000'0000;

/// The guard of the versions that read CR0 in the thread.
std::optional<IrqAnswer> Guarded(DriverCore& core, bool priq) {
  const QueueIrqs irqs = core.variant().queue_irqs;
  if (!core.config.kdump) return std::nullopt;
  if (irqs != QueueIrqs::kGuardedHandled && irqs != QueueIrqs::kGuardedNone) return std::nullopt;
  const RegisterRecord<Concrete, Reg::CR0> cr0(Bits<Concrete, 32>(core.port.ReadReg32(Reg::CR0)));
  if (bool(priq ? Is<"PRIQEN">(cr0) : Is<"EVENTQEN">(cr0))) return std::nullopt;
  return irqs == QueueIrqs::kGuardedHandled ? IrqAnswer::kHandled : IrqAnswer::kNone;
}

/// Calls `take(words)` for each record between the driver's index and the SMMU's, then stores the
/// new index with the overflow flag acknowledged.
template <class Take>
void Drain(DriverCore& core, DriverQueue& q, Reg prod, Reg cons, Take&& take) {
  const std::uint32_t written = core.port.ReadReg32(prod);
  const std::uint32_t end = written & kIndexMask & ((std::uint32_t{2} << q.log2) - 1);
  for (; q.cons != end; q.cons = q.Next(q.cons)) {
    std::array<std::uint64_t, 4> record{};
    for (unsigned i = 0; i < q.entry_words; ++i) {
      record[i] = core.port.ReadWord(*q.memory, q.EntryAddress(q.cons) + i * 8).value;
    }
    take(record);
  }
  core.port.WriteReg32(cons, q.cons | (written & kOverflow));
}

/// A stalled transaction is terminated with an abort: nobody here can make the page present.
void EndStall(DriverCore& core, const std::array<std::uint64_t, 4>& record) {
  constexpr std::uint64_t kStall = std::uint64_t{1} << 31;  // word 1, with STAG below it
  const std::uint64_t type = record[0] & 0xFF;
  const bool can_stall = type >= 0x10 && type <= 0x13;  // F_TRANSLATION to F_PERMISSION
  if (!can_stall || (record[1] & kStall) == 0) return;
  auto resume =
      With<"StreamID">(NewCommand<Concrete, Opcode::RESUME>(), Bits<Concrete, 32>(record[0] >> 32));
  resume = With<"Ab">(With<"STAG">(resume, Bits<Concrete, 16>(record[1])), 1);
  IssueWithSync<Opcode::RESUME>(core, resume);
}

/// A page request group ends with its last request; this driver serves none.
void RefusePageRequest(DriverCore& core, const std::array<std::uint64_t, 4>& record) {
  constexpr std::uint64_t kSsv = std::uint64_t{1} << 58;
  constexpr std::uint64_t kLast = std::uint64_t{1} << 62;
  if ((record[0] & kLast) == 0) return;
  auto response =
      With<"StreamID">(NewCommand<Concrete, Opcode::PRI_RESP>(), Bits<Concrete, 32>(record[0]));
  response = With<"SubstreamID">(response, Bits<Concrete, 20>(record[0] >> 32));
  response = With<"SSV">(response, Bits<Concrete, 1>((record[0] & kSsv) != 0));
  response = With<"PRGIndex">(response, Bits<Concrete, 9>(record[1]));
  IssueWithSync<Opcode::PRI_RESP>(core, response);
}

}  // namespace

IrqAnswer EventqThread(DriverCore& core) {
  if (const auto answer = Guarded(core, false)) return *answer;
  Drain(core, core.s.eventq, Reg::EVENTQ_PROD, Reg::EVENTQ_CONS,
        [&](const auto& record) { EndStall(core, record); });
  return IrqAnswer::kHandled;
}

IrqAnswer PriqThread(DriverCore& core) {
  if (const auto answer = Guarded(core, true)) return *answer;
  Drain(core, core.s.priq, Reg::PRIQ_PROD, Reg::PRIQ_CONS,
        [&](const auto& record) { RefusePageRequest(core, record); });
  return IrqAnswer::kHandled;
}

IrqAnswer HandleCombined(DriverCore& core) {
  const IrqAnswer gerror = HandleGerror(core);
  if (!core.config.kdump) return IrqAnswer::kWakeThread;
  switch (core.variant().queue_irqs) {
    case QueueIrqs::kNotRequested:
      return gerror;
    case QueueIrqs::kSkipAbsentQueues:
      if (!core.s.features.eventq && !core.s.features.table.pri) return gerror;
      break;
    case QueueIrqs::kDrain:
    case QueueIrqs::kGuardedHandled:
    case QueueIrqs::kGuardedNone:
      break;
  }
  return IrqAnswer::kWakeThread;
}

IrqAnswer CombinedThread(DriverCore& core) {
  if (core.s.features.eventq) EventqThread(core);
  if (core.s.features.table.pri) PriqThread(core);
  return IrqAnswer::kHandled;
}

}  // namespace quiesce
