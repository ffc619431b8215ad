#include "model/driver/commands.h"

#include "model/driver/poll.h"

namespace quiesce {
namespace {

void Put(DriverCore& core, const std::array<std::uint64_t, 2>& command) {
  DriverQueue& q = core.s.cmdq;
  const std::uint64_t address = q.EntryAddress(q.prod);
  for (unsigned i = 0; i < 2; ++i) {
    core.port.WriteWord(*q.memory, address + i * 8, command[i]);
  }
  q.prod = q.Next(q.prod);
}

/// Signalled by an event to waiting processors, with no MSI; completion is seen in CMDQ_CONS.
CommandRecord<Concrete, Opcode::SYNC> SyncCommand() {
  auto sync = With<"CS">(NewCommand<Concrete, Opcode::SYNC>(), 2);
  return With<"MSIAttr">(With<"MSH">(sync, 3), 0xF);
}

std::uint32_t ReadIndex(DriverCore& core) {
  const RegisterRecord<Concrete, Reg::CMDQ_CONS> cons(
      Bits<Concrete, 32>(core.port.ReadReg32(Reg::CMDQ_CONS)));
  return static_cast<std::uint32_t>(Get<"RD">(cons).raw());
}

}  // namespace

bool IssueWithSync(DriverCore& core, const std::array<std::uint64_t, 2>& command) {
  DriverQueue& q = core.s.cmdq;
  Put(core, command);
  Put(core, RawWords(SyncCommand()));
  core.port.Barrier();
  core.port.WriteReg32(Reg::CMDQ_PROD, q.prod);
  const bool done = Poll(core, FaultPoint::kPollSync, [&] {
    q.cons = ReadIndex(core);
    return q.cons == q.prod;
  });
  core.s.sync_timeouts += !done;
  return done;
}

bool InvalidateSte(DriverCore& core, std::uint32_t sid) {
  const auto command =
      With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_STE>(), Bits<Concrete, 32>(sid));
  return IssueWithSync<Opcode::CFGI_STE>(core, With<"Leaf">(command, 1));
}

bool InvalidateL1(DriverCore& core, std::uint32_t sid) {
  return IssueWithSync<Opcode::CFGI_STE>(
      core, With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_STE>(), Bits<Concrete, 32>(sid)));
}

bool InvalidateCd(DriverCore& core, std::uint32_t sid) {
  const auto command =
      With<"StreamID">(NewCommand<Concrete, Opcode::CFGI_CD>(), Bits<Concrete, 32>(sid));
  return IssueWithSync<Opcode::CFGI_CD>(core, With<"Leaf">(command, 1));
}

bool InvalidateAsid(DriverCore& core, std::uint16_t asid) {
  const Bits<Concrete, 16> id(asid);
  if (core.s.features.e2h) {
    return IssueWithSync<Opcode::TLBI_EL2_ASID>(
        core, With<"ASID">(NewCommand<Concrete, Opcode::TLBI_EL2_ASID>(), id));
  }
  return IssueWithSync<Opcode::TLBI_NH_ASID>(
      core, With<"ASID">(NewCommand<Concrete, Opcode::TLBI_NH_ASID>(), id));
}

bool InvalidateVmid(DriverCore& core, std::uint16_t vmid) {
  return IssueWithSync<Opcode::TLBI_S12_VMALL>(
      core, With<"VMID">(NewCommand<Concrete, Opcode::TLBI_S12_VMALL>(), Bits<Concrete, 16>(vmid)));
}

}  // namespace quiesce
