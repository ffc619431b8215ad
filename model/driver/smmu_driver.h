// The driver of one SMMU, from probe to shutdown. Every call runs to its end; what happens between
// its steps is up to the port.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

#include "model/driver/irq_handlers.h"
#include "model/driver/master.h"

namespace quiesce {

class SmmuDriver {
 public:
  /// The port and the config must outlive the driver.
  SmmuDriver(Port& port, const DriverConfig& config) : core_{port, config} {}

  /// Probe: features, gate, queues, stream table, RMR, reset, registrations. On a stop everything
  /// is given back and the SMMU is off, if the reset had begun; the driver can be probed again.
  std::optional<DriverStop> Probe();

  /// The id of a new master, or why its device was rejected.
  struct MasterProbe {
    std::optional<DriverStop> rejected;
    std::uint32_t master = 0;
  };
  MasterProbe ProbeDevice(std::span<const std::uint32_t> sids,
                          DomainKind default_domain = DomainKind::kDma);

  /// The device's own driver uses DMA for the first time.
  std::optional<DriverStop> FirstUse(std::uint32_t master);
  /// Replaces the master's domain; ends the deferral.
  std::optional<DriverStop> Attach(std::uint32_t master, DomainKind kind);
  /// Maps or unmaps one 4 KiB page in the attached DMA or stage 2 domain.
  std::optional<DriverStop> Map(std::uint32_t master, std::uint64_t iova, std::uint64_t pa);
  std::optional<DriverStop> Unmap(std::uint32_t master, std::uint64_t iova);
  std::optional<DriverStop> ReleaseDevice(std::uint32_t master);

  /// The interrupt of a source came. Runs the thread too if the handler asks for it.
  IrqAnswer OnIrq(IrqLine line);

  void Remove();    ///< unbind: SMMU off, everything given back
  void Shutdown();  ///< SMMU off, nothing else

  bool probed() const { return probed_; }
  const DriverState& state() const { return core_.s; }
  const Master& master(std::uint32_t id) const { return masters_[id]; }
  std::size_t masters() const { return masters_.size(); }

 private:
  std::optional<DriverStop> ProbeSteps();
  void GiveUp();

  DriverCore core_;
  std::deque<Master> masters_;
  bool probed_ = false;
  bool reset_began_ = false;
};

}  // namespace quiesce
