// Where the SMMU finds its own structures behind stage 2: stage 1 descriptors, L1CDs and CDs have
// IPAs when stage 2 translates, else PAs. IHI 0070 G.b 3.12, 5.2 (S1ContextPtr).
#pragma once

#include "model/smmu/stage2.h"

namespace quiesce {

template <class Obs>
OrStop<std::uint64_t> LocateThroughStage2(Context<Obs>& ctx, const Stage2& s2,
                                          std::uint64_t address, EventClass event_class) {
  const Demand read{.read = true};
  const OrStop<Stage2Result> r = TranslateStage2(ctx, s2, address, read, event_class);
  if (!r.ok()) return r.stop();
  return r->pa;
}

/// The PA of a structure that the SMMU reads; `s2` is null without stage 2.
template <class Obs>
inline OrStop<std::uint64_t> LocateForRead(Context<Obs>& ctx, const Stage2* s2,
                                           std::uint64_t address, EventClass event_class) {
  if (s2 == nullptr) return address;
  return LocateThroughStage2(ctx, *s2, address, event_class);
}

/// The PA of a stage 1 descriptor that the SMMU updates. A refusal is an F_PERMISSION with TTRnW 0.
/// 3.13.5, 7.3.16.
template <class Obs>
OrStop<std::uint64_t> LocateForUpdate(Context<Obs>& ctx, const Stage2* s2, std::uint64_t address) {
  if (s2 == nullptr) return address;
  const Demand write{.write = true};
  const OrStop<Stage2Result> r = TranslateStage2(ctx, *s2, address, write, EventClass::kTt);
  if (r.ok()) return r->pa;
  if (const Fault* fault = std::get_if<Fault>(&r.stop())) {
    Fault refused = *fault;
    refused.ttrnw = false;
    return refused;
  }
  return r.stop();
}

}  // namespace quiesce
