// STE.CONT: a cached STE may answer for its whole span, which shows if the span's STEs differ.
// IHI 0070 G.b 5.2 (CONT); CU-17, CU-36.
#pragma once

#include <algorithm>

#include "model/smmu/cache/cache_array.h"
#include "model/smmu/cache/entries.h"
#include "model/smmu/outcome.h"
#include "spec/choices.h"

namespace quiesce {

using SteEntry = ConfigEntry<SteKey>;

inline bool SameButForCont(const Ste<Concrete>& a, const Ste<Concrete>& b) {
  return RawWords(With<"CONT">(a, 0)) == RawWords(With<"CONT">(b, 0));
}

/// A cached valid STE of another StreamID whose span holds this one.
inline bool IsNeighbour(const SteEntry& e, const SteKey& key) {
  const std::uint64_t cont = Get<"CONT">(e.structure).raw();
  const std::uint32_t apart = e.key.stream_id ^ key.stream_id;
  return apart != 0 && Is<"V">(e.structure).raw() && apart >> cont == 0;
}

/// One of `n` neighbours that `matches` admits, from 1.
template <class Predicate>
const Ste<Concrete>& Neighbour(const CacheArray<SteEntry>& stes, std::size_t n,
                               Predicate&& matches) {
  return stes.Find(n - 1, matches)->structure;
}

/// There is no STE of its own: a StreamID beyond the level 2 array (CU-36), or one whose STE cannot
/// be read, which is not noticed if a neighbour answers.
inline OrStop<Ste<Concrete>> NeighbourInstead(const Stop& stop, const CacheArray<SteEntry>& stes,
                                              const SteKey& key, Choices& choices) {
  const auto in_span = [&](const SteEntry& e) { return IsNeighbour(e, key); };
  const auto n = static_cast<unsigned>(stes.Count(in_span));
  const Fault* fault = std::get_if<Fault>(&stop);
  if (n == 0 || fault == nullptr) return stop;
  const bool beyond = fault->type == EventType::C_BAD_STREAMID;
  const unsigned pick =
      choices.Pick(beyond ? ChoicePoint::kSteContBeyondL2 : ChoicePoint::kSteCont, 1 + n);
  if (pick == 0) return stop;
  return Neighbour(stes, pick, in_span);
}

/// The own STE, or why it cannot be had, against the neighbours that a cache holds.
inline OrStop<Ste<Concrete>> OwnOrNeighbour(const OrStop<Ste<Concrete>>& own,
                                            const CacheArray<SteEntry>& stes, const SteKey& key,
                                            Choices& choices) {
  if (!own.ok()) return NeighbourInstead(own.stop(), stes, key, choices);
  const auto differs = [&](const SteEntry& e) {
    return IsNeighbour(e, key) && !SameButForCont(*own, e.structure);
  };
  const auto n = static_cast<unsigned>(stes.Count(differs));
  if (n == 0) return own;
  const unsigned pick = choices.Pick(ChoicePoint::kSteCont, n + 2);
  if (pick == 0) return own;
  if (pick <= n) return Neighbour(stes, pick, differs);
  return ConfigurationError(EventType::F_CFG_CONFLICT, DecidedBy::kSte);
}

}  // namespace quiesce
