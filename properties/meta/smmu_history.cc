#include "properties/meta/smmu_history.h"

#include <algorithm>

namespace quiesce {
namespace {

constexpr std::uint64_t kQueues = 0x7F00'0000;  ///< where the queues are when they are well placed
constexpr std::uint64_t kQueueBytes = 0x1'0000;

/// Every opcode that means something, and now and then any other.
std::uint64_t DrawOpcode(Prng& p) {
  constexpr std::uint64_t kOpcodes[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x10, 0x11,
                                        0x12, 0x13, 0x18, 0x20, 0x21, 0x22, 0x23, 0x28,
                                        0x2A, 0x30, 0x40, 0x41, 0x44, 0x45, 0x46, 0x46};
  return p.OneIn(32) ? p.Bits(8) : p.Pick(kOpcodes);
}

/// CMD_RESUME of the oldest stall.
std::uint64_t ResumeOf(const Stall& stall, Prng& p) {
  const std::uint64_t answer = p.OneIn(2) ? 1u << 12 : p.Below(2) << 13;  // Retry, or Abort
  return 0x44 | answer | std::uint64_t{stall.stream_id} << 32;
}

}  // namespace

std::string WhyDmaIsWrong(const Surface& before, const Surface& after, const DmaResult& r) {
  const std::uint64_t records = after.recorded - before.recorded;
  const bool stalled = r.outcome.verdict == Verdict::kStall;
  if (records > 1 + before.held) return "more than one record";
  if (records > before.held && !r.outcome.event) return "a record of a transaction without event";
  if (r.fate.has_value() != r.outcome.event.has_value()) return "an event without fate";
  if (r.stag && !stalled) return "a STAG without stall";
  if (after.inside - before.inside != (stalled ? 1u : 0u)) return "not where it belongs";
  if (!stalled && after.held != before.held) return "a record held without a stall";
  return "";
}

DrawnWorld SmmuHistory::Drawn(WorldFamily family, std::uint64_t seed) {
  DrawnWorld world;
  world.Draw(family, seed);
  return world;
}

SmmuHistory::SmmuHistory(WorldFamily family, std::uint64_t seed)
    : prng_(SplitMix(seed + 1)),
      choices_(SplitMix(seed + 2)),
      world_(Drawn(family, seed)),
      memory_(world_.memory()),
      smmu_(WithQueues(), memory_, {.structures = 4, .tlb = 8}) {}

/// Three times in four the queues are enabled and in memory of their own.
RegisterImage SmmuHistory::WithQueues() {
  RegisterImage r = world_.registers();
  if (prng_.OneIn(4)) return r;
  unsigned n = 0;
  for (const Reg base : {Reg::CMDQ_BASE, Reg::EVENTQ_BASE, Reg::PRIQ_BASE}) {
    const std::uint64_t at = kQueues + n++ * kQueueBytes;
    memory_.Map(at, kQueueBytes);
    r.Write(base, at | prng_.Between(1, 6));
  }
  auto idr1 = r.Get<Reg::IDR1>();
  r.Put<Reg::IDR1>(With<"CMDQS">(With<"EVENTQS">(With<"PRIQS">(idr1, 8), 8), 8));
  r.Put<Reg::IDR5>(With<"STALL_MAX">(r.Get<Reg::IDR5>(), 2));
  for (const Reg index : {Reg::CMDQ_PROD, Reg::CMDQ_CONS, Reg::EVENTQ_PROD, Reg::EVENTQ_CONS,
                          Reg::PRIQ_PROD, Reg::PRIQ_CONS, Reg::GERROR, Reg::GERRORN}) {
    r.Write(index, 0);
  }
  r.Write(Reg::CR0, r.Read(Reg::CR0) | 0xE);
  r.Write(Reg::CR0ACK, r.Read(Reg::CR0));
  return r;
}

Surface SmmuHistory::surface() const {
  const QueueState queue = StateOf(QueueId::kEvent, smmu_.registers().effective());
  return {Position(queue.prod, queue.qs).raw(), smmu_.transactions_inside(),
          smmu_.events().held().size()};
}

std::string SmmuHistory::Step() {
  cached = std::max(cached, static_cast<unsigned>(smmu_.caches().size()));
  switch (prng_.Below(16)) {
    case 0:
      AccessRegister();
      return "";
    case 1:
    case 2:
    case 3:
      Submit();
      return "";
    case 4:
      smmu_.StepUpdate(choices_);
      return "";
    case 5:
    case 6: {
      const CommandStep step = smmu_.ConsumeCommand(choices_);
      commands += step.status == CommandStatus::kConsumed;
      syncs += step.sync;
      return "";
    }
    case 7:
      RequestPage();
      return "";
    case 8:
      Disturb();
      return "";
    case 9:
      smmu_.RecordHeldEvents(choices_);
      finished_stalls += smmu_.FinishStall(choices_).has_value();
      smmu_.RetryEarly(prng_.Below(2), choices_);
      return "";
    default:
      return TryDma();
  }
}

void SmmuHistory::AccessRegister() {
  const RegisterSpec& spec = kRegisters[prng_.Below(kRegCount)];
  const auto any = static_cast<std::uint32_t>(prng_.Below(0x20010));
  const std::uint32_t offset = prng_.OneIn(8) ? any : spec.offset;
  const unsigned bytes = prng_.OneIn(16) ? 1u << prng_.Below(5) : spec.bytes();
  if (prng_.OneIn(4)) {
    smmu_.Read(offset, bytes, choices_);
  } else {
    const std::uint64_t old =
        smmu_.registers().visible().Read(static_cast<Reg>(&spec - kRegisters.data()));
    const std::uint64_t flipped = old ^ std::uint64_t{1} << prng_.Below(spec.bytes() * 8);
    smmu_.Write(offset, bytes, prng_.OneIn(4) ? prng_.Next() : flipped, choices_);
  }
}

/// As software does: a CMD_SYNC takes the place of a command in error.
void SmmuHistory::Acknowledge() {
  const RegisterImage& r = smmu_.registers().visible();
  if (r.Read(Reg::GERROR) == r.Read(Reg::GERRORN)) return;
  const QueueState queue = StateOf(QueueId::kCommand, r);
  const std::uint64_t at = queue.AddressOf(queue.cons);
  if (memory_.Present(at)) memory_.Write64(at, 0x46);
  smmu_.Write32(SpecOf(Reg::GERRORN).offset, static_cast<std::uint32_t>(r.Read(Reg::GERROR)),
                choices_);
}

CommandWords SmmuHistory::DrawCommand() {
  if (!smmu_.stalls().outstanding().empty() && prng_.OneIn(3)) {
    const Stall& stall = smmu_.stalls().outstanding().front();
    return {ResumeOf(stall, prng_), stall.stag};
  }
  const std::uint64_t sid = world_.NextTransaction().stream_id;
  const std::uint64_t flags = prng_.OneIn(2) ? prng_.Bits(4) << 12 : 0;
  return {DrawOpcode(prng_) | sid << 32 | flags, prng_.OneIn(2) ? prng_.Next() : prng_.Below(32)};
}

/// Into the next entry, if the queue has room.
void SmmuHistory::Submit() {
  Acknowledge();
  const RegisterImage& r = smmu_.registers().visible();
  const QueueState queue = StateOf(QueueId::kCommand, r);
  if (queue.Full()) return;
  const std::uint64_t at = queue.AddressOf(queue.prod);
  if (memory_.Present(at)) {
    const CommandWords words = DrawCommand();
    memory_.Write64(at, words[0]);
    memory_.Write64(at + 8, words[1]);
  }
  smmu_.Write32(SpecOf(Reg::CMDQ_PROD).offset,
                static_cast<std::uint32_t>(Next(queue.prod, queue.qs).raw()), choices_);
}

std::string SmmuHistory::TryDma() {
  const Surface before = surface();
  const DmaResult r = smmu_.Dma(world_.NextTransaction(), choices_);
  Surface after = surface();
  if (after.recorded < before.recorded) {
    after.recorded += std::uint64_t{2}
                      << StateOf(QueueId::kEvent, smmu_.registers().effective()).qs.raw();
  }
  ++transactions;
  records += r.fate == EventFate::kRecorded;
  stalls += r.outcome.verdict == Verdict::kStall;
  return WhyDmaIsWrong(before, after, r);
}

void SmmuHistory::RequestPage() {
  PageRequest<Concrete> request;
  request = With<"StreamID">(request, Bits<Concrete, 32>(world_.NextTransaction().stream_id));
  request = With<"SSV">(request, Bits<Concrete, 1>(prng_.Below(2)));
  smmu_.RequestPage(With<"Last">(request, Bits<Concrete, 1>(prng_.Below(2))), choices_);
}

void SmmuHistory::Disturb() {
  if (prng_.OneIn(256)) return smmu_.EnterServiceFailureMode();
  if (prng_.OneIn(2)) {
    smmu_.DropAnyEntry(choices_);
    return;
  }
  const std::uint64_t at =
      prng_.OneIn(2) ? smmu_.view().strtab.base.raw() + 8 * prng_.Below(64) : prng_.Bits(40);
  const WordRead word = memory_.Read64(at);
  if (word.status != BusStatus::kOk) return;
  memory_.Write64(at, word.value ^ std::uint64_t{1} << prng_.Below(64));
}

}  // namespace quiesce
