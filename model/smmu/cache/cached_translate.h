// The translation of one transaction by an SMMU with caches.
#pragma once

#include "model/smmu/cache/remembering_observer.h"
#include "model/smmu/translate.h"

namespace quiesce {

/// As Translate(), but every structure and leaf descriptor may come from the caches, and may go
/// there: `policy` says. Failed fetches and faulting walks leave nothing. With NeverCache the same
/// as Translate(). IHI 0070 G.b 3.21, 16.2.
template <CachePolicy Policy, class Obs>
Outcome TranslateCached(Caches& caches, Policy& policy, const SmmuView& smmu, const Transaction& t,
                        Choices& choices, Obs& observer) {
  if (const std::size_t n = caches.size(); n != 0) {
    if (const std::size_t evicted = policy.Evict(n); evicted != 0) caches.Drop(evicted - 1);
  }
  RememberingObserver<Policy, Obs> remembering(caches, policy, observer);
  return Translate(smmu, t, choices, remembering);
}

}  // namespace quiesce
