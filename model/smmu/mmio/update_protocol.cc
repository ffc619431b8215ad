// CR0 and IRQ_CTRL with their acknowledgements, GBPA with its Update flag, and changes that take
// effect later. IHI 0070 G.b 6.3.9, 6.3.12, 6.3.14, 6.3.16.
#include <algorithm>

#include "model/smmu/mmio/guard.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/mmio/register_bits.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSmmuen = kFieldMask<Reg::CR0, "SMMUEN">;
constexpr std::uint64_t kCmdqen = kFieldMask<Reg::CR0, "CMDQEN">;
constexpr std::uint64_t kQueueEnables =
    kCmdqen | kFieldMask<Reg::CR0, "EVENTQEN"> | kFieldMask<Reg::CR0, "PRIQEN">;
constexpr std::uint64_t kGbpaUpdate = kFieldMask<Reg::GBPA, "Update">;

constexpr Reg AckOf(Reg reg) { return reg == Reg::CR0 ? Reg::CR0ACK : Reg::IRQ_CTRLACK; }
constexpr bool IsAcknowledged(Reg reg) { return reg == Reg::CR0 || reg == Reg::IRQ_CTRL; }

std::uint64_t Replaced(std::uint64_t word, std::uint64_t mask, std::uint64_t value) {
  return (word & ~mask) | (value & mask);
}

}  // namespace

PendingUpdate* ProgrammingInterface::FindPending(Reg reg, std::uint64_t mask) {
  for (PendingUpdate& p : pending_) {
    if (p.reg == reg && p.mask == mask) return &p;
  }
  return nullptr;
}

void ProgrammingInterface::WriteAcknowledged(Reg reg, std::uint64_t value, Choices& choices) {
  const std::uint64_t implemented = ImplementedBits(reg, visible_);
  for (const FieldSpec& f : SpecOf(reg).format->fields) {
    const std::uint64_t mask = FieldMask(f);
    if ((mask & implemented) != 0) WriteAcknowledgedField(reg, mask, value & mask, choices);
  }
}

void ProgrammingInterface::WriteAcknowledgedField(Reg reg, std::uint64_t mask, std::uint64_t value,
                                                  Choices& choices) {
  if (value == (visible_.Read(reg) & mask)) return;
  if (PendingUpdate* update = FindPending(reg, mask)) return RechangeField(*update, value, choices);
  pending_.push_back({reg, mask, effective_.Read(reg) & mask, {value}});
  Show(reg, mask, value);
}

/// CU-5.
void ProgrammingInterface::RechangeField(PendingUpdate& update, std::uint64_t value,
                                         Choices& choices) {
  const bool back = value == update.original;
  unsigned alternative =
      PickPermitted(choices, ChoicePoint::kAckedFieldRechange, minor_version_, back ? 1 : 0);
  if (alternative == 0) return;
  Show(update.reg, update.mask, value);
  if (back && alternative == 1) {  // Update ceases
    effective_.Write(update.reg,
                     Replaced(effective_.Read(update.reg), update.mask, update.original));
    std::erase(pending_, PendingUpdate(update));
    return;
  }
  update.values.push_back(value);
}

void ProgrammingInterface::WriteGbpa(std::uint64_t value, Choices& choices) {
  value &= ImplementedBits(Reg::GBPA, visible_);
  const std::uint64_t fields = ImplementedBits(Reg::GBPA, visible_) & ~kGbpaUpdate;
  if ((visible_.Read(Reg::GBPA) & kGbpaUpdate) != 0) {  // CU-8
    if (PickPermitted(choices, ChoicePoint::kGbpaDuringUpdate, minor_version_) == 0) return;
    Show(Reg::GBPA, fields, value);
    return Defer(Reg::GBPA, fields, choices.Unknown(ChoicePoint::kGbpaDuringUpdate, 32) & fields);
  }
  if ((value & kGbpaUpdate) == 0) return WriteGbpaWithoutUpdate(value, choices);
  Show(Reg::GBPA, fields | kGbpaUpdate, value);
  Defer(Reg::GBPA, fields, value & fields);
}

