#include "model/driver/hw_features.h"

#include <algorithm>

namespace quiesce {
namespace {

// 2^22 bytes of entries: the page allocator's largest block with 4 KiB pages.
constexpr std::uint64_t kMaxQueueBytesLog2 = 22;

unsigned QueueLog2(std::uint64_t implemented, unsigned entry_bytes_log2) {
  return static_cast<unsigned>(std::min(implemented, kMaxQueueBytesLog2 - entry_bytes_log2));
}

}  // namespace

HwFeatures ProbeHardware(ReadPort& port, const Platform& platform) {
  const RegisterRecord<Concrete, Reg::IDR0> idr0(Bits<Concrete, 32>(port.ReadReg32(Reg::IDR0)));
  const RegisterRecord<Concrete, Reg::IDR1> idr1(Bits<Concrete, 32>(port.ReadReg32(Reg::IDR1)));
  HwFeatures f;
  f.table = ProbeFeatures<Concrete>(idr0, idr1);
  f.stage1 = bool(Is<"S1P">(idr0));
  f.stage2 = bool(Is<"S2P">(idr0));
  f.hyp = bool(Is<"Hyp">(idr0));
  f.e2h = f.hyp && platform.vhe;
  f.msi = bool(Is<"MSI">(idr0));
  f.stalls = bool(Get<"STALL_MODEL">(idr0) != 1 && Get<"STALL_MODEL">(idr0) != 3);
  f.stall_forced = bool(Get<"STALL_MODEL">(idr0) == 2);
  f.attr_types_ovr = bool(Is<"ATTR_TYPES_OVR">(idr1));
  f.cmdq_log2 = QueueLog2(Get<"CMDQS">(idr1).raw(), 4);
  f.eventq_log2 = QueueLog2(Get<"EVENTQS">(idr1).raw(), 5);
  f.priq_log2 = QueueLog2(Get<"PRIQS">(idr1).raw(), 4);
  return f;
}

}  // namespace quiesce
