// A port for tests: an image that obeys at once, a log of every step that changes something, and
// faults on demand. It keeps account of what is held, and of what is misused.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/driver/image_port.h"

namespace quiesce {

class RecordingPort : public ImagePort {
 public:
  /// Memory of the driver's own comes from [0x9000'0000, +256 MiB).
  explicit RecordingPort(Image& image) : ImagePort(image, allocator_, writes_), image_(image) {}

  void WriteReg32(Reg reg, std::uint32_t value) override;
  void WriteReg64(Reg reg, std::uint64_t value) override;
  void WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) override;
  WordRead ReadWord(const Resource& through, std::uint64_t pa) override;
  std::optional<Resource> MapTable(const PhysicalRange& range) override;
  void Unmap(const Resource& r) override { Release(r); }
  std::optional<Resource> AllocHeap(std::uint64_t bytes) override;
  void FreeHeap(const Resource& r) override { Release(r); }
  std::optional<Resource> AllocDma(std::uint64_t bytes, std::uint64_t align) override;
  void FreeDma(const Resource& r) override { Release(r); }
  bool Fails(FaultPoint point) override;
  void RequestIrq(IrqLine line, IrqStyle style) override;
  void FreeIrq(IrqLine line) override;
  void Register(Registration what) override;
  void Unregister(Registration what) override;
  void ControlDevice(std::uint32_t sid, DeviceAction action) override;
  bool MarkedQuiesced(std::uint32_t sid) override { return quiesced.contains(sid); }

  /// "CR0=0x8" for each register write, in order.
  std::vector<std::string> RegisterWrites() const;
  /// The values written to one register, in order.
  std::vector<std::uint64_t> Writes(Reg reg) const;
  /// Opcodes of the commands that were handed over, CMD_SYNCs left out.
  std::vector<std::uint64_t> Commands() const { return commands_; }

  bool Balanced() const { return live_.empty() && irqs_.empty() && registered_.empty(); }
  std::size_t LiveMappings() const;
  std::uint64_t MappedBytes() const;

  std::set<std::uint32_t> quiesced;
  std::map<FaultPoint, unsigned> asked;               ///< how often each point was passed
  std::set<FaultPoint> failing;                       ///< points that fail
  bool sync_hangs = false;                            ///< CMDQ_CONS never moves
  std::function<void(std::uint64_t pa)> before_read;  ///< may change the image
  std::vector<std::string> misuse;  ///< double releases, accesses through what is not held
  std::vector<std::pair<IrqLine, IrqStyle>> requested;
  std::vector<std::pair<std::uint32_t, DeviceAction>> device_actions;

 private:
  void Release(const Resource& r);
  void Note(const std::string& what) { misuse.push_back(what); }
  void CheckHeld(const Resource& through, std::uint64_t pa);
  void TakeCommands();
  std::optional<Resource> Hold(std::optional<Resource> r);

  Image& image_;
  L2Allocator allocator_{{0x9000'0000, 0x1000'0000}};
  std::vector<DriverWrite> writes_;
  std::map<std::uint32_t, Resource> live_;
  std::set<IrqLine> irqs_;
  std::set<Registration> registered_;
  std::vector<std::uint64_t> commands_;
  std::uint32_t consumed_ = 0;
};

}  // namespace quiesce
