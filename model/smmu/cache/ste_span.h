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

/// A cached valid STE of another StreamID whose span holds this one; nullptr if there is none.
inline const SteEntry* FindInSpan(const CacheArray<SteEntry>& stes, const SteKey& key) {
  return stes.Find(0, [&](const SteEntry& e) {
    const std::uint64_t cont = Get<"CONT">(e.structure).raw();
    const std::uint32_t apart = e.key.stream_id ^ key.stream_id;
    return apart != 0 && Is<"V">(e.structure).raw() && apart >> cont == 0;
  });
}

inline bool SameButForCont(const Ste<Concrete>& a, const Ste<Concrete>& b) {
  return RawWords(With<"CONT">(a, 0)) == RawWords(With<"CONT">(b, 0));
}

/// The own STE, or why it cannot be had, against a neighbour's.
inline OrStop<Ste<Concrete>> OwnOrNeighbour(const OrStop<Ste<Concrete>>& own,
                                            const Ste<Concrete>& neighbour, Choices& choices) {
  if (!own.ok()) {
    const Fault* fault = std::get_if<Fault>(&own.stop());
    const bool beyond = fault != nullptr && fault->type == EventType::C_BAD_STREAMID;
    if (!beyond || choices.Pick(ChoicePoint::kSteContBeyondL2, 2) == 0) return own;
    return neighbour;
  }
  if (SameButForCont(*own, neighbour)) return own;
  switch (choices.Pick(ChoicePoint::kSteCont, 3)) {
    case 0:
      return own;
    case 1:
      return neighbour;
    default:
      return ConfigurationError(EventType::F_CFG_CONFLICT, DecidedBy::kSte);
  }
}

}  // namespace quiesce
