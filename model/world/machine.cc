#include "model/world/machine.h"

#include <algorithm>

namespace quiesce {

Machine::Machine(const Image& image, const AddressMap& map, const CacheSizes& caches)
    : smmu_(image.registers, memory_, caches, &root_complex_) {
  Load(image, map);
}

void Machine::Load(const Image& image, const AddressMap& map) {
  memory_.Clear();  // its source reads what is replaced now
  base_ = image.memory;
  Start(image.registers, map);
}

void Machine::Load(Image&& image, const AddressMap& map) {
  memory_.Clear();
  base_.swap(image.memory);
  Start(image.registers, map);
}

void Machine::Start(const RegisterImage& registers, const AddressMap& map) {
  registers_ = registers;
  map_ = map;
  memory_.set_unmapped(base_.unmapped());
  memory_.set_source(std::make_shared<MappedMemory>(base_, map_));
  memory_.StartJournal();
  Reset();
}

void Machine::Reset() {
  memory_.Undo();
  root_complex_.Forget();
  stalled_.clear();
  smmu_.Restart(registers_);
}

// --- the CPU ---

ReadResult Machine::ReadRegister(std::uint32_t offset, unsigned bytes, Choices& choices) {
  const ReadResult r = smmu_.Read(offset, bytes, choices);
  if (tells_reads_) {
    Tell(RegisterAccess{false, static_cast<std::uint8_t>(bytes), offset, r.value, r.status});
  }
  return r;
}

AccessStatus Machine::WriteRegister(std::uint32_t offset, unsigned bytes, std::uint64_t value,
                                    Choices& choices) {
  const AccessStatus status = smmu_.Write(offset, bytes, value, choices);
  Tell(RegisterAccess{true, static_cast<std::uint8_t>(bytes), offset, value, status});
  return status;
}

BusStatus Machine::WriteWord(std::uint64_t pa, std::uint64_t value) {
  const BusStatus status = Store(pa, value);
  Tell(MemoryAccess{true, pa & ~std::uint64_t{7}, value, status});
  return status;
}

/// Where nothing is present nothing is stored.
BusStatus Machine::Store(std::uint64_t pa, std::uint64_t value) {
  if (!memory_.Present(pa)) return memory_.unmapped();
  memory_.Write64(pa, value);
  return BusStatus::kOk;
}

// --- devices ---

DmaTaken Machine::Dma(const Transaction& transaction, std::uint64_t data, Choices& choices) {
  const DmaTaken taken = Land(transaction, smmu_.Dma(transaction, choices), data);
  Tell(taken);
  return taken;
}

DmaTaken Machine::Dma(const Transaction& transaction, std::uint64_t data, Choices& choices,
                      FetchNoter& noter) {
  ChoicePolicy policy(choices);
  const DmaTaken taken = Land(transaction, smmu_.Dma(transaction, policy, choices, noter), data);
  Tell(taken);
  return taken;
}

DmaTaken Machine::Land(const Transaction& transaction, const DmaResult& result,
                       std::uint64_t data) {
  const Outcome& o = result.outcome;
  DmaTaken taken{};
  taken.transaction = transaction;
  taken.verdict = o.verdict;
  taken.decided_by = o.decision.by;
  taken.address = o.address;
  taken.attributes = o.attributes;
  taken.privileged = o.privileged;
  taken.instruction = o.instruction;
  taken.permissions = o.permissions;
  if (o.event) taken.event = o.event->type;
  taken.fate = result.fate;
  taken.stag = result.stag;
  if (o.verdict == Verdict::kComplete) Access(taken, data);
  if (o.verdict == Verdict::kStall) stalled_.push_back({transaction, data});
  return taken;
}

void Machine::Access(DmaTaken& taken, std::uint64_t data) {
  taken.owner = map_.OwnerOf(taken.address);
  if (taken.owner == Owner::kSmmu) {
    taken.landing = Landing::kSmmu;
    return;
  }
  const WordRead before = memory_.Read64(taken.address);
  if (before.status != BusStatus::kOk) {
    const bool abort = before.status == BusStatus::kAbort;
    taken.landing = abort ? Landing::kBusAbort : Landing::kNotCaptured;
    return;
  }
  taken.landing = Landing::kMemory;
  taken.value = before.value;
  if (!taken.transaction.Writes()) return;
  taken.value = data;
  taken.replaced = before.value;
  memory_.Write64(taken.address, data);
}

std::uint64_t Machine::DataOf(const Transaction& transaction) {
  const auto it = std::ranges::find(stalled_, transaction, &StalledData::transaction);
  if (it == stalled_.end()) return 0;
  const std::uint64_t data = it->data;
  stalled_.erase(it);
  return data;
}

PageRequestOutcome Machine::RequestPage(const PageRequest<Concrete>& request, Choices& choices) {
  const PageRequestOutcome outcome = smmu_.RequestPage(request, choices);
  if (outcome.response) root_complex_.Respond(*outcome.response);
  const auto stream_id = static_cast<std::uint32_t>(Get<"StreamID">(request).raw());
  Tell(PageRequestTaken{stream_id, outcome.fate, outcome.response});
  return outcome;
}

// --- time in the SMMU ---

void Machine::TellUpdate(const UpdateStep& step) {
  Tell(RegisterUpdate{step.reg, step.mask, step.after, step.completed});
}

std::optional<UpdateStep> Machine::StepUpdate(Choices& choices) {
  const std::optional<UpdateStep> step = smmu_.StepUpdate(choices);
  if (step) TellUpdate(*step);
  return step;
}

void Machine::CompletePending(Choices& choices) {
  for (const UpdateStep& step : smmu_.CompletePending(choices)) TellUpdate(step);
}

CommandStatus Machine::ConsumeCommand(Choices& choices) {
  const CommandStep step = smmu_.ConsumeCommand(choices);
  if (step.status != CommandStatus::kIdle && step.status != CommandStatus::kDisabled) {
    Tell(CommandTaken{step.status, step.error, step.sync, step.address, step.words});
  }
  return step.status;
}

std::optional<DmaTaken> Machine::FinishStall(Choices& choices) {
  return Finish(smmu_.FinishStall(choices));
}

std::optional<DmaTaken> Machine::RetryEarly(std::size_t n, Choices& choices) {
  return Finish(smmu_.RetryEarly(n, choices));
}

std::optional<DmaTaken> Machine::Finish(const std::optional<FinishedStall>& finished) {
  if (!finished) return std::nullopt;
  const std::uint64_t data = DataOf(finished->transaction);
  DmaTaken taken = Land(finished->transaction, finished->result, data);
  taken.retried = finished->retried;
  Tell(taken);
  return taken;
}

// --- faults ---

bool Machine::Evict(Choices& choices) {
  const bool evicted = smmu_.DropAnyEntry(choices);
  if (evicted) Tell(FaultInjected{FaultKind::kEntryEvicted});
  return evicted;
}

BusStatus Machine::Corrupt(std::uint64_t pa, std::uint64_t value) {
  const BusStatus status = Store(pa, value);
  if (status == BusStatus::kOk) {
    Tell(FaultInjected{FaultKind::kMemoryCorrupted, pa & ~std::uint64_t{7}, value});
  }
  return status;
}

void Machine::FailService() {
  smmu_.EnterServiceFailureMode();
  Tell(FaultInjected{FaultKind::kServiceFailure});
}

}  // namespace quiesce
