#include "model/world/machine_port.h"

#include <algorithm>

namespace quiesce {

MachinePort::MachinePort(Machine& machine, const PhysicalRange& pool, Surroundings& surroundings,
                         Choices& choices)
    : machine_(machine),
      pool_(pool),
      surroundings_(surroundings),
      choices_(choices),
      next_(pool.first) {}

void MachinePort::Restart() {
  next_ = pool_.first;
  stores_.Clear();
  resources_.Clear();
  misuses_.clear();
  irqs_.clear();
  registrations_.clear();
  steps_ = 0;
}

void MachinePort::LetOthersAct() {
  if (!stores_.empty()) stores_.SeeSome(machine_, choices_);
  if (steps_ >= surroundings_.wakes_at()) surroundings_.BetweenSteps(machine_);
}

void MachinePort::Blame(Misuse what, std::uint64_t address) { misuses_.push_back({what, address}); }

// --- registers ---

std::uint64_t MachinePort::Read(Reg reg, unsigned bytes) {
  BeforeStep();
  const ReadResult r = machine_.ReadRegister(SpecOf(reg).offset, bytes, choices_);
  if (r.status == AccessStatus::kAborted) Blame(Misuse::kBusError, SpecOf(reg).offset);
  return r.value;
}

void MachinePort::Write(Reg reg, unsigned bytes, std::uint64_t value) {
  BeforeStep();
  stores_.Drain(machine_);
  const AccessStatus status = machine_.WriteRegister(SpecOf(reg).offset, bytes, value, choices_);
  if (status == AccessStatus::kAborted) Blame(Misuse::kBusError, SpecOf(reg).offset);
}

std::uint32_t MachinePort::ReadReg32(Reg reg) { return static_cast<std::uint32_t>(Read(reg, 4)); }
std::uint64_t MachinePort::ReadReg64(Reg reg) { return Read(reg, 8); }
void MachinePort::WriteReg32(Reg reg, std::uint32_t value) { Write(reg, 4, value); }
void MachinePort::WriteReg64(Reg reg, std::uint64_t value) { Write(reg, 8, value); }

// --- memory ---

void MachinePort::WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) {
  BeforeStep();
  if (!resources_.Reaches(through, pa)) Blame(Misuse::kUnreachableWord, pa);
  if (!machine_.memory().Present(pa)) return Blame(Misuse::kBusError, pa);
  stores_.Add(pa, value);
}

void MachinePort::Barrier() {
  BeforeStep();
  stores_.Drain(machine_);
}

// --- resources ---

std::optional<Resource> MachinePort::MapTable(const PhysicalRange& range) {
  BeforeStep();
  if (surroundings_.Refuses(range)) return std::nullopt;
  return resources_.Acquire(ResourceKind::kMapping, range);
}

std::optional<Resource> MachinePort::AllocHeap(std::uint64_t bytes) {
  BeforeStep();
  return resources_.Acquire(ResourceKind::kHeap, {0, bytes});
}

std::optional<Resource> MachinePort::AllocDma(std::uint64_t bytes, std::uint64_t align) {
  BeforeStep();
  const std::uint64_t first = (next_ + (align - 1)) & ~(align - 1);
  const std::uint64_t skipped = first - pool_.first;
  if (skipped > pool_.bytes || bytes > pool_.bytes - skipped) return std::nullopt;
  next_ = first + bytes;
  const PhysicalRange range{first, bytes};
  Zero(range);
  return resources_.Acquire(ResourceKind::kDma, range);
}

/// Before anyone can know of the memory, so not a step for each word.
void MachinePort::Zero(const PhysicalRange& range) {
  constexpr std::uint64_t kLine = SparseMemory::kLineBytes;
  if (machine_.memory().AllZero(range.first, range.bytes)) return;
  for (std::uint64_t line = range.first & ~(kLine - 1); line < range.first + range.bytes;
       line += kLine) {
    if (machine_.memory().AllZero(line, kLine)) continue;
    for (std::uint64_t pa = std::max(line, range.first); pa < line + kLine; pa += 8) {
      machine_.WriteWord(pa, 0);
    }
  }
}

void MachinePort::Release(const Resource& r) {
  BeforeStep();
  if (!resources_.Release(r)) Blame(Misuse::kReleasedTwice, r.range.first);
}

void MachinePort::Unmap(const Resource& mapping) { Release(mapping); }
void MachinePort::FreeHeap(const Resource& heap) { Release(heap); }
void MachinePort::FreeDma(const Resource& memory) { Release(memory); }

// --- the rest of the kernel ---

void MachinePort::Wait() {
  BeforeStep();
  stores_.Drain(machine_);
  surroundings_.Waited(machine_, choices_);
}

void MachinePort::RequestIrq(IrqLine line, IrqStyle style) {
  BeforeStep();
  irqs_.push_back({line, style});
}

void MachinePort::FreeIrq(IrqLine line) {
  BeforeStep();
  if (std::erase_if(irqs_, [&](const RegisteredIrq& r) { return r.line == line; }) == 0) {
    Blame(Misuse::kReleasedTwice, 0);
  }
}

void MachinePort::Register(Registration what) {
  BeforeStep();
  registrations_.push_back(what);
}

void MachinePort::Unregister(Registration what) {
  BeforeStep();
  if (std::erase(registrations_, what) == 0) Blame(Misuse::kReleasedTwice, 0);
}

void MachinePort::ControlDevice(std::uint32_t sid, DeviceAction action) {
  BeforeStep();
  surroundings_.Controlled(sid, action);
}

}  // namespace quiesce
