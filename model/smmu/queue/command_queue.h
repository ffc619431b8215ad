// The command queue as the SMMU consumes it, one command at a time. IHI 0070 G.b 4.1, 4.7.3, 4.8,
// 7.1.
#pragma once

#include <cstdint>
#include <vector>

#include "model/image/memory.h"
#include "model/smmu/queue/command_decode.h"
#include "model/smmu/queue/event_queue.h"
#include "model/smmu/queue/stall_table.h"

namespace quiesce {

/// CMDQ_CONS.ERR. IHI 0070 G.b 7.1.
enum class Cerror : std::uint8_t {
  CERROR_NONE = 0,
  CERROR_ILL = 1,
  CERROR_ABT = 2,
  CERROR_ATC_INV_SYNC = 3,
};

/// Who carries out what commands ask for. All live as long as the queue; `ats` may be null, and
/// ATS and PRI commands then have no effect (IHI 0070 G.b 4.5).
struct CommandPorts {
  InvalidationSink& invalidations;
  StallTable& stalls;
  EventQueue& events;
  AtsPort* ats = nullptr;
};

enum class CommandStatus : std::uint8_t {
  kIdle,           ///< nothing to consume
  kDisabled,       ///< CMDQEN is 0, or the SMMU is in service failure mode
  kErrorActive,    ///< CMDQ_ERR waits to be acknowledged
  kStopped,        ///< software broke the rules for indexes (CU-13, CU-14)
  kUnpredictable,  ///< it did, and any commands might now be executed: no honest answer
  kConsumed,
  kFailed,       ///< CMDQ_ERR has become active, CMDQ_CONS points at the command
  kNotCaptured,  ///< no answer: the image does not have the queue's memory
};

struct CommandStep {
  CommandStatus status;
  std::uint64_t address = 0;             ///< of the command
  CommandWords words{};                  ///< of kConsumed, and kFailed unless CERROR_ABT
  Cerror error = Cerror::CERROR_NONE;    ///< of kFailed
  bool sync = false;                     ///< a CMD_SYNC is complete: what was started, is done
  bool wired_interrupt = false;          ///< by CMD_SYNC with SIG_IRQ
  bool send_event = false;               ///< WFE wake-up event, by CMD_SYNC with SIG_SEV
  std::vector<std::uint16_t> retried{};  ///< stalls to retry instead of recording (7.2.1)
};

class CommandQueue {
 public:
  CommandQueue(ProgrammingInterface& regs, SparseMemory& memory, CommandPorts ports)
      : regs_(regs), memory_(memory), ports_(ports) {}

  /// Consumes one command if there is one and it may be. CMDQ_CONS moves with each command; an SMMU
  /// may also be late in showing that.
  CommandStep Step(Choices& choices);

  /// As newly made.
  void Forget() { incomplete_ = 0; }

  /// Commands consumed since the last CMD_SYNC completed. Their effects may still be under way.
  unsigned incomplete() const { return incomplete_; }

 private:
  CommandStatus Readiness(Choices& choices) const;
  CommandStep Execute(CommandStep step, Choices& choices);
  CommandStep CompleteSync(const Sync& sync, CommandStep step, Choices& choices);
  CommandStep Fail(CommandStep step, Cerror error);
  CommandStep Consume(CommandStep step);

  ProgrammingInterface& regs_;
  SparseMemory& memory_;
  CommandPorts ports_;
  unsigned incomplete_ = 0;
};

}  // namespace quiesce
