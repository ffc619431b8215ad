// The driver's port with somebody who is told what the machine alone does not show: through what
// the driver reaches memory, and what it is about to do.
#pragma once

#include "model/world/machine_port.h"

namespace quiesce {

/// A Watcher has these methods, called as nothing else is: most steps of a driver are reads.
///   WritingRegister(Reg, value), HasReadRegister(Reg, value)
///   MappedTable(const Resource&), UnmappedTable(const Resource&), AllocatedDma(const Resource&)
///   HasRead(const Resource& through, pa, value), Storing(const Resource& through, pa, value)
template <class Watcher>
class WatchedPort final : public MachinePort {
 public:
  /// All must outlive the port.
  WatchedPort(Machine& machine, const PhysicalRange& pool, Surroundings& surroundings,
              Choices& choices, Watcher& watcher)
      : MachinePort(machine, pool, surroundings, choices), watcher_(watcher) {}

  std::uint32_t ReadReg32(Reg reg) override {
    const std::uint32_t value = MachinePort::ReadReg32(reg);
    watcher_.HasReadRegister(reg, value);
    return value;
  }
  std::uint64_t ReadReg64(Reg reg) override {
    const std::uint64_t value = MachinePort::ReadReg64(reg);
    watcher_.HasReadRegister(reg, value);
    return value;
  }
  void WriteReg32(Reg reg, std::uint32_t value) override {
    watcher_.WritingRegister(reg, value);
    MachinePort::WriteReg32(reg, value);
  }
  void WriteReg64(Reg reg, std::uint64_t value) override {
    watcher_.WritingRegister(reg, value);
    MachinePort::WriteReg64(reg, value);
  }
  std::optional<Resource> MapTable(const PhysicalRange& range) override {
    const std::optional<Resource> mapping = MachinePort::MapTable(range);
    if (mapping) watcher_.MappedTable(*mapping);
    return mapping;
  }
  void Unmap(const Resource& mapping) override {
    watcher_.UnmappedTable(mapping);
    MachinePort::Unmap(mapping);
  }
  std::optional<Resource> AllocDma(std::uint64_t bytes, std::uint64_t align) override {
    const std::optional<Resource> memory = MachinePort::AllocDma(bytes, align);
    if (memory) watcher_.AllocatedDma(*memory);
    return memory;
  }
  WordRead ReadWord(const Resource& through, std::uint64_t pa) override {
    const WordRead read = MachinePort::ReadWord(through, pa);
    watcher_.HasRead(through, pa, read.value);
    return read;
  }
  void WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) override {
    watcher_.Storing(through, pa, value);
    MachinePort::WriteWord(through, pa, value);
  }

 private:
  Watcher& watcher_;
};

}  // namespace quiesce
