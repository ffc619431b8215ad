// The translation of one transaction by an SMMU without caches or queues: each call reads every
// structure from memory. Non-secure, SMMUv3.0 to v3.2, VMSAv8-64. IHI 0070 G.b chapters 3, 5,
// 7, 13.
//
// It changes nothing: a hardware update of a descriptor is an observer's DescriptorUpdate, an event
// is in the Outcome. Order of checks: 7.3.22. VMSAv8-32 LPAE configurations are legal or not as the
// architecture says, but their tables are not walked: the outcome is kUnsupported. What only a
// cache can show (STE.CONT, a stale ATSCHK) is for the caches to show.
#pragma once

#include <type_traits>

#include "model/smmu/ats.h"
#include "model/smmu/conclude.h"
#include "model/smmu/stages.h"
#include "model/smmu/stream_lookup.h"
#include "model/smmu/trace.h"

namespace quiesce {

template <class Obs>
Outcome Complete(Context<Obs>& ctx, std::uint64_t pa, MemoryAttributes attributes) {
  Outcome out = Ending(Verdict::kComplete, {});
  out.address = pa;
  out.attributes = Consistent(attributes, ctx.observer);
  out.privileged = ctx.presentation.privileged;
  out.instruction = ctx.presentation.instruction;
  return out;
}

/// CR0.SMMUEN == 0: GBPA decides, and an address above OAS aborts without event. 3.4, 6.3.14.
template <class Obs>
Outcome BypassGlobally(Context<Obs>& ctx) {
  const std::uint64_t address = ctx.transaction.address;
  const bool beyond = Decides<"SMMU-GBPA-RANGE">(ctx, address >> ctx.smmu.oas() != 0);
  if (Decides<"SMMU-GBPA-ABORT">(ctx, Is<"ABORT">(ctx.smmu.gbpa).raw()) || beyond) {
    return Ending(Verdict::kAbort, {DecidedBy::kGlobalBypass});
  }
  Override(ctx, ctx.smmu.gbpa);
  return Complete(ctx, address, ctx.presentation.attributes);
}

template <class Obs>
Outcome TranslateOrdinary(Context<Obs>& ctx) {
  if (!Enabled(ctx)) return BypassGlobally(ctx);
  const OrStop<Ste<Concrete>> ste = LookUpStream(ctx);
  if (!ste.ok()) return Conclude(ctx, ste.stop());
  if (Decides<"STE-ABORTS">(ctx, StreamAborts(*ste).raw())) {
    return Conclude(ctx, Stop(SilentAbort{{DecidedBy::kSte}}));
  }
  const OrStop<Translation> t = ThroughStages(ctx, *ste);
  return t.ok() ? Complete(ctx, t->pa, t->attributes) : Conclude(ctx, t.stop());
}

/// The parts of a translation are small, so that flattening them pays; it takes a compiler ten
/// times as long, so that it is done only where nobody watches: the path that sampling runs.
template <class Obs>
inline constexpr bool kFlattened = std::is_same_v<Obs, NoObserver>;

template <class Obs>
[[gnu::flatten]] Outcome TranslateFlattened(Context<Obs>& ctx) {
  return TranslateOrdinary(ctx);
}

/// `choices` decides where the architecture permits several behaviours; it is asked only there.
template <class Obs>
Outcome Translate(const SmmuView& smmu, const Transaction& t, Choices& choices, Obs& observer) {
  smmu.trail.Take(*smmu.memory);
  Context<Obs> ctx{smmu, t, choices, observer, Incoming(t, observer)};
  if (Decides<"SMMU-SFM">(ctx, smmu.service_failure_mode)) {
    return Conclude(ctx, Stop(SilentAbort{{DecidedBy::kServiceFailureMode}}));
  }
  if (Decides<"SMMU-SPECULATIVE-WRITE">(ctx, t.speculative && t.Writes())) {  // 3.14
    return Ending(Verdict::kAbort, {DecidedBy::kTransactionType});
  }
  if (Decides<"SMMU-UUT">(ctx, t.unsupported)) {  // 7.3.2
    return Conclude(ctx, ConfigurationError(EventType::F_UUT, DecidedBy::kTransactionType));
  }
  switch (t.ats) {
    case AtsKind::kTranslationRequest:
      return AnswerRequest(ctx);
    case AtsKind::kTranslated:
      return TranslateTranslated(ctx);
    case AtsKind::kUntranslated:
      break;
  }
  if constexpr (kFlattened<Obs>) {
    return TranslateFlattened(ctx);
  } else {
    return TranslateOrdinary(ctx);
  }
}

extern template Outcome Translate(const SmmuView&, const Transaction&, Choices&, NoObserver&);
extern template Outcome Translate(const SmmuView&, const Transaction&, Choices&, TraceObserver&);

}  // namespace quiesce
