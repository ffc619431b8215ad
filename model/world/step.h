// One observable action on a machine, as an observer sees it. Small values: a trace is a vector of
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "model/image/memory.h"
#include "model/smmu/mmio/pending_update.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/outcome.h"
#include "model/smmu/queue/command_queue.h"
#include "model/smmu/queue/event_queue.h"
#include "model/smmu/queue/pri_queue.h"
#include "model/smmu/transaction.h"
#include "model/world/address_map.h"

namespace quiesce {

/// A CPU's access to the SMMU's registers.
struct RegisterAccess {
  bool write;
  std::uint8_t bytes;
  std::uint32_t offset;  ///< from the base of page 0
  std::uint64_t value;   ///< written, or read
  AccessStatus status;
};

/// A CPU's access to an aligned 64-bit word.
struct MemoryAccess {
  bool write;
  std::uint64_t address;
  std::uint64_t value;
  BusStatus status;
};

/// A pending register update went on.
struct RegisterUpdate {
  Reg reg;
  std::uint64_t mask;
  std::uint64_t after;
  bool completed;
};

/// The command queue did something: anything but kIdle and kDisabled.
struct CommandTaken {
  CommandStatus status;
  Cerror error;
  bool sync;
  std::uint64_t address;
  CommandWords words;
};

/// Where a completed transaction ended.
enum class Landing : std::uint8_t {
  kNowhere,      ///< it did not complete, or accesses nothing
  kMemory,       ///< memory or a device window answered
  kBusAbort,     ///< the system aborted it, beyond the SMMU: no event
  kSmmu,         ///< the SMMU's own registers: not modelled, nothing happened
  kNotCaptured,  ///< no answer: the image does not say what is there
};

/// One transaction of a device, from its arrival.
struct DmaTaken {
  Transaction transaction;
  Verdict verdict;
  DecidedBy decided_by;
  bool retried;  ///< it was stalled before
  Landing landing;
  Owner owner;                  ///< of `address`, if it landed
  std::uint64_t address;        ///< Outcome::address
  std::uint64_t value;          ///< written or read; 0 unless it landed in memory
  std::uint64_t replaced;       ///< by a write or an atomic access
  MemoryAttributes attributes;  ///< of a completed access, as `privileged` and `instruction`
  bool privileged;
  bool instruction;
  Permissions permissions;  ///< of a translation completion
  std::optional<EventType> event;
  std::optional<EventFate> fate;
  std::optional<std::uint16_t> stag;
};

/// A page request of an endpoint.
struct PageRequestTaken {
  std::uint32_t stream_id;
  PageRequestFate fate;
  std::optional<PrgResponse> response;
};

enum class FaultKind : std::uint8_t {
  kMemoryCorrupted,
  kEntryEvicted,
  kServiceFailure,
};

/// Something that no party to the hand-over asked for.
struct FaultInjected {
  FaultKind kind;
  std::uint64_t address = 0;  ///< of kMemoryCorrupted, with what the word holds now
  std::uint64_t value = 0;
};

using Step = std::variant<RegisterAccess, MemoryAccess, RegisterUpdate, CommandTaken, DmaTaken,
                          PageRequestTaken, FaultInjected>;

class StepObserver {
 public:
  virtual ~StepObserver() = default;
  /// False: reads of registers and memory, which are most steps, need not be told.
  virtual bool WantsReads() const { return true; }
  /// Called after the step, in order.
  virtual void Took(const Step& step) = 0;
};

}  // namespace quiesce
