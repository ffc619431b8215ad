// The event queue as the SMMU fills it. IHI 0070 G.b 3.5.3 to 3.5.5, 7.2 to 7.4.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/smmu/queue/output_queue.h"
#include "model/smmu/queue/stall_table.h"

namespace quiesce {

/// An event record, as spec/events.h describes it.
using EventWords = std::array<std::uint64_t, 4>;

enum class EventFate : std::uint8_t {
  kRecorded,
  kMerged,      ///< stands for two events now: the record before
  kDiscarded,   ///< the queue was not writable
  kOverflowed,  ///< discarded because the queue was full: an overflow condition
  kHeld,        ///< a stall that waits until the queue is writable
  kLost,        ///< committed, but the write failed
  kNotCaptured,
};

/// A stall whose record could not be written yet.
struct HeldStall {
  std::uint16_t stag;
  EventWords record;
  bool stale = false;  ///< must not be recorded any more: the transaction has to be retried

  friend bool operator==(const HeldStall&, const HeldStall&) = default;
};

/// Two events may share one record: same in all fields but the page offset of InputAddr where the
/// event's section says so, no stall, and the stream permits it (STE.MEV) or the event comes before
/// an STE is found. IHI 0070 G.b 7.3.1.
bool MayMerge(const EventWords& a, const EventWords& b, bool mev);

class EventQueue {
 public:
  EventQueue(ProgrammingInterface& regs, SparseMemory& memory, StallTable& stalls)
      : queue_(QueueId::kEvent, GlobalError::EVENTQ_ABT_ERR, regs, memory),
        regs_(regs),
        memory_(memory),
        stalls_(stalls) {}

  /// EVENTQEN, not full, no active EVENTQ_ABT_ERR, not in service failure mode. IHI 0070 G.b 7.2.1.
  bool Writable() const;

  /// An event of a transaction that was terminated, or of none. `mev` is STE.MEV of the stream. It
  /// may share the record of the event before (CU-39).
  EventFate Record(const EventWords& event, bool mev, Choices& choices);

  /// The event of a stalled transaction; its STAG and Stall fields are filled in. Never discarded
  /// and no cause of overflow: it waits if the queue is not writable.
  EventFate RecordStall(EventWords event, std::uint16_t stag, Choices& choices);

  /// Records the held stalls for which there is room, the oldest first, and drops those whose
  /// transaction was answered meanwhile. Stale ones are not recorded: the stall table has those
  /// transactions retried instead; their STAGs are returned.
  std::vector<std::uint16_t> DeliverHeld(Choices& choices);

  /// What CMD_SYNC does: held records that can be written are written, the others become stale.
  /// Retrying also transactions that no invalidation touched is permitted. IHI 0070 G.b 4.7.3,
  /// 7.2.1.
  std::vector<std::uint16_t> Synchronize(Choices& choices);

  /// As newly made.
  void Forget();

  const std::vector<HeldStall>& held() const { return held_; }
  bool Overflowed() const { return queue_.Overflowed(); }

 private:
  bool Enabled() const;
  EventFate Append(const EventWords& event, Choices& choices);
  void Interrupt(bool became_non_empty);

  OutputQueue queue_;
  ProgrammingInterface& regs_;
  SparseMemory& memory_;
  StallTable& stalls_;
  std::vector<HeldStall> held_;       ///< the oldest first
  std::optional<EventWords> latest_;  ///< the record that the next event may share
};

}  // namespace quiesce
