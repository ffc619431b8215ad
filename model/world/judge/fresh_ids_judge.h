// QZ-13: what a new domain puts into the TLB cannot answer for DMA that still uses the crashed
// kernel's tables, nor the other way round, and nothing that is still cached answers for it. IHI
// 0070 G.b 3.17.
#pragma once

#include "model/smmu/cache/caches.h"
#include "model/world/judge/bench.h"

namespace quiesce {

class FreshIdsJudge {
 public:
  void Begin(Bench& bench);
  void BeforeCall(Bench& bench, const DriverCall& call);
  void OnOwnDma(Bench& bench, unsigned device, std::uint64_t, const DmaTaken& taken);

 private:
  std::vector<TlbTag> TagsOf(Bench& bench, const Transaction& transaction);
  const std::vector<TlbTag>& TagsInFlight(Bench& bench, DmaId id);
  const std::vector<TlbTag>& TagsOfOwn(Bench& bench, unsigned device, const Transaction& own);
  void CheckCached(Bench& bench, unsigned device, const std::vector<TlbTag>& own);
  bool IsAlone(const Bench& bench, unsigned device) const;

  std::vector<std::vector<TlbScope>> before_;  ///< by device: cached when its domain was made
  /// By device and transaction, while nothing on the way there has changed.
  std::vector<std::vector<std::optional<std::vector<TlbTag>>>> in_flight_;
  /// Likewise, by device, of what it does in the next kernel.
  struct OwnTags {
    Transaction transaction;
    std::vector<TlbTag> tags;
  };
  std::vector<std::optional<OwnTags>> own_;
  FetchedLines fetched_;
  FetchWatch watch_;
  Caches scratch_{{.structures = 4, .tlb = 8, .tables = 1}};
};

}  // namespace quiesce
