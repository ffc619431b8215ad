// One SMMU that runs: its programming interface, caches, queues and stalled transactions over the
// memory of its system. Each operation is one step that software or a client can tell apart; time
// passes only through them. IHI 0070 G.b chapters 3, 4, 6, 7, 8, 16.
//
// `choices` answers wherever the architecture permits several behaviours (spec/choice_specs.h).
//
// CMDQ_CONS never lags: a command is Consumed when CONS has passed it (4.1.4), so a late CONS is a
// late ConsumeCommand, and an effect that shows earlier is an eviction.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/client_observer.h"
#include "model/smmu/mmio/programming_interface.h"
#include "model/smmu/queue/command_queue.h"
#include "model/smmu/queue/event_queue.h"
#include "model/smmu/queue/pri_queue.h"
#include "model/smmu/step_choices.h"

namespace quiesce {

/// What became of one transaction.
struct DmaResult {
  Outcome outcome;
  std::optional<EventFate> fate;      ///< of outcome.event, if there is one
  std::optional<std::uint16_t> stag;  ///< of a stall that is in the SMMU, not before it
};

/// A transaction that was stalled and is not any more, or has stalled anew.
struct FinishedStall {
  Transaction transaction;
  bool retried;  ///< else terminated by software: no event, Decision says nothing
  DmaResult result;
};

class Smmu {
 public:
  /// In the state that was captured, with empty caches and nothing stalled. The memory must outlive
  /// it, and so must `ats`; without it there are no ATS invalidations and no PRG responses.
  Smmu(const RegisterImage& captured, SparseMemory& memory, const CacheSizes& sizes = {},
       AtsPort* ats = nullptr);
  Smmu(const Smmu&) = delete;
  Smmu& operator=(const Smmu&) = delete;

  /// As newly made; allocates nothing.
  void Restart(const RegisterImage& captured);

  // --- software: see ProgrammingInterface ---

  ReadResult Read(std::uint32_t offset, unsigned bytes, Choices& choices);
  AccessStatus Write(std::uint32_t offset, unsigned bytes, std::uint64_t value, Choices& choices);
  ReadResult Read32(std::uint32_t offset, Choices& choices) { return Read(offset, 4, choices); }
  ReadResult Read64(std::uint32_t offset, Choices& choices) { return Read(offset, 8, choices); }
  AccessStatus Write32(std::uint32_t offset, std::uint32_t value, Choices& choices) {
    return Write(offset, 4, value, choices);
  }
  AccessStatus Write64(std::uint32_t offset, std::uint64_t value, Choices& choices) {
    return Write(offset, 8, value, choices);
  }

  // --- time ---

  /// One pending register update goes on by one step, or none.
  std::optional<UpdateStep> StepUpdate(Choices& choices);
  std::vector<UpdateStep> CompletePending(Choices& choices);

  /// The next command is fetched and carried out, if there is one and it may be.
  CommandStep ConsumeCommand(Choices& choices);

  /// Events of stalls that had to wait are recorded as far as there is room. 7.2.1.
  void RecordHeldEvents(Choices& choices);

  /// The first transaction that software has answered is retried as though it had just arrived, or
  /// terminated; failing that, one that waited for a STAG arrives. Nothing if there is neither.
  std::optional<FinishedStall> FinishStall(Choices& choices);

  /// The n-th transaction with a recorded stall is retried before software has answered it: if it
  /// ends now, it ends without another event, and its STAG stays in use until answered. Nothing if
  /// there are fewer, or it is still stalled. 3.12.2.2.
  std::optional<FinishedStall> RetryEarly(std::size_t n, Choices& choices);

  /// One cached entry, or none, is dropped: CU-48. False if none was.
  bool DropAnyEntry(Choices& choices);

  /// An internal error. 12.3.
  void EnterServiceFailureMode();

  // --- clients ---

  /// One transaction, from its arrival until it goes to memory, is terminated, or stalls. Hardware
  /// updates of descriptors and the event are in memory when this returns. At most one event.
  template <CachePolicy Policy, class Obs>
  DmaResult Dma(const Transaction& transaction, Policy& policy, Choices& choices, Obs& observer);

  /// The same with any permitted caches: CU-46, CU-47.
  DmaResult Dma(const Transaction& transaction, Choices& choices);

  /// A PCIe page request, or Stop PASID marker.
  PageRequestOutcome RequestPage(const PageRequest<Concrete>& request, Choices& choices);

  // --- for observers ---

  /// The registers as translations see them, decoded once for each change of those in effect.
  const SmmuView& view() const { return view_; }
  /// How often the view has become another one.
  std::uint64_t view_changes() const { return view_changes_; }
  const ProgrammingInterface& registers() const { return registers_; }
  Caches& caches() { return caches_; }
  const StallTable& stalls() const { return stalls_; }
  const EventQueue& events() const { return events_; }
  /// Stalled transactions, and those that wait for a STAG to become free.
  std::size_t transactions_inside() const {
    return static_cast<std::size_t>(std::ranges::count(inside_, false, &Inside::gone));
  }

 private:
  /// The caches' end of the command queue.
  class Invalidator : public CacheInvalidator {
   public:
    explicit Invalidator(Smmu& smmu)
        : CacheInvalidator(smmu.caches_, smmu.step_choices_), smmu_(smmu) {}
    void Hint(const Prefetch& prefetch) override;

   private:
    Smmu& smmu_;
  };
  struct Inside {
    Transaction transaction;
    std::optional<std::uint16_t> stag;  ///< none: it waits for one
    bool gone = false;                  ///< retried early, only its STAG is still in use
  };

  /// The registers in effect that a view is decoded from, but those that never change.
  using Viewed = std::array<std::uint64_t, 6>;

  Viewed ViewedNow() const;
  void DecodeView();
  void FollowRegisters();
  void OnUpdate(const UpdateStep& step);
  void RecordOf(DmaResult& result, bool mev, Choices& choices);
  void Stall(const Transaction& transaction, DmaResult& result, Choices& choices);
  std::optional<Transaction> Remove(std::optional<std::uint16_t> stag);
  Inside* RecordedStall(std::size_t n);
  std::optional<FinishedStall> FinishAnswered(Choices& choices);
  std::optional<FinishedStall> AdmitWaiting(Choices& choices);
  Ppar PparOf(std::uint32_t stream_id, Choices& choices);

  SparseMemory& memory_;
  ProgrammingInterface registers_;
  Viewed viewed_;
  SmmuView view_;
  std::uint64_t view_changes_ = 0;
  Caches caches_;
  StallTable stalls_;
  EventQueue events_;
  PriQueue page_requests_;
  StepChoices step_choices_;
  Invalidator invalidator_;
  CommandQueue commands_;
  std::vector<Inside> inside_;
};

template <CachePolicy Policy, class Obs>
DmaResult Smmu::Dma(const Transaction& transaction, Policy& policy, Choices& choices,
                    Obs& observer) {
  ClientObserver<Obs> client(memory_, observer);
  DmaResult result{TranslateCached(caches_, policy, view_, transaction, choices, client), {}, {}};
  if (result.outcome.verdict == Verdict::kStall) [[unlikely]] {
    Stall(transaction, result, choices);
  } else if (result.outcome.event) [[unlikely]] {
    RecordOf(result, client.mev(), choices);
  }
  return result;
}

}  // namespace quiesce
