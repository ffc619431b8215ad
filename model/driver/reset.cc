#include "model/driver/reset.h"

#include <bit>

#include "model/driver/commands.h"
#include "model/driver/gerror.h"
#include "model/driver/irq_setup.h"
#include "model/driver/maybe_stop.h"
#include "model/driver/poll.h"
#include "model/driver/queues.h"
#include "model/driver/reset_values.h"

namespace quiesce {
namespace {

using Cr0 = RegisterRecord<Concrete, Reg::CR0>;

Cr0 Shadow(const DriverCore& core) { return Cr0(Bits<Concrete, 32>(core.s.cr0)); }
MaybeStop Write(DriverCore& core, const Cr0& cr0) {
  return WriteCr0(core, static_cast<std::uint32_t>(cr0.word(0).raw()));
}

/// Whether this reset keeps the table: the option, tested where the variant tests it.
bool KeepsTable(const DriverCore& core, const Cr0& found) {
  if (!core.s.adopt_option) return false;
  return core.variant().adopt_test_at != AdoptTestAt::kIfSmmuen || bool(Is<"SMMUEN">(found));
}

void WriteStrtab(DriverCore& core) {
  const DriverTable<Concrete>& t = core.s.strtab.table;
  RegisterRecord<Concrete, Reg::STRTAB_BASE> base;
  base = With<"RA">(WithAddr<"ADDR">(base, t.base), 1);
  core.port.WriteReg64(Reg::STRTAB_BASE, base.word(0).raw());

  const auto log2 = static_cast<unsigned>(std::countr_zero(t.entries.raw()));
  RegisterRecord<Concrete, Reg::STRTAB_BASE_CFG> cfg;
  if (t.two_level) {
    cfg = With<"SPLIT">(With<"FMT">(cfg, 1), kDriverSplit);
    cfg = With<"LOG2SIZE">(cfg, Bits<Concrete, 6>(log2 + kDriverSplit));
  } else {
    cfg = With<"LOG2SIZE">(cfg, Bits<Concrete, 6>(log2));
  }
  core.port.WriteReg32(Reg::STRTAB_BASE_CFG, static_cast<std::uint32_t>(cfg.word(0).raw()));
}

MaybeStop FullReset(DriverCore& core, const Cr0& found) {
  const bool bypass = core.config.policy.take_over == TakeOver::kFullResetBypass;
  if (Is<"SMMUEN">(found)) SetGbpaAbort(core, !bypass);
  if (MaybeStop stop = WriteCr0(core, 0)) return stop;
  core.port.WriteReg32(Reg::CR1, kDriverCr1);
  core.port.WriteReg32(Reg::CR2, DriverCr2(core.s.features));
  WriteStrtab(core);
  return std::nullopt;
}

MaybeStop AdoptReset(DriverCore& core, const Cr0& found) {
  const Variant& v = core.variant();
  if (v.adopt_writes_gbpa) SetGbpaAbort(core, true);
  Cr0 retained = RetainedCr0Of(v, found);
  if (v.adopt_drops_smmuen) {
    if (MaybeStop stop = Write(core, With<"SMMUEN">(retained, 0))) return stop;
  }
  if (MaybeStop stop = Write(core, retained)) return stop;
  if (v.adopt_writes_cr1) core.port.WriteReg32(Reg::CR1, kDriverCr1);
  if (v.adopt_writes_cr2) core.port.WriteReg32(Reg::CR2, DriverCr2(core.s.features));
  if (v.adopt_writes_strtab) WriteStrtab(core);
  return std::nullopt;
}

MaybeStop EnableCommandQueue(DriverCore& core) {
  DriverQueue& q = core.s.cmdq;
  q.prod = q.cons = 0;
  core.port.WriteReg64(Reg::CMDQ_BASE, QueueBase(q));
  core.port.WriteReg32(Reg::CMDQ_PROD, 0);
  core.port.WriteReg32(Reg::CMDQ_CONS, 0);
  return Write(core, With<"CMDQEN">(Shadow(core), 1));
}

/// Everything that the SMMU may have cached. A time-out is warned about, no more.
void InvalidateAll(DriverCore& core, bool adopted) {
  const Variant& v = core.variant();
  if (!adopted || v.invalidates_config) {
    IssueWithSync<Opcode::CFGI_STE_RANGE>(
        core, With<"Range">(NewCommand<Concrete, Opcode::CFGI_STE_RANGE>(), 31));
  }
  if (adopted && !v.invalidates_tlbs) return;
  if (core.s.features.hyp) {
    IssueWithSync<Opcode::TLBI_EL2_ALL>(core, NewCommand<Concrete, Opcode::TLBI_EL2_ALL>());
  }
  IssueWithSync<Opcode::TLBI_NSNH_ALL>(core, NewCommand<Concrete, Opcode::TLBI_NSNH_ALL>());
}

MaybeStop EnableOutputQueues(DriverCore& core) {
  if (!core.UsesOutputQueues() || !core.s.features.eventq) return std::nullopt;
  DriverState& s = core.s;
  s.eventq.prod = s.eventq.cons = s.priq.prod = s.priq.cons = 0;
  core.port.WriteReg64(Reg::EVENTQ_BASE, QueueBase(s.eventq));
  core.port.WriteReg32(Reg::EVENTQ_PROD, 0);
  core.port.WriteReg32(Reg::EVENTQ_CONS, 0);
  if (MaybeStop stop = Write(core, With<"EVENTQEN">(Shadow(core), 1))) return stop;
  if (!s.features.table.pri) return std::nullopt;
  core.port.WriteReg64(Reg::PRIQ_BASE, QueueBase(s.priq));
  core.port.WriteReg32(Reg::PRIQ_PROD, 0);
  core.port.WriteReg32(Reg::PRIQ_CONS, 0);
  return Write(core, With<"PRIQEN">(Shadow(core), 1));
}

MaybeStop EnableAtsCheck(DriverCore& core, bool adopted) {
  if (!core.s.features.table.ats) return std::nullopt;
  if (adopted && !core.variant().forces_atschk) return std::nullopt;
  return Write(core, With<"ATSCHK">(Shadow(core), 1));
}

MaybeStop EnableSmmu(DriverCore& core) {
  Cr0 cr0 = With<"SMMUEN">(Shadow(core), 1);
  if (core.config.kdump) cr0 = With<"EVENTQEN">(With<"PRIQEN">(cr0, 0), 0);
  return Write(core, cr0);
}

}  // namespace

std::uint32_t DriverCr2(const HwFeatures& features) {
  RegisterRecord<Concrete, Reg::CR2> cr2;
  cr2 = With<"E2H">(With<"RECINVSID">(With<"PTM">(cr2, 1), 1), Bits<Concrete, 1>(features.e2h));
  return static_cast<std::uint32_t>(cr2.word(0).raw());
}

MaybeStop ResetSmmu(DriverCore& core) {
  Cr0 found;
  const bool constant =
      core.s.adopt_option && core.variant().adopt_test_at == AdoptTestAt::kBeforeReadCr0;
  if (!constant) found = Cr0(Bits<Concrete, 32>(core.port.ReadReg32(Reg::CR0)));
  const bool adopted = KeepsTable(core, found);
  const bool early = core.variant().gerror_ack == GerrorAck::kBeforeQueuesOff;
  if (early && core.config.kdump) AcknowledgeGerror(core);
  if (MaybeStop stop = adopted ? AdoptReset(core, found) : FullReset(core, found)) return stop;
  if (AcknowledgesInTail(core.variant(), core.config.kdump, adopted)) AcknowledgeGerror(core);
  if (MaybeStop stop = EnableCommandQueue(core)) return stop;
  InvalidateAll(core, adopted);
  if (MaybeStop stop = EnableOutputQueues(core)) return stop;
  if (MaybeStop stop = EnableAtsCheck(core, adopted)) return stop;
  if (MaybeStop stop = SetUpIrqs(core)) return stop;
  return EnableSmmu(core);
}

}  // namespace quiesce
