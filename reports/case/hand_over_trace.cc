#include "reports/case/hand_over_trace.h"

#include "absl/strings/str_format.h"
#include "model/smmu/coverage.h"
#include "model/smmu/queue/queue_registers.h"
#include "reports/case/live_structure.h"
#include "reports/case/transaction_text.h"
#include "reports/inspect/fields_text.h"
#include "spec/commands.h"
#include "spec/events.h"
#include "spec/registers.h"

namespace quiesce {
namespace {

std::string RegisterText(const RegisterAccess& access) {
  const std::string_view verb = access.write ? "writes" : "reads";
  const auto half = RegisterAt(access.offset);
  if (!half)
    return absl::StrFormat("driver %s offset 0x%x: 0x%x", verb, access.offset, access.value);
  const RegisterSpec& spec = SpecOf(half->reg);
  if (half->high)
    return absl::StrFormat("driver %s %s[63:32]: 0x%x", verb, spec.name(), access.value);
  const bool refused = access.status != AccessStatus::kOk;
  return absl::StrFormat("driver %s %s: %s%s", verb, spec.name(),
                         FieldsText(*spec.format, std::span(&access.value, 1)),
                         refused ? ", which has no effect" : "");
}

std::string CommandText(const CommandTaken& taken) {
  const std::string_view fate = taken.status == CommandStatus::kConsumed ? "" : ", which fails";
  const CommandSpec* spec = FindCommand(static_cast<std::uint8_t>(taken.words[0]));
  if (spec == nullptr) {
    return absl::StrFormat("SMMU takes command 0x%x 0x%x%s", taken.words[0], taken.words[1], fate);
  }
  return absl::StrFormat("SMMU takes %s: %s%s", spec->format->name,
                         FieldsText(*spec->format, taken.words), fate);
}

std::string FaultText(const FaultInjected& fault) {
  switch (fault.kind) {
    case FaultKind::kMemoryCorrupted:
      return absl::StrFormat("something overwrites 0x%x: 0x%x", fault.address, fault.value);
    case FaultKind::kEntryEvicted:
      return "SMMU drops a cached entry";
    case FaultKind::kServiceFailure:
      break;
  }
  return "SMMU enters service failure mode";
}

std::string_view OwnerText(Owner owner) {
  switch (owner) {
    case Owner::kCrashedKernel:
      return " (the crashed kernel's memory)";
    case Owner::kNextKernel:
      return " (THE NEXT KERNEL'S MEMORY)";
    case Owner::kDevice:
      return " (a device)";
    case Owner::kSmmu:
      return " (the SMMU's registers)";
    case Owner::kNobody:
      break;
  }
  return "";
}

std::string EndText(const DmaTaken& taken) {
  if (taken.verdict != Verdict::kComplete) {
    const std::string event = taken.event ? std::string(SpecOf(*taken.event).name()) : "no event";
    return absl::StrFormat("%s (%s)", NameOf(taken.verdict), event);
  }
  if (taken.landing == Landing::kBusAbort) {
    return absl::StrFormat("goes to 0x%x, where nothing answers", taken.address);
  }
  return absl::StrFormat("goes to 0x%x%s", taken.address, OwnerText(taken.owner));
}

}  // namespace

void HandOverTrace::Took(Moment next, const Step& step) {
  if (bench_ == nullptr) return;
  if (!all_ && Queues(step)) return;
  if (const auto* access = std::get_if<MemoryAccess>(&step); access != nullptr && access->write) {
    TookStore(next.call,
              {access->address, access->value, LiveStructureAt(*bench_, access->address)});
    return;
  }
  if (const std::optional<std::string> text = Text(step)) {
    EndRun();
    Add(next.call, *text);
  }
}

/// A store into the command queue that meets nothing else, or its index.
bool HandOverTrace::Queues(const Step& step) const {
  if (const auto* access = std::get_if<RegisterAccess>(&step)) {
    return access->write && access->offset == SpecOf(Reg::CMDQ_PROD).offset &&
           access->status == AccessStatus::kOk;
  }
  const auto* access = std::get_if<MemoryAccess>(&step);
  if (access == nullptr || !access->write) return false;
  const RegisterImage& registers = bench_->machine.smmu().registers().effective();
  const QueueState queue = StateOf(QueueId::kCommand, registers);
  const std::uint64_t bytes = std::uint64_t{1} << (queue.qs.raw() + queue.entry_log2);
  return access->address - queue.base < bytes && LiveStructureAt(*bench_, access->address).empty();
}

void HandOverTrace::Add(std::size_t call, const std::string& line) {
  if (lines_.size() <= call) lines_.resize(call + 1);
  lines_[call].push_back(line);
}

void HandOverTrace::TookStore(std::size_t call, const Store& store) {
  const bool follows = !run_.empty() && run_call_ == call && run_.back().pa + 8 == store.pa;
  if (!follows) EndRun();
  run_call_ = call;
  run_.push_back(store);
}

/// Many stores are one line, but for those that meet something.
void HandOverTrace::EndRun() {
  const bool many = run_.size() > kLongRun;
  if (many) {
    Add(run_call_, absl::StrFormat("driver stores %d words at 0x%x to 0x%x", run_.size(),
                                   run_.front().pa, run_.back().pa + 7));
  }
  for (const Store& w : run_) {
    if (many && w.meets.empty()) continue;
    const std::string where = w.meets.empty() ? "" : absl::StrFormat(" (%s)", w.meets);
    Add(run_call_, absl::StrFormat("driver stores at 0x%x%s: 0x%x", w.pa, where, w.value));
  }
  run_.clear();
}

const std::vector<std::string>& HandOverTrace::LinesOf(std::size_t call) const {
  static const std::vector<std::string> kNone;
  return call < lines_.size() ? lines_[call] : kNone;
}

std::optional<std::string> HandOverTrace::Text(const Step& step) {
  if (const auto* access = std::get_if<RegisterAccess>(&step)) {
    if (!access->write && !all_) return std::nullopt;
    return RegisterText(*access);
  }
  if (const auto* access = std::get_if<MemoryAccess>(&step)) {
    if (!all_) return std::nullopt;
    return absl::StrFormat("driver loads 0x%x: 0x%x", access->address, access->value);
  }
  if (const auto* update = std::get_if<RegisterUpdate>(&step)) {
    if (!update->completed) return std::nullopt;
    return absl::StrFormat("SMMU has taken %s over", SpecOf(update->reg).name());
  }
  if (const auto* command = std::get_if<CommandTaken>(&step)) return CommandText(*command);
  if (const auto* taken = std::get_if<DmaTaken>(&step)) return DmaText(*taken);
  if (const auto* fault = std::get_if<FaultInjected>(&step)) return FaultText(*fault);
  return std::nullopt;
}

std::optional<std::string> HandOverTrace::DmaText(const DmaTaken& taken) {
  std::string transaction = TransactionText(taken.transaction);
  const std::string end = EndText(taken);
  std::string& last = ends_[transaction];
  if (last == end) return std::nullopt;
  const std::string before = last.empty() ? "" : ", no longer " + last;
  last = end;
  return absl::StrFormat("DMA %s %s%s", transaction, end, before);
}

}  // namespace quiesce
