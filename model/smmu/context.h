// What every part of one translation needs, passed by reference through all of them.
#pragma once

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
inline Presentation Incoming(const Transaction& t) {
  const bool request = t.ats == AtsKind::kTranslationRequest;
  if (request) return {t.ssv && t.privileged, t.ssv && t.instruction, t.attributes};
  return {t.privileged, t.instruction && t.access == AccessKind::kRead, t.attributes};
}

template <class Obs>
struct Context {
  const SmmuView& smmu;
  const Transaction& transaction;
  Choices& choices;
  Obs& observer;
  Presentation presentation;
};

}  // namespace quiesce
