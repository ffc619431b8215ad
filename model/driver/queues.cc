#include "model/driver/queues.h"

#include <algorithm>

#include "model/driver/maybe_stop.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kPage = 4096;

/// Half the entries until it fits, down to a page.
MaybeStop InitQueue(DriverCore& core, DriverQueue& q, unsigned log2, unsigned entry_words,
                    FaultPoint point) {
  q = {};
  q.entry_words = entry_words;
  const bool fails = core.port.Fails(point);
  q.log2 = std::min(log2, core.config.max_queue_log2);
  for (;; --q.log2) {
    const std::uint64_t bytes = (std::uint64_t{entry_words} * 8) << q.log2;
    if (!fails) q.memory = core.port.AllocDma(bytes, bytes);
    if (q.memory || bytes <= kPage || q.log2 == 0) break;
  }
  if (!q.memory) return FaultStop(point);
  core.s.devres.AddResource(*q.memory);
  return std::nullopt;
}

}  // namespace

MaybeStop InitQueues(DriverCore& core) {
  DriverState& s = core.s;
  const HwFeatures& f = s.features;
  if (MaybeStop stop = InitQueue(core, s.cmdq, f.cmdq_log2, 2, FaultPoint::kAllocCmdq)) return stop;
  if (f.eventq) {
    if (MaybeStop stop = InitQueue(core, s.eventq, f.eventq_log2, 4, FaultPoint::kAllocEventq)) {
      return stop;
    }
  }
  if (!f.table.pri) return std::nullopt;
  return InitQueue(core, s.priq, f.priq_log2, 2, FaultPoint::kAllocPriq);
}

std::uint64_t QueueBase(const DriverQueue& queue) {
  RegisterRecord<Concrete, Reg::CMDQ_BASE> base;
  base = WithAddr<"ADDR">(base, Bits<Concrete, 64>(queue.memory->range.first));
  base = With<"RA">(With<"LOG2SIZE">(base, Bits<Concrete, 5>(queue.log2)), 1);
  return base.word(0).raw();
}

}  // namespace quiesce
