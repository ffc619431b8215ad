// What the event queue and the PRI queue have in common: appending a record. IHI 0070 G.b 3.5.2,
// 7.2.2, 7.4, 8.1.
#pragma once

#include <cstdint>
#include <span>

#include "model/image/memory.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/queue/queue_registers.h"

namespace quiesce {

enum class AppendStatus : std::uint8_t {
  kAppended,     ///< visible to software
  kFull,         ///< nothing was written: the queue is full, or treated as full (CU-13)
  kNotProduced,  ///< nothing was written: the indexes are inconsistent (CU-13)
  kLost,         ///< the write was aborted (CU-38) or went to an UNKNOWN place (CU-13)
  kNotCaptured,  ///< no answer: the image does not have the queue's memory
};

struct AppendResult {
  AppendStatus status;
  bool became_non_empty = false;   ///< the event that interrupts tell of
  bool synchronous_abort = false;  ///< of kLost: PROD was not moved, and the SMMU knows
};

class OutputQueue {
 public:
  OutputQueue(QueueId id, GlobalError abort, ProgrammingInterface& regs, SparseMemory& memory)
      : id_(id), abort_(abort), regs_(regs), memory_(memory) {}

  QueueState State() const { return StateOf(id_, regs_.effective()); }

  /// Writes the record, then moves PROD. An abort activates the queue's GERROR flag.
  AppendResult Append(std::span<const std::uint64_t> record, Choices& choices);

  /// PROD.OVFLG differs from CONS.OVACKFLG.
  bool Overflowed() const;
  /// Toggles OVFLG unless an overflow is there already.
  void SignalOverflow();

 private:
  AppendResult AppendConsistent(const QueueState& queue, std::span<const std::uint64_t> record,
                                Choices& choices);
  AppendResult AppendInconsistent(const QueueState& queue, std::span<const std::uint64_t> record,
                                  Choices& choices);
  AppendResult OnAbort(const QueueState& queue, Choices& choices);
  void MoveProd(const QueueState& queue);

  QueueId id_;
  GlobalError abort_;
  ProgrammingInterface& regs_;
  SparseMemory& memory_;
};

}  // namespace quiesce
