// What a write of each register does, by its guard. IHI 0070 G.b 6.3.
#include "model/smmu/mmio/guard.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/register_bits.h"
#include "model/smmu/queue/queue_registers.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

bool IsPreset(Reg reg, const RegisterImage& ids) {
  const auto idr1 = ids.Get<Reg::IDR1>();
  switch (SpecOf(reg).preset) {
    case Preset::kNever:
      return false;
    case Preset::kTables:
      return bool(Is<"TABLES_PRESET">(idr1));
    case Preset::kQueues:
      break;
  }
  return bool(Is<"QUEUES_PRESET">(idr1));
}

/// The fields of CR1 that are fixed. IHI 0070 G.b 6.3.11.1, 6.3.11.2.
std::uint64_t PresetCr1Bits(const RegisterImage& ids) {
  const auto idr1 = ids.Get<Reg::IDR1>();
  return (bool(Is<"TABLES_PRESET">(idr1)) ? kCr1TableBits : 0) |
         (bool(Is<"QUEUES_PRESET">(idr1)) ? kCr1QueueBits : 0);
}

ChoicePoint ClosedPoint(Guard guard) {
  switch (guard) {
    case Guard::kSmmuOff:
      return ChoicePoint::kStrtabGuarded;
    case Guard::kGerrorIrqOff:
    case Guard::kEventqIrqOff:
    case Guard::kPriqIrqOff:
      return ChoicePoint::kIrqCfgGuarded;
    default:
      return ChoicePoint::kQueueRegisterGuarded;
  }
}

}  // namespace

void ProgrammingInterface::WriteRegister(Reg reg, std::uint64_t value, Choices& choices) {
  const RegisterSpec& spec = SpecOf(reg);
  if (IsPreset(reg, visible_)) return;
  switch (reg) {
    case Reg::CR0:
    case Reg::IRQ_CTRL:
      return WriteAcknowledged(reg, value, choices);
    case Reg::GBPA:
      return WriteGbpa(value, choices);
    case Reg::CR1:
      return WriteCr1(value, choices);
    case Reg::CR2:
      return WriteCr2(value, choices);
    case Reg::GERRORN:
      return WriteGerrorn(value, choices);
    case Reg::CMDQ_PROD:
      return WriteCmdqProd(value, choices);
    default:
      break;
  }
  if (StateOf(spec.guard, visible_) != GuardState::kOpen) {
    return WriteClosed(reg, ClosedPoint(spec.guard), choices);
  }
  if (reg == Reg::CMDQ_CONS) return WriteCmdqCons(value, choices);
  if (reg == Reg::CMDQ_BASE || reg == Reg::EVENTQ_BASE || reg == Reg::PRIQ_BASE) {
    return WriteQueueBase(reg, value, choices);
  }
  Store(reg, Storable(reg, value, choices));
}

std::uint64_t ProgrammingInterface::Storable(Reg reg, std::uint64_t value, Choices& choices) const {
  value &= ImplementedBits(reg, visible_);
  const std::uint64_t high = value & AddressBitsAboveOas(reg, visible_);
  const bool stored = high != 0 && choices.Pick(ChoicePoint::kAddressStorage, 2) == 1;
  return stored ? value : value & ~high;
}

void ProgrammingInterface::Store(Reg reg, std::uint64_t value) {
  visible_.Write(reg, value);
  effective_.Write(reg, value);
}

void ProgrammingInterface::Show(Reg reg, std::uint64_t mask, std::uint64_t value) {
  visible_.Write(reg, (visible_.Read(reg) & ~mask) | (value & mask));
}

/// CU-10, CU-11, CU-32.
void ProgrammingInterface::WriteClosed(Reg reg, ChoicePoint point, Choices& choices) {
  const unsigned alternative = PickPermitted(choices, point, minor_version_);
  if (alternative == 0) return;
  const std::uint64_t any =
      choices.Unknown(point, SpecOf(reg).bytes() * 8) & ImplementedBits(reg, visible_);
  if (alternative == 1) return Store(reg, any);
  visible_.Write(reg, any);
}

