// Ports over an image at rest: one that looks, one that also acts. Nothing happens between steps:
// no device does DMA, the SMMU obeys at once, and nothing fails unless told.
#pragma once

#include <vector>

#include "model/driver/l2_allocator.h"
#include "model/driver/port.h"
#include "model/driver/write.h"
#include "model/image/image.h"

namespace quiesce {

/// The looking half, for any port.
template <class Base>
class ImageReads : public Base {
 public:
  explicit ImageReads(const Image& image) : image_(image) {}

  std::uint32_t ReadReg32(Reg reg) override {
    return static_cast<std::uint32_t>(image_.registers.Read(reg));
  }
  std::uint64_t ReadReg64(Reg reg) override { return image_.registers.Read(reg); }
  std::optional<Resource> MapTable(const PhysicalRange& range) override {
    return Resource{ResourceKind::kMapping, next_id_++, range};
  }
  void Unmap(const Resource&) override {}
  WordRead ReadWord(const Resource&, std::uint64_t pa) override { return image_.memory.Read64(pa); }
  std::optional<Resource> AllocHeap(std::uint64_t bytes) override {
    return Resource{ResourceKind::kHeap, next_id_++, {0, bytes}};
  }
  void FreeHeap(const Resource&) override {}
  bool Fails(FaultPoint) override { return false; }

 protected:
  std::uint32_t NextId() { return next_id_++; }

 private:
  const Image& image_;
  std::uint32_t next_id_ = 1;
};

using ImageReader = ImageReads<ReadPort>;

/// Acts on the image, and appends every store to `writes`. CR0, IRQ_CTRL and GBPA are acknowledged
/// at once, and an enabled command queue is empty as soon as CMDQ_PROD is written.
class ImagePort : public ImageReads<Port> {
 public:
  ImagePort(Image& image, L2Allocator& allocator, std::vector<DriverWrite>& writes)
      : ImageReads(image), image_(image), allocator_(allocator), writes_(writes) {}

  void WriteReg32(Reg reg, std::uint32_t value) override;
  void WriteReg64(Reg reg, std::uint64_t value) override;
  void WriteWord(const Resource&, std::uint64_t pa, std::uint64_t value) override;
  void Barrier() override {}
  std::optional<Resource> AllocDma(std::uint64_t bytes, std::uint64_t align) override;
  void FreeDma(const Resource&) override {}
  void Wait() override {}
  MsiMessage MsiOf(IrqLine line) override;
  void RequestIrq(IrqLine, IrqStyle) override {}
  void FreeIrq(IrqLine) override {}
  void Register(Registration) override {}
  void Unregister(Registration) override {}
  void ControlDevice(std::uint32_t, DeviceAction) override {}
  bool MarkedQuiesced(std::uint32_t) override { return false; }

 private:
  Image& image_;
  L2Allocator& allocator_;
  std::vector<DriverWrite>& writes_;
};

}  // namespace quiesce
