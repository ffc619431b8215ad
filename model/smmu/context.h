// What every part of one translation needs, passed by reference through all of them.
#pragma once

#include "model/smmu/decides.h"
#include "model/smmu/observer.h"
#include "model/smmu/read_place.h"
#include "model/smmu/transaction.h"
#include "model/smmu/view.h"
#include "spec/choices.h"

namespace quiesce {

/// How the transaction presents itself: as it came, and once its STE is known, as that overrides
/// it.
struct Presentation {
  bool privileged;
  bool instruction;
  MemoryAttributes attributes;
};

/// A write, and an atomic access, is always data. IHI 0070 G.b 13.1.2. Of a translation request,
/// Exe and Priv come with a PASID only. 13.7.
template <class Obs = const NoObserver>
Presentation Incoming(const Transaction& t, Obs& obs = kNoObserver) {
  const bool request = t.ats == AtsKind::kTranslationRequest;
  if (request) {
    return {Decides<"IN-REQUEST-PRIV">(obs, t.ssv && t.privileged),
            Decides<"IN-REQUEST-EXE">(obs, t.ssv && t.instruction), t.attributes};
  }
  const bool data = Decides<"IN-WRITE-IS-DATA">(obs, t.Writes());
  return {t.privileged, t.instruction && !data, t.attributes};
}

template <class Obs>
struct Context {
  const SmmuView& smmu;
  const Transaction& transaction;
  Choices& choices;
  Obs& observer;
  Presentation presentation;
  const KnownSte* known_ste = nullptr;  ///< the transaction's STE, if it is a known one
  const KnownCd* known_cd = nullptr;    ///< its CD
  unsigned stage2_row = kRowOfCd;       ///< of the stage 2 walk to come
};

/// CR0.SMMUEN.
template <class Obs>
bool Enabled(const Context<Obs>& ctx) {
  return Decides<"SMMU-SMMUEN">(ctx, ctx.smmu.enabled());
}

}  // namespace quiesce