/// Fields whose guard is open change at once: nothing uses them. The others are CU-6, preset ones
/// CU-33.
void ProgrammingInterface::WriteCr1(std::uint64_t value, Choices& choices) {
  value &= ImplementedBits(Reg::CR1, visible_);
  const std::uint64_t preset = PresetCr1Bits(visible_);
  const std::uint64_t open = OpenCr1Bits(visible_) & ~preset;
  const std::uint64_t changed = value ^ visible_.Read(Reg::CR1);
  if ((changed & preset) != 0 && choices.Pick(ChoicePoint::kPresetAttribute, 2) == 1) {
    Show(Reg::CR1, preset, value);
  }
  Show(Reg::CR1, open, value);
  effective_.Write(Reg::CR1, (effective_.Read(Reg::CR1) & ~open) | (value & open));
  for (const std::uint64_t half : {kCr1QueueBits, kCr1TableBits}) {
    if ((changed & half & ~open & ~preset) == 0) continue;
    if (PickPermitted(choices, ChoicePoint::kCr1Guarded, minor_version_) == 0) continue;
    Show(Reg::CR1, half, value);
    Defer(Reg::CR1, half, value & half);
  }
}

void ProgrammingInterface::WriteCr2(std::uint64_t value, Choices& choices) {
  const GuardState guard = StateOf(Guard::kSmmuOff, visible_);
  if (guard == GuardState::kClosed) return;
  if (guard == GuardState::kTransition &&
      PickPermitted(choices, ChoicePoint::kCr2Guarded, minor_version_) == 0) {
    return;
  }
  const std::uint64_t fields = ImplementedBits(Reg::CR2, visible_);
  Show(Reg::CR2, fields, value);
  Defer(Reg::CR2, fields, value & fields);
}

/// CU-14 applies while the queue may be in use and no error is active.
void ProgrammingInterface::WriteCmdqProd(std::uint64_t value, Choices& choices) {
  const QueueState queue = StateOf(QueueId::kCommand, visible_);
  Store(Reg::CMDQ_PROD, value & ImplementedBits(Reg::CMDQ_PROD, visible_));
  if (StateOf(Guard::kCmdqOff, visible_) == GuardState::kOpen) return;
  const QueueIndex<Concrete> prod(value);
  // While CMDQ_ERR is active PROD may be taken back as far as CONS. IHI 0070 G.b 7.1.
  const QueueIndex<Concrete> floor = IsActive(GlobalError::CMDQ_ERR) ? queue.cons : queue.prod;
  if (OnlyAdds(floor, prod, queue.cons, queue.qs)) return;
  cmdq_abuse_ = choices.Pick(ChoicePoint::kCmdqProdMoved, 2) == 0 ? CmdqIndexAbuse::kStopped
                                                                  : CmdqIndexAbuse::kUnpredictable;
}

/// CU-12: whether ERR takes the written value.
void ProgrammingInterface::WriteCmdqCons(std::uint64_t value, Choices& choices) {
  constexpr std::uint64_t kErr = kFieldMask<Reg::CMDQ_CONS, "ERR">;
  const std::uint64_t old = visible_.Read(Reg::CMDQ_CONS);
  value &= ImplementedBits(Reg::CMDQ_CONS, visible_);
  const bool differs = ((value ^ old) & kErr) != 0;
  const bool written = differs && choices.Pick(ChoicePoint::kCmdqConsErr, 2) == 1;
  Store(Reg::CMDQ_CONS, written ? value : (value & ~kErr) | (old & kErr));
}

/// A smaller LOG2SIZE truncates the indexes; a larger one uncovers bits that are UNKNOWN.
void ProgrammingInterface::WriteQueueBase(Reg reg, std::uint64_t value, Choices& choices) {
  const QueueId id = reg == Reg::CMDQ_BASE     ? QueueId::kCommand
                     : reg == Reg::EVENTQ_BASE ? QueueId::kEvent
                                               : QueueId::kPri;
  const auto before = static_cast<unsigned>(EffectiveLog2Size(id, visible_).raw());
  Store(reg, Storable(reg, value, choices));
  const auto after = static_cast<unsigned>(EffectiveLog2Size(id, visible_).raw());
  if (after <= before) return;
  const std::uint64_t uncovered = MaxValue(after + 1) & ~MaxValue(before + 1);
  for (const Reg index : {SpecOf(id).prod, SpecOf(id).cons}) {
    const std::uint64_t any = choices.Unknown(ChoicePoint::kIndexBits, after - before)
                              << (before + 1);
    Store(index, (visible_.Read(index) & ~uncovered) | any);
  }
}

}  // namespace quiesce
