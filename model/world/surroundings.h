// Everything that happens around the driver and is not its doing: what a schedule overrides.
#pragma once

#include <cstdint>

#include "model/driver/port.h"
#include "model/world/machine.h"

namespace quiesce {

/// By default the world stands still, except that a driver which waits gets what it waits for.
class Surroundings {
 public:
  virtual ~Surroundings() = default;

  /// Before each step of the driver, from wakes_at() on: the SMMU, devices, and faults may act.
  virtual void BetweenSteps(Machine& /*machine*/) {}
  /// Steps of the port before this one, from 0, find nothing to do between them.
  std::uint64_t wakes_at() const { return wakes_at_; }

  /// One interval of a poll passes. By default pending register updates complete and all commands
  /// are consumed.
  virtual void Waited(Machine& machine, Choices& choices) {
    machine.CompletePending(choices);
    while (machine.ConsumeCommand(choices) == CommandStatus::kConsumed) continue;
  }

  /// See ReadPort and Port.
  virtual bool Fails(FaultPoint /*point*/) { return false; }
  virtual bool Refuses(const PhysicalRange& /*table*/) { return false; }
  virtual MsiMessage MsiOf(IrqLine /*line*/) { return {}; }
  virtual bool MarkedQuiesced(std::uint32_t /*sid*/) { return false; }
  virtual void Controlled(std::uint32_t /*sid*/, DeviceAction /*action*/) {}

 protected:
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};
  void WakeAt(std::uint64_t step) { wakes_at_ = step; }

 private:
  std::uint64_t wakes_at_ = 0;
};

}  // namespace quiesce
