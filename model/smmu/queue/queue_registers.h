// The three Non-secure queues, each as its registers say. IHI 0070 G.b 6.3.26 to 6.3.33, 6.3.95 to
// 6.3.98.
#pragma once

#include "model/image/image.h"
#include "model/smmu/queue/ring.h"

namespace quiesce {

enum class QueueId : std::uint8_t { kCommand, kEvent, kPri };

/// Which registers hold a queue, and the size of its entries.
struct QueueSpec {
  Reg base;
  Reg prod;
  Reg cons;
  unsigned entry_log2;
  bool hardware_consumes;  ///< the SMMU owns CONS; else it owns PROD

  constexpr Reg owned_by_hardware() const { return hardware_consumes ? cons : prod; }
};

constexpr QueueSpec SpecOf(QueueId id) {
  switch (id) {
    case QueueId::kCommand:
      return {Reg::CMDQ_BASE, Reg::CMDQ_PROD, Reg::CMDQ_CONS, 4, true};
    case QueueId::kEvent:
      return {Reg::EVENTQ_BASE, Reg::EVENTQ_PROD, Reg::EVENTQ_CONS, 5, false};
    case QueueId::kPri:
      break;
  }
  return {Reg::PRIQ_BASE, Reg::PRIQ_PROD, Reg::PRIQ_CONS, 4, false};
}

/// A queue as one value.
struct QueueState {
  std::uint64_t base;  ///< effective, truncated to OAS (3.4.3)
  Bits<Concrete, 5> qs;
  QueueIndex<Concrete> prod;
  QueueIndex<Concrete> cons;
  unsigned entry_log2;

  bool Empty() const { return bool(IsEmpty(prod, cons, qs)); }
  bool Full() const { return bool(IsFull(prod, cons, qs)); }
  bool Consistent() const { return bool(IsConsistent(prod, cons, qs)); }
  std::uint64_t AddressOf(QueueIndex<Concrete> index) const {
    return EntryAddress(Bits<Concrete, 64>(base), index, qs, entry_log2).raw();
  }
};

/// The effective log2 of the number of entries.
Bits<Concrete, 5> EffectiveLog2Size(QueueId id, const RegisterImage& registers);

/// The queue that the registers describe.
QueueState StateOf(QueueId id, const RegisterImage& registers);

}  // namespace quiesce
