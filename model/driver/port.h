// The machine as the driver sees it. Everything that the driver does to the outside goes through
// a Port, one call a step: between two calls the SMMU, the devices and other CPUs may act, and an
// implementation may count, record, delay or fail what is asked. The driver keeps no other access
// to registers or memory.
#pragma once

#include <cstdint>
#include <optional>

#include "model/driver/fault_point.h"
#include "model/driver/platform.h"
#include "model/image/memory.h"
#include "spec/registers.h"

namespace quiesce {

enum class ResourceKind : std::uint8_t {
  kMapping,  ///< a CPU mapping of memory that is not this kernel's
  kDma,      ///< memory of this kernel that the SMMU reads or writes
  kHeap,     ///< memory of this kernel that only the CPU uses; it has no address here
};

/// Something acquired, to be given back exactly once. Ids are never reused.
struct Resource {
  ResourceKind kind = ResourceKind::kHeap;
  std::uint32_t id = 0;
  PhysicalRange range = {};  ///< physical; for kHeap only `bytes` counts

  friend bool operator==(const Resource&, const Resource&) = default;
};

/// The part that looks: what deciding about an adoption needs, and all it needs.
class ReadPort {
 public:
  virtual ~ReadPort() = default;

  virtual std::uint32_t ReadReg32(Reg reg) = 0;
  virtual std::uint64_t ReadReg64(Reg reg) = 0;

  /// A mapping of memory as write-back cacheable; nothing if it is refused. Mapping says nothing
  /// about whether the memory answers.
  virtual std::optional<Resource> MapTable(const PhysicalRange& range) = 0;
  virtual void Unmap(const Resource& mapping) = 0;

  /// Reads the aligned 64-bit word at a physical address, once and not torn. `through` is a live
  /// mapping or DMA allocation that holds it; if it is neither, the driver is at fault and the
  /// implementation says so in its own way.
  virtual WordRead ReadWord(const Resource& through, std::uint64_t pa) = 0;

  /// Memory that only the CPU uses.
  virtual std::optional<Resource> AllocHeap(std::uint64_t bytes) = 0;
  virtual void FreeHeap(const Resource& heap) = 0;

  /// Asked once at every fallible step, just before it. True: the step fails without being made.
  virtual bool Fails(FaultPoint point) = 0;
};

enum class IrqLine : std::uint8_t { kEventq, kGerror, kPriq, kCombined };

/// Whether a part of the handler runs in a thread.
enum class IrqStyle : std::uint8_t { kThreaded, kPlain };

enum class Registration : std::uint8_t { kSysfs, kIommu };

/// What the kernel does to a device in its own configuration space, for every function behind the
/// StreamID.
enum class DeviceAction : std::uint8_t {
  kAtsEnable,
  kAtsDisable,
  kPasidEnable,
  kBusMasterOff,
  kFunctionLevelReset,
};

/// One MSI: what an interrupt writes, and where. Address 0: no MSI.
struct MsiMessage {
  std::uint64_t address = 0;
  std::uint32_t data = 0;
};

/// The whole machine.
class Port : public ReadPort {
 public:
  virtual void WriteReg32(Reg reg, std::uint32_t value) = 0;
  virtual void WriteReg64(Reg reg, std::uint64_t value) = 0;

  /// Stores an aligned 64-bit word: seen by the SMMU at once and whole, or not yet. Stores may be
  /// seen in any order until Barrier(). `through` as in ReadWord.
  virtual void WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) = 0;

  /// Stores before it are seen before stores and register writes after it. Writing a register
  /// implies it: the driver uses the ordered accessors where it relies on that.
  virtual void Barrier() = 0;

  /// Zeroed memory; `align` is a power of two. Nothing if there is none.
  virtual std::optional<Resource> AllocDma(std::uint64_t bytes, std::uint64_t align) = 0;
  virtual void FreeDma(const Resource& memory) = 0;

  /// Lets one poll interval pass. A poll loop reads, waits, and gives up after a bounded number of
  /// intervals.
  virtual void Wait() = 0;

  /// The message that the platform assigns to an interrupt source, if it gives MSIs.
  virtual MsiMessage MsiOf(IrqLine line) = 0;
  virtual void RequestIrq(IrqLine line, IrqStyle style) = 0;
  virtual void FreeIrq(IrqLine line) = 0;
  virtual void Register(Registration what) = 0;
  virtual void Unregister(Registration what) = 0;

  virtual void ControlDevice(std::uint32_t sid, DeviceAction action) = 0;
  /// The crashed kernel said, before or while it died, that this device does no more DMA.
  virtual bool MarkedQuiesced(std::uint32_t sid) = 0;
};

}  // namespace quiesce
