#include "model/smmu/queue/bus_write.h"

#include "spec/caps.h"

namespace quiesce {
namespace {

/// Where the line is not present, what the bus answers.
BusStatus StatusAt(const SparseMemory& memory, std::uint64_t pa) {
  return memory.Present(pa) ? BusStatus::kOk : memory.unmapped();
}

void Send(std::uint64_t address, std::uint32_t data, GlobalError abort, ProgrammingInterface& regs,
          SparseMemory& memory) {
  if (address == 0) return;
  const auto oas = static_cast<unsigned>(CapsOf(regs.visible()).oas.raw());
  if (Write32(memory, address & MaxValue(oas), data) == BusStatus::kAbort)
    Raise(abort, regs, memory);
}

}  // namespace

BusStatus WriteWords(SparseMemory& memory, std::uint64_t pa, std::span<const std::uint64_t> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const BusStatus status = StatusAt(memory, pa + 8 * i);
    if (status != BusStatus::kOk) return status;
  }
  for (std::size_t i = 0; i < words.size(); ++i) memory.Write64(pa + 8 * i, words[i]);
  return BusStatus::kOk;
}

BusStatus Write32(SparseMemory& memory, std::uint64_t pa, std::uint32_t value) {
  const BusStatus status = StatusAt(memory, pa);
  if (status != BusStatus::kOk) return status;
  const unsigned shift = (pa & 4) != 0 ? 32 : 0;
  const std::uint64_t old = memory.Read64(pa).value;
  memory.Write64(pa & ~std::uint64_t{7},
                 (old & ~(MaxValue(32) << shift)) | std::uint64_t{value} << shift);
  return BusStatus::kOk;
}

void Raise(GlobalError error, ProgrammingInterface& regs, SparseMemory& memory) {
  if (regs.Activate(error)) SendMsi(kGerrorMsi, regs, memory);
}

void SendMsi(const MsiSource& source, ProgrammingInterface& regs, SparseMemory& memory) {
  if (!Is<"MSI">(regs.Visible<Reg::IDR0>())) return;
  const auto data = static_cast<std::uint32_t>(regs.effective().Read(source.cfg1));
  Send(regs.effective().Read(source.cfg0), data, source.abort, regs, memory);
}

void SendSyncMsi(std::uint64_t address, std::uint32_t data, ProgrammingInterface& regs,
                 SparseMemory& memory) {
  Send(address, data, GlobalError::MSI_CMDQ_ABT_ERR, regs, memory);
}

}  // namespace quiesce
