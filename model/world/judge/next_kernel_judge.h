// QZ-04: nothing but the next kernel itself writes its memory.
#pragma once

#include "model/world/judge/bench.h"

namespace quiesce {

class NextKernelJudge {
 public:
  void OnDma(Bench& bench, DmaId id, const DmaEnd& now, const DmaTaken& taken) {
    const bool wrote = now.landing == Landing::kMemory && taken.transaction.Writes();
    if (!wrote || taken.owner != Owner::kNextKernel) return;
    bench.Report(Invariant::kNextKernelIntact, "DMA writes the next kernel's memory", id.device,
                 now.address);
  }
  void OnStore(Bench& bench, const Resource& through, std::uint64_t pa, std::uint64_t) {
    if (through.kind != ResourceKind::kMapping) return;
    if (bench.machine.map().OwnerOf(pa) != Owner::kNextKernel) return;
    bench.Report(Invariant::kNextKernelIntact, "an adopted table lies in the next kernel's memory",
                 std::nullopt, pa);
  }
};

}  // namespace quiesce