/// CU-9.
void ProgrammingInterface::WriteGbpaWithoutUpdate(std::uint64_t value, Choices& choices) {
  const std::uint64_t fields = ImplementedBits(Reg::GBPA, visible_) & ~kGbpaUpdate;
  switch (PickPermitted(choices, ChoicePoint::kGbpaWithoutUpdate, minor_version_)) {
    case 0:
      return;
    case 1:
      return Show(Reg::GBPA, fields, value);
    default:
      Show(Reg::GBPA, fields, value);
      return Defer(Reg::GBPA, fields, value & fields);
  }
}

/// The value will be in use from some later step on; it replaces one that was waiting.
void ProgrammingInterface::Defer(Reg reg, std::uint64_t mask, std::uint64_t value) {
  const std::uint64_t original = effective_.Read(reg) & mask;
  if (PendingUpdate* update = FindPending(reg, mask)) {
    update->values = {value};
    update->in_effect = false;
    return;
  }
  if (value != original || reg == Reg::GBPA) pending_.push_back({reg, mask, original, {value}});
}

std::optional<UpdateStep> ProgrammingInterface::StepUpdate(Choices& choices) {
  if (pending_.empty()) return std::nullopt;
  const auto n = static_cast<unsigned>(pending_.size());
  const unsigned pick = choices.Pick(ChoicePoint::kUpdateInstant, n + 1);
  if (pick == 0) return std::nullopt;
  return Advance(pick - 1, choices);
}

std::vector<UpdateStep> ProgrammingInterface::CompletePending(Choices& choices) {
  std::vector<UpdateStep> steps;
  while (!pending_.empty()) steps.push_back(Advance(0, choices));
  return steps;
}

UpdateStep ProgrammingInterface::Advance(std::size_t index, Choices& choices) {
  PendingUpdate& update = pending_[index];
  UpdateStep step{update.reg, update.mask, effective_.Read(update.reg) & update.mask, 0, true};
  if (!update.in_effect) {
    step = TakeEffect(update, choices);
    const bool acknowledges = IsAcknowledged(update.reg) || update.reg == Reg::GBPA;
    if (acknowledges) return step;
  }
  step.after = effective_.Read(step.reg) & step.mask;
  step.completed = true;
  const PendingUpdate done = update;
  pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(index));
  Complete(done);
  return step;
}

UpdateStep ProgrammingInterface::TakeEffect(PendingUpdate& update, Choices& choices) {
  const auto n = static_cast<unsigned>(update.values.size());
  const unsigned pick = n == 1 ? 0 : choices.Pick(ChoicePoint::kRechangedValue, n);
  const std::uint64_t before = effective_.Read(update.reg);
  const std::uint64_t after = Replaced(before, update.mask, update.values[pick]);
  effective_.Write(update.reg, after);
  update.in_effect = true;
  return {update.reg, update.mask, before & update.mask, after & update.mask, false};
}

void ProgrammingInterface::Complete(const PendingUpdate& update) {
  if (update.reg == Reg::GBPA) return Show(Reg::GBPA, kGbpaUpdate, 0);
  if (!IsAcknowledged(update.reg)) return;
  const Reg ack = AckOf(update.reg);
  Store(ack, Replaced(visible_.Read(ack), update.mask, effective_.Read(update.reg)));
  if (update.reg == Reg::CR0) OnAcknowledged(update.mask);
}

/// What completion of a CR0 field guarantees of other registers. IHI 0070 G.b 6.3.11, 6.3.12.
void ProgrammingInterface::OnAcknowledged(std::uint64_t cr0_mask) {
  if (cr0_mask == kSmmuen) {
    ForceEffect(Reg::CR1, kCr1TableBits);
    if (EffectiveSmmuen()) ForceEffect(Reg::CR2, ImplementedBits(Reg::CR2, visible_));
  }
  if ((cr0_mask & kQueueEnables) != 0) ForceEffect(Reg::CR1, kCr1QueueBits);
  if (cr0_mask == kCmdqen && !EffectiveCmdqen()) cmdq_abuse_ = CmdqIndexAbuse::kNone;
}

void ProgrammingInterface::ForceEffect(Reg reg, std::uint64_t mask) {
  PendingUpdate* update = FindPending(reg, mask);
  if (update == nullptr) return;
  effective_.Write(reg, Replaced(effective_.Read(reg), mask, update->values.front()));
  std::erase(pending_, PendingUpdate(*update));
}

}  // namespace quiesce
