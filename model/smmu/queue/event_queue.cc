#include "model/smmu/queue/event_queue.h"

#include "model/smmu/queue/bus_write.h"
#include "spec/events.h"

namespace quiesce {
namespace {

using StallRecord = Record<Concrete, kF_TRANSLATION>;

EventType TypeOf(const EventWords& e) { return static_cast<EventType>(e[0] & 0xFF); }

bool CanStall(EventType t) { return t >= EventType::F_TRANSLATION && t <= EventType::F_PERMISSION; }

bool IsStall(const EventWords& e) {
  return CanStall(TypeOf(e)) && bool(Is<"Stall">(FromRaw<StallRecord>(e)));
}

/// Events whose section takes InputAddr[11:0] out of the comparison.
bool IgnoresPageOffset(EventType t) {
  return CanStall(t) || t == EventType::F_TRANSL_FORBIDDEN || t == EventType::F_WALK_EABT ||
         t == EventType::F_TLB_CONFLICT;
}

/// Events that may be found before an STE is: STE.MEV has no say.
bool MergesWithoutSte(EventType t) {
  return t == EventType::F_UUT || t == EventType::C_BAD_STREAMID || t == EventType::F_STE_FETCH ||
         t == EventType::C_BAD_STE;
}

}  // namespace

bool MayMerge(const EventWords& a, const EventWords& b, bool mev) {
  const EventType type = TypeOf(a);
  if (IsStall(a) || IsStall(b)) return false;
  if (!mev && !MergesWithoutSte(type)) return false;
  const std::uint64_t offset = IgnoresPageOffset(type) ? MaxValue(12) : 0;
  return a[0] == b[0] && a[1] == b[1] && ((a[2] ^ b[2]) & ~offset) == 0 && a[3] == b[3];
}

bool EventQueue::Enabled() const {
  return regs_.EffectiveEventqen() && !regs_.IsActive(GlobalError::EVENTQ_ABT_ERR) &&
         !regs_.InServiceFailureMode();
}

bool EventQueue::Writable() const {
  const QueueState queue = queue_.State();
  return Enabled() && queue.Consistent() && !queue.Full();
}

void EventQueue::Interrupt(bool became_non_empty) {
  if (became_non_empty && bool(Is<"EVENTQ_IRQEN">(regs_.Effective<Reg::IRQ_CTRL>()))) {
    SendMsi(kEventqMsi, regs_, memory_);
  }
}

EventFate EventQueue::Append(const EventWords& event, Choices& choices) {
  const AppendResult result = queue_.Append(event, choices);
  Interrupt(result.became_non_empty);
  switch (result.status) {
    case AppendStatus::kAppended:
      latest_ = event;
      return EventFate::kRecorded;
    case AppendStatus::kFull:
      return EventFate::kOverflowed;
    case AppendStatus::kNotProduced:
      return EventFate::kDiscarded;
    case AppendStatus::kLost:
      return EventFate::kLost;
    case AppendStatus::kNotCaptured:
      break;
  }
  return EventFate::kNotCaptured;
}

EventFate EventQueue::Record(const EventWords& event, bool mev, Choices& choices) {
  if (!Enabled()) return EventFate::kDiscarded;
  if (latest_ && MayMerge(*latest_, event, mev) && choices.Pick(ChoicePoint::kEventMerge, 2) == 1) {
    return EventFate::kMerged;
  }
  const EventFate fate = Append(event, choices);
  if (fate == EventFate::kOverflowed) queue_.SignalOverflow();
  return fate;
}

EventFate EventQueue::RecordStall(EventWords event, std::uint16_t stag, Choices& choices) {
  StallRecord record = FromRaw<StallRecord>(event);
  record = With<"Stall">(With<"STAG">(record, Bits<Concrete, 16>(stag)), 1);
  event = RawWords(record);
  held_.push_back({stag, event});
  DeliverHeld(choices);
  if (!held_.empty() && held_.back().stag == stag) return EventFate::kHeld;
  return stalls_.IsRecorded(stag) ? EventFate::kRecorded : EventFate::kLost;
}

std::vector<std::uint16_t> EventQueue::DeliverHeld(Choices& choices) {
  std::vector<std::uint16_t> retried;
  while (!held_.empty()) {
    const HeldStall next = held_.front();
    if (!stalls_.Holds(next.stag)) {  // answered before it was recorded
      held_.erase(held_.begin());
      continue;
    }
    if (!Writable()) break;
    if (next.stale) {
      retried.push_back(next.stag);
      stalls_.Retry(next.stag);
    } else {
      const EventFate fate = Append(next.record, choices);
      if (fate == EventFate::kNotCaptured) break;
      if (fate == EventFate::kRecorded) stalls_.MarkRecorded(next.stag);
    }
    held_.erase(held_.begin());
  }
  return retried;
}

void EventQueue::Forget() {
  held_.clear();
  latest_.reset();
}

std::vector<std::uint16_t> EventQueue::Synchronize(Choices& choices) {
  std::vector<std::uint16_t> retried = DeliverHeld(choices);
  for (HeldStall& h : held_) h.stale = true;
  latest_.reset();
  return retried;
}

}  // namespace quiesce
