// QZ-13: what a new domain puts into the TLB cannot answer for DMA that still uses the crashed
// kernel's tables, nor the other way round. IHI 0070 G.b 3.17.
#pragma once

#include "model/smmu/cache/caches.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class FreshIdsJudge {
 public:
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t, const DmaTaken& taken);

 private:
  std::vector<TlbTag> TagsOf(Bench& bench, const Transaction& transaction);
  Caches scratch_{{.structures = 4, .tlb = 8, .tables = 1}};
};

}  // namespace quiesce
