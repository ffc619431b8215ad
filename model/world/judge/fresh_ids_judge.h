// QZ-13: what a new domain puts into the TLB cannot answer for DMA that still uses the crashed
// kernel's tables, nor the other way round, and nothing that is still cached answers for it. IHI
// 0070 G.b 3.17.
#pragma once

#include "model/smmu/cache/caches.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class FreshIdsJudge {
 public:
  void Begin(Bench& bench) { before_.assign(bench.devices.size(), {}); }
  void BeforeCall(Bench& bench, const DriverCall& call);
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t, const DmaTaken& taken);

 private:
  std::vector<TlbTag> TagsOf(Bench& bench, const Transaction& transaction);
  void CheckCached(Bench& bench, unsigned device, const std::vector<TlbTag>& own);

  std::vector<std::vector<TlbScope>> before_;  ///< by device: cached when its domain was made
  Caches scratch_{{.structures = 4, .tlb = 8, .tables = 1}};
};

}  // namespace quiesce
