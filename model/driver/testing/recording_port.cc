#include "model/driver/testing/recording_port.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "spec/commands.h"

namespace quiesce {

void RecordingPort::WriteReg32(Reg reg, std::uint32_t value) {
  const std::uint64_t cons = image_.registers.Read(Reg::CMDQ_CONS);
  ImagePort::WriteReg32(reg, value);
  if (reg == Reg::CMDQ_CONS) consumed_ = value;
  if (reg == Reg::CMDQ_PROD) TakeCommands();
  if (reg == Reg::CMDQ_PROD && sync_hangs) image_.registers.Write(Reg::CMDQ_CONS, cons);
}

void RecordingPort::WriteReg64(Reg reg, std::uint64_t value) { ImagePort::WriteReg64(reg, value); }

void RecordingPort::TakeCommands() {
  const auto base = image_.registers.Get<Reg::CMDQ_BASE>();
  if (!Is<"CMDQEN">(image_.registers.Get<Reg::CR0>())) return;
  const std::uint32_t slots = std::uint32_t{1} << Get<"LOG2SIZE">(base).raw();
  const auto prod = static_cast<std::uint32_t>(image_.registers.Read(Reg::CMDQ_PROD));
  for (; consumed_ != prod; consumed_ = (consumed_ + 1) & (2 * slots - 1)) {
    const std::uint64_t pa = Addr<"ADDR">(base).raw() + (consumed_ & (slots - 1)) * 16;
    const std::uint64_t opcode = image_.memory.Read64(pa).value & 0xFF;
    if (opcode != static_cast<std::uint64_t>(Opcode::SYNC)) commands_.push_back(opcode);
  }
}

void RecordingPort::CheckHeld(const Resource& through, std::uint64_t pa) {
  const auto found = live_.find(through.id);
  const bool held = found != live_.end() && pa >= found->second.range.first &&
                    pa - found->second.range.first < found->second.range.bytes;
  if (!held) Note(absl::StrFormat("access to 0x%x through what does not hold it", pa));
}

void RecordingPort::WriteWord(const Resource& through, std::uint64_t pa, std::uint64_t value) {
  CheckHeld(through, pa);
  ImagePort::WriteWord(through, pa, value);
}

WordRead RecordingPort::ReadWord(const Resource& through, std::uint64_t pa) {
  CheckHeld(through, pa);
  if (before_read) before_read(pa);
  return ImagePort::ReadWord(through, pa);
}

std::optional<Resource> RecordingPort::Hold(std::optional<Resource> r) {
  if (r) live_.emplace(r->id, *r);
  return r;
}
std::optional<Resource> RecordingPort::MapTable(const PhysicalRange& range) {
  return Hold(ImagePort::MapTable(range));
}
std::optional<Resource> RecordingPort::AllocHeap(std::uint64_t bytes) {
  return Hold(ImagePort::AllocHeap(bytes));
}
std::optional<Resource> RecordingPort::AllocDma(std::uint64_t bytes, std::uint64_t align) {
  return Hold(ImagePort::AllocDma(bytes, align));
}

void RecordingPort::Release(const Resource& r) {
  if (live_.erase(r.id) == 0) Note(absl::StrFormat("release of %d, which is not held", r.id));
}

bool RecordingPort::Fails(FaultPoint point) {
  ++asked[point];
  return failing.contains(point);
}

void RecordingPort::RequestIrq(IrqLine line, IrqStyle style) {
  requested.emplace_back(line, style);
  irqs_.insert(line);
}
void RecordingPort::FreeIrq(IrqLine line) {
  if (irqs_.erase(line) == 0) Note("an interrupt is freed that was not requested");
}
void RecordingPort::Register(Registration what) { registered_.insert(what); }
void RecordingPort::Unregister(Registration what) {
  if (registered_.erase(what) == 0) Note("unregistered twice");
}
void RecordingPort::ControlDevice(std::uint32_t sid, DeviceAction action) {
  device_actions.emplace_back(sid, action);
}

std::vector<std::string> RecordingPort::RegisterWrites() const {
  std::vector<std::string> lines;
  for (const DriverWrite& w : writes_) {
    if (const Reg* reg = std::get_if<Reg>(&w.target)) {
      if (*reg == Reg::CMDQ_PROD && w.value != 0) continue;  // commands
      lines.push_back(absl::StrFormat("%s=0x%x", SpecOf(*reg).name(), w.value));
    }
  }
  return lines;
}

std::vector<std::uint64_t> RecordingPort::Writes(Reg reg) const {
  std::vector<std::uint64_t> values;
  for (const DriverWrite& w : writes_) {
    if (w.target == decltype(w.target)(reg)) values.push_back(w.value);
  }
  return values;
}

std::size_t RecordingPort::LiveMappings() const {
  return static_cast<std::size_t>(std::count_if(live_.begin(), live_.end(), [](const auto& r) {
    return r.second.kind == ResourceKind::kMapping;
  }));
}

std::uint64_t RecordingPort::MappedBytes() const {
  std::uint64_t bytes = 0;
  for (const auto& [id, r] : live_) {
    if (r.kind == ResourceKind::kMapping) bytes += r.range.bytes;
  }
  return bytes;
}

}  // namespace quiesce
