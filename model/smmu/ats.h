// PCIe ATS: translation requests and translated transactions. IHI 0070 G.b 3.9, 13.6, 13.7.
#pragma once

#include "model/smmu/conclude.h"
#include "model/smmu/stages.h"
#include "model/smmu/stream_lookup.h"

namespace quiesce {

/// CR0.ATSCHK.
template <class Obs>
bool AtsChecked(const Context<Obs>& ctx) {
  return Decides<"ATS-ATSCHK">(ctx, ctx.smmu.ats_checked());
}

/// STE.EATS as it acts; 3 acts as 0 without DPT.
enum class Eats : std::uint8_t { kDisabled = 0, kFull = 1, kSplitStage = 2 };

template <class Obs>
Eats EatsOf(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const Bool<Concrete> checked(Decides<"ATS-ATSCHK">(ctx, AtschkOfSte(ctx)));
  return static_cast<Eats>(EffectiveEats(ste, ctx.smmu.caps, checked).raw());
}

/// Translation requests and translated transactions are refused.
template <class Obs>
bool ForbidsAts(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  return Decides<"ATS-EATS-OFF">(ctx, EatsOf(ctx, ste) == Eats::kDisabled);
}
/// A translated address is an IPA.
template <class Obs>
bool SplitsStages(const Context<Obs>& ctx, const Ste<Concrete>& ste) {
  return Decides<"ATS-SPLIT-STAGE">(ctx, EatsOf(ctx, ste) == Eats::kSplitStage);
}

inline Fault ForbiddenByAts(EventType type) { return ConfigurationError(type, DecidedBy::kAts); }

/// The completion of a request that met no error.
template <class Obs>
Outcome CompleteRequest(Context<Obs>& ctx, const Ste<Concrete>& ste, const Translation& t) {
  Outcome out = Ending(Verdict::kAtsSuccess, {});
  out.permissions = t.permissions;
  if (Decides<"ATS-GRANTS-NOTHING">(ctx, out.permissions == Permissions())) return out;
  out.address = SplitsStages(ctx, ste) ? t.ipa : t.pa;
  return out;
}

/// 3.9.1.2.
template <class Obs>
Outcome AnswerRequest(Context<Obs>& ctx) {
  if (!Enabled(ctx)) return Conclude(ctx, ForbiddenByAts(EventType::F_BAD_ATS_TREQ));
  const OrStop<Ste<Concrete>> ste = LookUpStream(ctx);
  if (!ste.ok()) return Conclude(ctx, ste.stop());
  if (Decides<"STE-ABORTS">(ctx, StreamAborts(*ste).raw())) {
    return Conclude(ctx, Stop(SilentAbort{{DecidedBy::kSte}}));
  }
  if (ForbidsAts(ctx, *ste)) return Conclude(ctx, ForbiddenByAts(EventType::F_BAD_ATS_TREQ));
  const OrStop<Translation> t = ThroughStages(ctx, *ste);
  return t.ok() ? CompleteRequest(ctx, *ste, *t) : Conclude(ctx, t.stop());
}

/// A translated address that is a PA. 3.9.1.1: bits above OAS abort silently, or are dropped.
template <class Obs>
Outcome PassTranslated(Context<Obs>& ctx) {
  std::uint64_t pa = ctx.transaction.address;
  if (Decides<"ATS-TRANSLATED-RANGE">(ctx, pa >> ctx.smmu.oas() != 0)) {
    if (ctx.choices.Pick(ChoicePoint::kTranslatedAboveOas, 2) == 0) {
      return Ending(Verdict::kAbort, {DecidedBy::kAts});
    }
    pa &= MaxValue(ctx.smmu.oas());
  }
  Outcome out = Ending(Verdict::kComplete, {});
  out.address = pa;
  out.attributes = Consistent(ctx.presentation.attributes, ctx.observer);
  return out;
}

/// A translated address that is an IPA: split-stage ATS. 13.6.3. PnU and InD are 0 before PRIVCFG
/// and INSTCFG; the overrides of memory attributes do not apply (table 13.5).
template <class Obs>
Outcome TranslateIpa(Context<Obs>& ctx, const Ste<Concrete>& ste) {
  const Transaction& t = ctx.transaction;
  Presentation& p = ctx.presentation;
  const MemoryAttributes attributes = p.attributes;
  Override(ctx, ste);
  p.attributes = attributes;
  if (const auto stop = CheckBypassedInput(ctx, t.address, ctx.smmu.ias())) {
    return Conclude(ctx, *stop);
  }
  if (WalksLpaeAtStage2(ctx, ste)) return Conclude(ctx, Stop(Unsupported{"VMSAv8-32 LPAE"}));
  Stage2 own;
  const Stage2& s2 = SelectStage2(ctx, ste, own);
  const OrStop<Stage2Result> r =
      TranslateStage2(ctx, s2, t.address, DemandOf(ctx, ste), EventClass::kIn, attributes);
  if (!r.ok()) return Conclude(ctx, r.stop());
  Outcome out = Ending(Verdict::kComplete, {});
  out.address = r->pa;
  out.attributes = Consistent(r->attributes, ctx.observer);
  out.privileged = p.privileged;
  out.instruction = p.instruction;
  return out;
}

/// 3.9.1.3.
template <class Obs>
Outcome TranslateTranslated(Context<Obs>& ctx) {
  ctx.presentation.privileged = ctx.presentation.instruction = false;
  if (!Enabled(ctx)) return Conclude(ctx, ForbiddenByAts(EventType::F_TRANSL_FORBIDDEN));
  if (!AtsChecked(ctx)) return PassTranslated(ctx);
  const OrStop<Ste<Concrete>> ste = LookUpStream(ctx);
  if (!ste.ok()) return Conclude(ctx, ste.stop());
  if (Decides<"STE-ABORTS">(ctx, StreamAborts(*ste).raw())) {
    return Conclude(ctx, Stop(SilentAbort{{DecidedBy::kSte}}));
  }
  if (ForbidsAts(ctx, *ste)) return Conclude(ctx, ForbiddenByAts(EventType::F_TRANSL_FORBIDDEN));
  return SplitsStages(ctx, *ste) ? TranslateIpa(ctx, *ste) : PassTranslated(ctx);
}

}  // namespace quiesce
