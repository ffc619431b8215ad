// The seams where caches stand in for memory. A translation asks its observer: a type with
// kRemembers answers from what it holds, or reads on and keeps the result; for every other observer
// the seam is the read itself, and compiles to it.
#pragma once

#include <cstdint>

#include "model/smmu/fault.h"
#include "spec/stream_formats.h"

namespace quiesce {

template <class Obs>
concept Remembers = requires {
  Obs::kRemembers;
};

/// What finds a configuration structure in a cache. IHI 0070 G.b 16.2.
struct L1StdKey {
  using Structure = L1Std<Concrete>;
  std::uint32_t stream_id;
  unsigned log2 = 0;  ///< StreamID bits that the level 2 array resolves
};
struct SteKey {
  using Structure = Ste<Concrete>;
  std::uint32_t stream_id;
};
struct L1CdKey {
  using Structure = L1Cd<Concrete>;
  std::uint32_t stream_id;
  std::uint32_t index;  ///< of any CD behind it
  unsigned log2 = 0;    ///< index bits that the leaf table resolves
};
struct CdKey {
  using Structure = Cd<Concrete>;
  std::uint32_t stream_id;
  std::uint32_t index;
};

/// `fetch()` reads the structure from memory, as OrStop<Key::Structure>.
template <class Ctx, class Key, class Fetch>
OrStop<typename Key::Structure> Recall(Ctx& ctx, const Key& key, Fetch&& fetch) {
  if constexpr (Remembers<std::remove_cvref_t<decltype(ctx.observer)>>) {
    return ctx.observer.Recall(ctx, key, fetch);
  } else {
    return fetch();
  }
}

/// CR0.ATSCHK as it interprets the EATS of the transaction's STE: may be cached with that. 6.3.9.2.
template <class Ctx>
bool AtschkOfSte(const Ctx& ctx) {
  if constexpr (Remembers<std::remove_cvref_t<decltype(ctx.observer)>>) {
    return ctx.observer.atschk();
  } else {
    return ctx.smmu.ats_checked();
  }
}

}  // namespace quiesce
