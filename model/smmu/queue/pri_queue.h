// The PRI queue as the SMMU fills it, and the responses it gives by itself. IHI 0070 G.b 8.
#pragma once

#include <cstdint>
#include <optional>

#include "model/smmu/queue/invalidation.h"
#include "model/smmu/queue/output_queue.h"
#include "spec/descriptors.h"

namespace quiesce {

enum class PageRequestFate : std::uint8_t {
  kRecorded,
  kDiscarded,  ///< the queue is off, in error or in overflow
  kLost,       ///< the write failed
  kNotCaptured,
};

struct PageRequestOutcome {
  PageRequestFate fate;
  std::optional<PrgResponse> response;  ///< sent to the endpoint at once
};

/// STE.PPAR of the requester; nothing if there is no valid STE to read it from.
using Ppar = std::optional<bool>;

class PriQueue {
 public:
  PriQueue(ProgrammingInterface& regs, SparseMemory& memory)
      : queue_(QueueId::kPri, GlobalError::PRIQ_ABT_ERR, regs, memory),
        regs_(regs),
        memory_(memory) {}

  /// A page request, or a Stop PASID marker, which is never answered. `ppar` matters only for a
  /// request with a PASID that is discarded because of overflow, without IDR3.PPS. In service
  /// failure mode, of which chapter 8 says nothing, requests fare as with PRIQ_ABT_ERR.
  PageRequestOutcome Receive(const PageRequest<Concrete>& request, Ppar ppar, Choices& choices);

  bool Overflowed() const { return queue_.Overflowed(); }

 private:
  PageRequestOutcome Refuse(const PageRequest<Concrete>& request) const;
  PageRequestOutcome Overflow(const PageRequest<Concrete>& request, Ppar ppar, Choices& choices);
  std::optional<PrgResponse> OverflowResponse(const PageRequest<Concrete>& request, Ppar ppar,
                                              Choices& choices) const;
  void Interrupt(bool became_non_empty, bool last);

  OutputQueue queue_;
  ProgrammingInterface& regs_;
  SparseMemory& memory_;
};

}  // namespace quiesce
