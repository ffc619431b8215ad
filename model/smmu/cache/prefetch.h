// CMD_PREFETCH_*: hints that may fill the caches. IHI 0070 G.b 4.2; CU-54.
#pragma once

#include <algorithm>

#include "model/smmu/cache/cached_translate.h"
#include "model/smmu/queue/invalidation.h"

namespace quiesce {

/// Addresses that one command translates at most: an implementation limits them.
inline constexpr std::uint64_t kMostPrefetched = 8;

/// Speculative reads, which leave no event, of as many pages from the first address on as are
/// picked; of address 0 for PREFETCH_CONFIG, as any translation may be prefetched at any time. Each
/// structure and descriptor that is read may be kept, as in a transaction. The command may take
/// effect only where SMMUEN is 1.
template <CachePolicy Policy, class Obs>
void PrefetchInto(Caches& caches, Policy& policy, const SmmuView& smmu, const Prefetch& prefetch,
                  Choices& choices, Obs& observer) {
  if (!smmu.enabled()) return;
  const AddressRange range = prefetch.address.value_or(AddressRange{0, 0});
  const std::uint64_t pages = (range.last >> 12) - (range.first >> 12) + 1;
  const auto most = static_cast<unsigned>(std::min(pages, kMostPrefetched));
  const unsigned picked = choices.Pick(ChoicePoint::kPrefetch, most + 1);
  Transaction t{.stream_id = prefetch.stream_id};
  t.ssv = prefetch.substream_id.has_value();
  t.substream_id = prefetch.substream_id.value_or(0);
  t.speculative = true;
  for (unsigned i = 0; i < picked; ++i) {
    t.address = range.first + std::uint64_t{i} * 4096;
    TranslateCached(caches, policy, smmu, t, choices, observer);
  }
}

}  // namespace quiesce
