#include "model/driver/gerror.h"

#include "model/driver/commands.h"
#include "model/driver/poll.h"
#include "model/driver/reset_values.h"

namespace quiesce {
namespace {

using Gerror = RegisterRecord<Concrete, Reg::GERROR>;

/// The errors that the driver knows: all of SMMUv3.0 to v3.2.
constexpr std::uint32_t kKnownErrors = 0x1FD;

struct Errors {
  std::uint32_t gerror;
  std::uint32_t active;
};

Errors ReadErrors(DriverCore& core) {
  const std::uint32_t gerror = core.port.ReadReg32(Reg::GERROR);
  const std::uint32_t gerrorn = core.port.ReadReg32(Reg::GERRORN);
  return {gerror, (gerror ^ gerrorn) & kKnownErrors};
}

Gerror Active(const Errors& e) { return Gerror(Bits<Concrete, 32>(e.active)); }

/// The command that stopped the queue becomes a CMD_SYNC that signals nothing. A fetch abort is
/// retried as it is, and a failed ATC invalidation needs no repair. IHI 0070 G.b 4.1.3, 7.1.
void SkipBadCommand(DriverCore& core) {
  const RegisterRecord<Concrete, Reg::CMDQ_CONS> cons(
      Bits<Concrete, 32>(core.port.ReadReg32(Reg::CMDQ_CONS)));
  constexpr std::uint64_t kAbort = 2;
  constexpr std::uint64_t kAtcInvSync = 3;
  const std::uint64_t error = Get<"ERR">(cons).raw();
  if (error == kAbort || error == kAtcInvSync) return;
  const DriverQueue& q = core.s.cmdq;
  const std::uint64_t address = q.EntryAddress(static_cast<std::uint32_t>(Get<"RD">(cons).raw()));
  const auto sync = RawWords(NewCommand<Concrete, Opcode::SYNC>());
  for (unsigned i = 0; i < 2; ++i) core.port.WriteWord(*q.memory, address + i * 8, sync[i]);
}

}  // namespace

void AcknowledgeGerror(DriverCore& core) {
  const Errors errors = ReadErrors(core);
  if (errors.active == 0) return;
  const GerrorAck ack = core.variant().gerror_ack;
  if (ack == GerrorAck::kWithoutSfm) {
    const Gerror others = With<"SFM_ERR">(Active(errors), 0);
    if (others.word(0) == 0) return;
  }
  const Bits<Concrete, 32> written = AcknowledgementOf(
      core.variant(), Bits<Concrete, 32>(errors.gerror), Bits<Concrete, 32>(errors.active));
  core.port.WriteReg32(Reg::GERRORN, static_cast<std::uint32_t>(written.raw()));
}

IrqAnswer HandleGerror(DriverCore& core) {
  const Errors errors = ReadErrors(core);
  if (errors.active == 0) return IrqAnswer::kNone;
  if (Is<"SFM_ERR">(Active(errors))) DisableSmmu(core);
  if (Is<"CMDQ_ERR">(Active(errors))) SkipBadCommand(core);
  core.port.WriteReg32(Reg::GERRORN, errors.gerror);
  return IrqAnswer::kHandled;
}

}  // namespace quiesce
