#include "model/driver/image_port.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kMsiDoorbell = 0x0800'0000;

/// What the SMMU does at once after a register was written.
void Obey(RegisterImage& r, Reg reg) {
  switch (reg) {
    case Reg::CR0:
      r.Write(Reg::CR0ACK, r.Read(Reg::CR0));
      break;
    case Reg::IRQ_CTRL:
      r.Write(Reg::IRQ_CTRLACK, r.Read(Reg::IRQ_CTRL));
      break;
    case Reg::GBPA:
      r.Put<Reg::GBPA>(With<"Update">(r.Get<Reg::GBPA>(), 0));
      break;
    case Reg::CMDQ_PROD:
      if (Is<"CMDQEN">(r.Get<Reg::CR0>())) r.Write(Reg::CMDQ_CONS, r.Read(Reg::CMDQ_PROD));
      break;
    default:
      break;
  }
}

}  // namespace

void ImagePort::WriteReg32(Reg reg, std::uint32_t value) { WriteReg64(reg, value); }

void ImagePort::WriteReg64(Reg reg, std::uint64_t value) {
  image_.registers.Write(reg, value);
  writes_.push_back({reg, value});
  Obey(image_.registers, reg);
}

void ImagePort::WriteWord(const Resource&, std::uint64_t pa, std::uint64_t value) {
  image_.memory.Write64(pa, value);
  writes_.push_back({pa, value});
}

std::optional<Resource> ImagePort::AllocDma(std::uint64_t bytes, std::uint64_t align) {
  const std::optional<std::uint64_t> pa = allocator_.Take(bytes, align);
  if (!pa) return std::nullopt;
  image_.memory.Map(*pa, bytes);
  const bool zero = image_.memory.AllZero(*pa, bytes);
  for (std::uint64_t i = 0; i < bytes && !zero; i += 8) {
    if (image_.memory.Read64(*pa + i).value != 0) image_.memory.Write64(*pa + i, 0);
  }
  return Resource{ResourceKind::kDma, NextId(), {*pa, bytes}};
}

MsiMessage ImagePort::MsiOf(IrqLine line) {
  return {kMsiDoorbell, static_cast<std::uint32_t>(line)};
}

}  // namespace quiesce
