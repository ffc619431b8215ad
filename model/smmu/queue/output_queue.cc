#include "model/smmu/queue/output_queue.h"

#include "model/smmu/queue/bus_write.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kOverflowBit = std::uint64_t{1} << 31;  // OVFLG and OVACKFLG
constexpr unsigned kOutputSituation = 1;                        // of CU-13

}  // namespace

bool OutputQueue::Overflowed() const {
  const QueueSpec spec = SpecOf(id_);
  const RegisterImage& r = regs_.effective();
  return ((r.Read(spec.prod) ^ r.Read(spec.cons)) & kOverflowBit) != 0;
}

void OutputQueue::SignalOverflow() {
  if (Overflowed()) return;
  const Reg prod = SpecOf(id_).prod;
  regs_.SetByHardware(prod, regs_.effective().Read(prod) ^ kOverflowBit);
}

void OutputQueue::MoveProd(const QueueState& queue) {
  const Reg prod = SpecOf(id_).prod;
  const std::uint64_t flag = regs_.effective().Read(prod) & kOverflowBit;
  regs_.SetByHardware(prod, flag | Next(queue.prod, queue.qs).raw());
}

AppendResult OutputQueue::Append(std::span<const std::uint64_t> record, Choices& choices) {
  const QueueState queue = State();
  if (!queue.Consistent()) return AppendInconsistent(queue, record, choices);
  if (queue.Full()) return {AppendStatus::kFull};
  return AppendConsistent(queue, record, choices);
}

AppendResult OutputQueue::AppendConsistent(const QueueState& queue,
                                           std::span<const std::uint64_t> record,
                                           Choices& choices) {
  switch (WriteWords(memory_, queue.AddressOf(queue.prod), record)) {
    case BusStatus::kOk:
      MoveProd(queue);
      return {AppendStatus::kAppended, queue.Empty()};
    case BusStatus::kAbort:
      return OnAbort(queue, choices);
    case BusStatus::kNotCaptured:
      break;
  }
  return {AppendStatus::kNotCaptured};
}

/// CU-38.
AppendResult OutputQueue::OnAbort(const QueueState& queue, Choices& choices) {
  const unsigned alternative = choices.Pick(ChoicePoint::kOutputWriteAbort, 3);
  if (alternative != 2) Raise(abort_, regs_, memory_);
  if (alternative == 0) return {AppendStatus::kLost, false, true};
  MoveProd(queue);
  return {AppendStatus::kLost, queue.Empty()};
}

/// CU-13: in the second alternative the record overwrites an UNKNOWN entry and PROD moves on.
AppendResult OutputQueue::AppendInconsistent(const QueueState& queue,
                                             std::span<const std::uint64_t> record,
                                             Choices& choices) {
  switch (PickPermitted(choices, ChoicePoint::kInconsistentIndexes, regs_.minor_version(),
                        kOutputSituation)) {
    case 0:
      return {AppendStatus::kNotProduced};
    case 2:
      return {AppendStatus::kFull};
    default:
      break;
  }
  const auto bits = static_cast<unsigned>(queue.qs.raw());
  const QueueIndex<Concrete> any(choices.Unknown(ChoicePoint::kInconsistentIndexes, bits));
  const BusStatus status = WriteWords(memory_, queue.AddressOf(any), record);
  if (status == BusStatus::kNotCaptured) return {AppendStatus::kNotCaptured};
  if (status == BusStatus::kAbort) return OnAbort(queue, choices);
  MoveProd(queue);
  return {AppendStatus::kLost};
}

}  // namespace quiesce
