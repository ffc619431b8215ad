// Reading configuration structures from memory.
#pragma once

#include <cstdint>

#include "model/smmu/context.h"
#include "model/smmu/fault.h"

namespace quiesce {

/// How an external abort of a fetch is reported.
struct FetchError {
  EventType type;
  DecidedBy by;
};

inline Stop FetchFailed(BusStatus status, std::uint64_t pa, const FetchError& error) {
  if (status == BusStatus::kNotCaptured) return NotCaptured{pa};
  return FetchAborted(error.type, error.by, pa);
}

/// An 8-byte descriptor (L1STD, L1CD) at an aligned PA.
template <class R, class Obs>
OrStop<R> FetchWord(Context<Obs>& ctx, std::uint64_t pa, StructurePlace place,
                    const FetchError& error) {
  const WordRead r = ctx.smmu.Read64(pa, ReadPlace(place));
  if (Unlikely(r.status != BusStatus::kOk)) return FetchFailed(r.status, pa, error);
  return R(typename R::Word(r.value));
}

/// A 64-byte structure (STE, CD) at an aligned PA.
template <class R, class Obs>
OrStop<R> FetchLine(Context<Obs>& ctx, std::uint64_t pa, StructurePlace place,
                    const FetchError& error) {
  static_assert(R::kWords == 8);
  const std::uint64_t* line = ctx.smmu.Line(pa, ReadPlace(place));
  OrStop<R> fetched(std::in_place);
  if (Unlikely(line == nullptr)) {
    fetched = FetchFailed(ctx.smmu.memory->unmapped(), pa, error);
    return fetched;
  }
  for (unsigned i = 0; i < R::kWords; ++i) (*fetched).word(i) = typename R::Word(line[i]);
  return fetched;
}

}  // namespace quiesce
