#include "model/smmu/smmu.h"

#include <algorithm>
#include <utility>

#include "model/smmu/cache/prefetch.h"
#include "model/smmu/mmio/register_bits.h"
#include "model/smmu/pack_event.h"
#include "model/smmu/queue/bus_write.h"

namespace quiesce {
namespace {

unsigned StallMax(const RegisterImage& r) {
  return static_cast<unsigned>(Get<"STALL_MAX">(r.Get<Reg::IDR5>()).raw());
}

Outcome Terminated(StallAnswer answer) {
  Outcome out;
  out.verdict = answer == StallAnswer::kRazWi ? Verdict::kRazWi : Verdict::kAbort;
  return out;
}

}  // namespace

Smmu::Smmu(const RegisterImage& captured, SparseMemory& memory, const CacheSizes& sizes,
           AtsPort* ats)
    : memory_(memory),
      registers_(captured),
      viewed_(ViewedNow()),
      view_(View(registers_.effective(), memory)),
      caches_(sizes),
      stalls_(StallMax(captured)),
      events_(registers_, memory, stalls_),
      page_requests_(registers_, memory),
      invalidator_(*this),
      commands_(registers_, memory, {invalidator_, stalls_, events_, ats}) {
  DecodeView();
}

void Smmu::Restart(const RegisterImage& captured) {
  registers_ = ProgrammingInterface(captured);
  caches_.Clear();
  stalls_ = StallTable(StallMax(captured));
  events_.Forget();
  invalidator_.Forget();
  commands_.Forget();
  inside_.clear();
  DecodeView();
}

// --- registers ---

Smmu::Viewed Smmu::ViewedNow() const {
  const RegisterImage& r = registers_.effective();
  return {r.Read(Reg::CR0),
          r.Read(Reg::CR2),
          r.Read(Reg::GBPA),
          r.Read(Reg::STRTAB_BASE),
          r.Read(Reg::STRTAB_BASE_CFG),
          registers_.InServiceFailureMode() ? 1u : 0u};
}

void Smmu::DecodeView() {
  ++view_changes_;
  viewed_ = ViewedNow();
  view_ = View(registers_.effective(), memory_);
  view_.service_failure_mode = registers_.InServiceFailureMode();
}

void Smmu::FollowRegisters() {
  if (ViewedNow() != viewed_) DecodeView();
}

ReadResult Smmu::Read(std::uint32_t offset, unsigned bytes, Choices& choices) {
  return registers_.Read(offset, bytes, choices);
}

AccessStatus Smmu::Write(std::uint32_t offset, unsigned bytes, std::uint64_t value,
                         Choices& choices) {
  const AccessStatus status = registers_.Write(offset, bytes, value, choices);
  FollowRegisters();
  return status;
}

/// 6.3.9.6: what completion of SMMUEN 1 to 0 guarantees.
void Smmu::OnUpdate(const UpdateStep& step) {
  const bool smmuen = step.reg == Reg::CR0 && step.mask == kFieldMask<Reg::CR0, "SMMUEN">;
  if (smmuen && step.completed && step.after == 0) stalls_.TerminateAll();
}

std::optional<UpdateStep> Smmu::StepUpdate(Choices& choices) {
  const std::optional<UpdateStep> step = registers_.StepUpdate(choices);
  if (step) OnUpdate(*step);
  FollowRegisters();
  return step;
}

std::vector<UpdateStep> Smmu::CompletePending(Choices& choices) {
  std::vector<UpdateStep> steps = registers_.CompletePending(choices);
  for (const UpdateStep& step : steps) OnUpdate(step);
  FollowRegisters();
  return steps;
}

/// Client transactions are terminated from now on, stalled ones too, and the queues are not used.
void Smmu::EnterServiceFailureMode() {
  stalls_.TerminateAll();
  if (registers_.EnterServiceFailureMode()) SendMsi(kGerrorMsi, registers_, memory_);
  FollowRegisters();
}

// --- commands and caches ---

CommandStep Smmu::ConsumeCommand(Choices& choices) {
  step_choices_.Use(choices);
  return commands_.Step(choices);
}

void Smmu::Invalidator::Hint(const Prefetch& prefetch) {
  ChoicePolicy policy(smmu_.step_choices_);
  NoObserver nobody;
  ClientObserver<NoObserver> client(smmu_.memory_, nobody);
  PrefetchInto(smmu_.caches_, policy, smmu_.view_, prefetch, smmu_.step_choices_, client);
}

bool Smmu::DropAnyEntry(Choices& choices) {
  const std::size_t n = caches_.size();
  if (n == 0) return false;
  const std::size_t pick = ChoicePolicy(choices).Evict(n);
  if (pick != 0) caches_.Drop(pick - 1);
  return pick != 0;
}

// --- clients ---

DmaResult Smmu::Dma(const Transaction& transaction, Choices& choices) {
  ChoicePolicy policy(choices);
  NoObserver nobody;
  return Dma(transaction, policy, choices, nobody);
}

void Smmu::RecordOf(DmaResult& result, bool mev, Choices& choices) {
  result.fate = events_.Record(PackEvent(*result.outcome.event), mev, choices);
}

/// Without a STAG the transaction is not accepted yet, so there is no event of it either.
void Smmu::Stall(const Transaction& transaction, DmaResult& result, Choices& choices) {
  result.stag = stalls_.Add(transaction.stream_id);
  inside_.push_back({transaction, result.stag});
  if (result.stag) {
    result.fate = events_.RecordStall(PackEvent(*result.outcome.event), *result.stag, choices);
  } else {
    result.outcome.event.reset();
  }
}

void Smmu::RecordHeldEvents(Choices& choices) { events_.DeliverHeld(choices); }

std::optional<FinishedStall> Smmu::FinishStall(Choices& choices) {
  std::optional<FinishedStall> finished = FinishAnswered(choices);
  return finished ? finished : AdmitWaiting(choices);
}

std::optional<FinishedStall> Smmu::FinishAnswered(Choices& choices) {
  while (const std::optional<AnsweredStall> answered = stalls_.TakeFirstAnswered()) {
    const std::optional<Transaction> transaction = Remove(answered->stall.stag);
    if (!transaction) continue;
    if (answered->answer == StallAnswer::kRetry) {
      return FinishedStall{*transaction, true, Dma(*transaction, choices)};
    }
    return FinishedStall{*transaction, false, {Terminated(answered->answer), {}, {}}};
  }
  return std::nullopt;
}

std::optional<FinishedStall> Smmu::AdmitWaiting(Choices& choices) {
  if (!stalls_.HasRoom()) return std::nullopt;
  const std::optional<Transaction> transaction = Remove(std::nullopt);
  if (!transaction) return std::nullopt;
  return FinishedStall{*transaction, true, Dma(*transaction, choices)};
}

/// The earliest transaction with this STAG, or without one; nothing if it is gone.
std::optional<Transaction> Smmu::Remove(std::optional<std::uint16_t> stag) {
  const auto it = std::ranges::find(inside_, stag, &Inside::stag);
  if (it == inside_.end()) return std::nullopt;
  const Inside removed = *it;
  inside_.erase(it);
  return removed.gone ? std::nullopt : std::optional(removed.transaction);
}

Smmu::Inside* Smmu::RecordedStall(std::size_t n) {
  for (Inside& inside : inside_) {
    const bool recorded = inside.stag && !inside.gone && stalls_.IsRecorded(*inside.stag);
    if (recorded && n-- == 0) return &inside;
  }
  return nullptr;
}

std::optional<FinishedStall> Smmu::RetryEarly(std::size_t n, Choices& choices) {
  Inside* const inside = RecordedStall(n);
  if (inside == nullptr) return std::nullopt;
  ChoicePolicy policy(choices);
  NoObserver nobody;
  ClientObserver<NoObserver> client(memory_, nobody);
  Outcome outcome = TranslateCached(caches_, policy, view_, inside->transaction, choices, client);
  if (outcome.verdict == Verdict::kStall) return std::nullopt;
  outcome.event.reset();
  inside->gone = true;
  return FinishedStall{inside->transaction, true, {outcome, {}, inside->stag}};
}

/// STE.PPAR matters only in overflow. 8.1.
PageRequestOutcome Smmu::RequestPage(const PageRequest<Concrete>& request, Choices& choices) {
  const bool overflow =
      page_requests_.Overflowed() || StateOf(QueueId::kPri, registers_.effective()).Full();
  const auto stream_id = static_cast<std::uint32_t>(Get<"StreamID">(request).raw());
  const Ppar ppar = overflow ? PparOf(stream_id, choices) : std::nullopt;
  return page_requests_.Receive(request, ppar, choices);
}

Ppar Smmu::PparOf(std::uint32_t stream_id, Choices& choices) {
  Transaction t;
  t.stream_id = stream_id;
  NoObserver nobody;
  Context<NoObserver> ctx{view_, t, choices, nobody, Incoming(t)};
  const OrStop<Ste<Concrete>> ste = LookUpStream(ctx);
  return ste.ok() ? Ppar(Is<"PPAR">(*ste).raw()) : std::nullopt;
}

}  // namespace quiesce
