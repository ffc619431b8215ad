#include "model/smmu/mmio/guard.h"

#include "model/smmu/mmio/register_bits.h"

namespace quiesce {
namespace {

static_assert(kCr1QueueBits ==
              (kFieldMask<Reg::CR1, "QUEUE_IC"> | kFieldMask<Reg::CR1, "QUEUE_OC"> |
               kFieldMask<Reg::CR1, "QUEUE_SH">));
static_assert(kCr1TableBits ==
              (kFieldMask<Reg::CR1, "TABLE_IC"> | kFieldMask<Reg::CR1, "TABLE_OC"> |
               kFieldMask<Reg::CR1, "TABLE_SH">));

GuardState StateOfBit(std::uint64_t mask, std::uint64_t value, std::uint64_t ack) {
  if (((value | ack) & mask) == 0) return GuardState::kOpen;
  return ((value ^ ack) & mask) != 0 ? GuardState::kTransition : GuardState::kClosed;
}

GuardState OfCr0(std::uint64_t mask, const RegisterImage& r) {
  return StateOfBit(mask, r.Read(Reg::CR0), r.Read(Reg::CR0ACK));
}

GuardState OfIrqCtrl(std::uint64_t mask, const RegisterImage& r) {
  return StateOfBit(mask, r.Read(Reg::IRQ_CTRL), r.Read(Reg::IRQ_CTRLACK));
}

}  // namespace

GuardState StateOf(Guard guard, const RegisterImage& visible) {
  switch (guard) {
    case Guard::kSmmuOff:
      return OfCr0(kFieldMask<Reg::CR0, "SMMUEN">, visible);
    case Guard::kCmdqOff:
      return OfCr0(kFieldMask<Reg::CR0, "CMDQEN">, visible);
    case Guard::kEventqOff:
      return OfCr0(kFieldMask<Reg::CR0, "EVENTQEN">, visible);
    case Guard::kPriqOff:
      return OfCr0(kFieldMask<Reg::CR0, "PRIQEN">, visible);
    case Guard::kGerrorIrqOff:
      return OfIrqCtrl(kFieldMask<Reg::IRQ_CTRL, "GERROR_IRQEN">, visible);
    case Guard::kEventqIrqOff:
      return OfIrqCtrl(kFieldMask<Reg::IRQ_CTRL, "EVENTQ_IRQEN">, visible);
    case Guard::kPriqIrqOff:
      return OfIrqCtrl(kFieldMask<Reg::IRQ_CTRL, "PRIQ_IRQEN">, visible);
    case Guard::kNone:
    case Guard::kUpdateProtocol:
    case Guard::kPerField:
    case Guard::kAtosIdle:
      return GuardState::kOpen;
  }
  return GuardState::kOpen;
}

std::uint64_t OpenCr1Bits(const RegisterImage& visible) {
  const bool smmu_off = StateOf(Guard::kSmmuOff, visible) == GuardState::kOpen;
  const bool queues_off = StateOf(Guard::kCmdqOff, visible) == GuardState::kOpen &&
                          StateOf(Guard::kEventqOff, visible) == GuardState::kOpen &&
                          StateOf(Guard::kPriqOff, visible) == GuardState::kOpen;
  return (smmu_off ? kCr1TableBits : 0) | (queues_off ? kCr1QueueBits : 0);
}

}  // namespace quiesce
