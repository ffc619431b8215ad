#include "model/smmu/queue/command_queue.h"

#include "model/smmu/queue/bus_write.h"
#include "model/smmu/queue/queue_registers.h"
#include "spec/choice_specs.h"

namespace quiesce {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

CommandStatus CommandQueue::Readiness(Choices& choices) const {
  if (!regs_.EffectiveCmdqen() || regs_.InServiceFailureMode()) return CommandStatus::kDisabled;
  if (regs_.IsActive(GlobalError::CMDQ_ERR)) return CommandStatus::kErrorActive;
  if (regs_.cmdq_abuse() == CmdqIndexAbuse::kStopped) return CommandStatus::kStopped;
  if (regs_.cmdq_abuse() == CmdqIndexAbuse::kUnpredictable) return CommandStatus::kUnpredictable;
  const QueueState queue = StateOf(QueueId::kCommand, regs_.effective());
  if (!queue.Consistent()) {
    return PickPermitted(choices, ChoicePoint::kInconsistentIndexes, regs_.minor_version()) == 0
               ? CommandStatus::kStopped
               : CommandStatus::kUnpredictable;
  }
  return queue.Empty() ? CommandStatus::kIdle : CommandStatus::kConsumed;
}

CommandStep CommandQueue::Step(Choices& choices) {
  CommandStep step{Readiness(choices)};
  if (step.status != CommandStatus::kConsumed) return step;
  const QueueState queue = StateOf(QueueId::kCommand, regs_.effective());
  step.address = queue.AddressOf(queue.cons);
  for (std::size_t i = 0; i < step.words.size(); ++i) {
    const WordRead word = memory_.Read64(step.address + 8 * i);
    if (word.status == BusStatus::kAbort) return Fail(std::move(step), Cerror::CERROR_ABT);
    if (word.status == BusStatus::kNotCaptured) {
      step.status = CommandStatus::kNotCaptured;
      return step;
    }
    step.words[i] = word.value;
  }
  return Execute(std::move(step), choices);
}

CommandStep CommandQueue::Execute(CommandStep step, Choices& choices) {
  const Command command = Decode(step.words, regs_, choices);
  if (std::holds_alternative<IllegalCommand>(command)) {
    return Fail(std::move(step), Cerror::CERROR_ILL);
  }
  if (const Sync* sync = std::get_if<Sync>(&command)) {
    return CompleteSync(*sync, std::move(step), choices);
  }
  ++incomplete_;
  std::visit(Overloaded{
                 [&](const Invalidation& c) { ports_.invalidations.Start(c); },
                 [&](const Prefetch& c) { ports_.invalidations.Hint(c); },
                 [&](const AtcInvalidation& c) {
                   if (ports_.ats != nullptr) ports_.ats->Invalidate(c);
                 },
                 [&](const PrgResponse& c) {
                   if (ports_.ats != nullptr) ports_.ats->Respond(c);
                 },
                 [&](const Resume& c) { ports_.stalls.Apply(c, choices); },
                 [&](const StallTerm& c) { ports_.stalls.Apply(c); },
                 [](const auto&) {},
             },
             command);
  return Consume(std::move(step));
}

/// Everything that completion guarantees comes before the signal, and that before consumption.
CommandStep CommandQueue::CompleteSync(const Sync& sync, CommandStep step, Choices& choices) {
  if (ports_.ats != nullptr && !ports_.ats->AwaitInvalidations()) {
    return Fail(std::move(step), Cerror::CERROR_ATC_INV_SYNC);
  }
  ports_.invalidations.Complete();
  step.retried = ports_.events.Synchronize(choices);
  incomplete_ = 0;
  step.sync = true;
  step.send_event = sync.signal == Sync::Signal::kEvent;
  step.wired_interrupt = sync.signal == Sync::Signal::kInterrupt;
  if (step.wired_interrupt) SendSyncMsi(sync.msi_address, sync.msi_data, regs_, memory_);
  return Consume(std::move(step));
}

CommandStep CommandQueue::Consume(CommandStep step) {
  const QueueState queue = StateOf(QueueId::kCommand, regs_.effective());
  auto cons = regs_.Effective<Reg::CMDQ_CONS>();
  cons = With<"RD">(cons, Next(queue.cons, queue.qs));
  regs_.SetByHardware(Reg::CMDQ_CONS, cons.word(0).raw());
  return step;
}

CommandStep CommandQueue::Fail(CommandStep step, Cerror error) {
  auto cons = regs_.Effective<Reg::CMDQ_CONS>();
  cons = With<"ERR">(cons, Bits<Concrete, 7>(static_cast<std::uint64_t>(error)));
  regs_.SetByHardware(Reg::CMDQ_CONS, cons.word(0).raw());
  Raise(GlobalError::CMDQ_ERR, regs_, memory_);
  step.status = CommandStatus::kFailed;
  step.error = error;
  return step;
}

}  // namespace quiesce
