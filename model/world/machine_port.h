// The driver's port onto a machine. Before each call that is a step, stores under way may be seen
// and the surroundings may act.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world/resource_ledger.h"
#include "model/world/surroundings.h"
#include "model/world/write_buffer.h"

namespace quiesce {

/// Something that a driver must never do, or that would bring its kernel down.
enum class Misuse : std::uint8_t {
  kUnreachableWord,  ///< an access through nothing that is live and holds the address
  kReleasedTwice,    ///< or never acquired
  kBusError,         ///< a store, or a register access, was aborted
};

struct PortMisuse {
  Misuse what;
  std::uint64_t address;  ///< of the access or resource; of a register its offset

  friend bool operator==(const PortMisuse&, const PortMisuse&) = default;
};

/// One registered interrupt.
struct RegisteredIrq {
  IrqLine line;
  IrqStyle style;

  friend bool operator==(const RegisteredIrq&, const RegisteredIrq&) = default;
};

class MachinePort : public Port {
 public:
  /// DMA memory comes from `pool`, RAM of the next kernel in the machine's map, from its start on;
  /// what is given back is not given out again. All arguments must outlive the port.
  MachinePort(Machine& machine, const PhysicalRange& pool, Surroundings& surroundings,
              Choices& choices);

  /// As newly made; the machine is reset by its owner.
  void Restart();

  std::uint32_t ReadReg32(Reg reg) override;
  std::uint64_t ReadReg64(Reg reg) override;
  std::optional<Resource> MapTable(const PhysicalRange& range) override;
  void Unmap(const Resource& mapping) override;
  /// Stores of this CPU are seen by it at once.
  WordRead ReadWord(const Resource& through, std::uint64_t pa) override {
    BeforeStep();
    if (Unlikely(!resources_.Reaches(through, pa))) Blame(Misuse::kUnreachableWord, pa);
    if (Unlikely(!stores_.empty())) {
      if (const std::uint64_t* own = stores_.Newest(pa)) return {*own, BusStatus::kOk};
    }
    return machine_.ReadWord(pa);
  }
  std::optional<Resource> AllocHeap(std::uint64_t bytes) override;
  void FreeHeap(const Resource& heap) override;
  bool Fails(FaultPoint point) override { return surroundings_.Fails(point); }

  void WriteReg32(Reg reg, std::uint32_t value) override;
  void WriteReg64(Reg reg, std::uint64_t value) override;
  void WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) override;
  void Barrier() override;
  std::optional<Resource> AllocDma(std::uint64_t bytes, std::uint64_t align) override;
  void FreeDma(const Resource& memory) override;
  void Wait() override;
  MsiMessage MsiOf(IrqLine line) override { return surroundings_.MsiOf(line); }
  void RequestIrq(IrqLine line, IrqStyle style) override;
  void FreeIrq(IrqLine line) override;
  void Register(Registration what) override;
  void Unregister(Registration what) override;
  void ControlDevice(std::uint32_t sid, DeviceAction action) override;
  bool MarkedQuiesced(std::uint32_t sid) override { return surroundings_.MarkedQuiesced(sid); }

  const ResourceLedger& resources() const { return resources_; }
  const std::vector<PortMisuse>& misuses() const { return misuses_; }
  const std::vector<RegisteredIrq>& irqs() const { return irqs_; }
  const std::vector<Registration>& registrations() const { return registrations_; }
  /// How many were begun; while something happens before one, without it.
  std::uint64_t steps() const { return steps_; }

 private:
  void BeforeStep() {
    if (Unlikely(!stores_.empty() || steps_ >= surroundings_.wakes_at())) LetOthersAct();
    ++steps_;
  }
  void LetOthersAct();
  std::uint64_t Read(Reg reg, unsigned bytes);
  void Write(Reg reg, unsigned bytes, std::uint64_t value);
  void Release(const Resource& r);
  void Zero(const PhysicalRange& range);
  void Blame(Misuse what, std::uint64_t address);

  Machine& machine_;
  PhysicalRange pool_;
  Surroundings& surroundings_;
  Choices& choices_;
  std::uint64_t next_;  ///< where DMA memory was not given out yet
  WriteBuffer stores_;
  ResourceLedger resources_;
  std::vector<PortMisuse> misuses_;
  std::vector<RegisteredIrq> irqs_;
  std::vector<Registration> registrations_;
  std::uint64_t steps_ = 0;
};

}  // namespace quiesce
