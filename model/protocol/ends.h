// How a transaction may end in a state of the protocol, and which states break an invariant.
#pragma once

#include "model/protocol/action.h"
#include "model/world/invariants.h"

namespace quiesce {

/// Ends that are possible besides those that were permitted at the crash.
template <class D>
struct NewEnds {
  Bool<D> refused;       ///< terminated, or stalled
  Bool<D> untranslated;  ///< passes to the address that it carries
  Bool<D> elsewhere;     ///< reaches another address
};

template <class D>
NewEnds<D> EndsOf(const Protocol<D>& p, const ProtocolStream<D>& t) {
  const Bool<D> off = !p.enabled;
  const Bool<D> on = p.enabled;
  const Bool<D> atschk = Cr0Has(p.cr0 | p.ack, kAtschkBit);
  const Bool<D> other = Has(t, SteClass::kOther) || Has(t, SteClass::kOwn);
  const Bool<D> regime_changed = !p.control_kept;
  // What the old table makes of it was no end at a crash with the SMMU off.
  const Bool<D> turned_on = on && !p.crashed_on && Has(t, SteClass::kOld);
  NewEnds<D> e;
  e.refused = p.sfm || (off && p.gbpa_abort) ||
              (on && (Has(t, SteClass::kRefuses) || other || regime_changed)) || turned_on ||
              (on && t.was_translated && (atschk || !p.old_table) && !p.crashed_atschk);
  const Bool<D> passes = !p.sfm;  // in service failure mode nothing does
  e.untranslated = passes && ((off && !p.gbpa_abort) || turned_on ||
                              (on && (Has(t, SteClass::kBypasses) || Has(t, SteClass::kOther))));
  const Bool<D> leads_away = Has(t, SteClass::kOther) || (Has(t, SteClass::kOwn) && t.mapped_early);
  e.elsewhere = passes && on && (leads_away || regime_changed || turned_on);
  return e;
}

/// QZ-01, QZ-02, QZ-03, QZ-06, QZ-07 and QZ-11; never broken for any other.
template <class D>
Bool<D> Broken(Invariant invariant, const Protocol<D>& p) {
  Bool<D> broken(false);
  for (const ProtocolStream<D>& t : p.streams) {
    const NewEnds<D> e = EndsOf(p, t);
    const Bool<D> goes_on = !t.quiesced;
    const Bool<D> astray = e.elsewhere || (!t.untranslated && e.untranslated);
    switch (invariant) {
      case Invariant::kNotAborted:
        // What goes astray may meet an address where nothing answers.
        broken = broken || (goes_on && t.succeeds && (e.refused || astray));
        break;
      case Invariant::kNotBypassed:
        broken = broken || (goes_on && !t.untranslated && e.untranslated);
        break;
      case Invariant::kSamePlace:
        // What passed before and passes by another entry may have other attributes.
        broken =
            broken || (goes_on && (astray || (t.untranslated && e.untranslated && p.crashed_on)));
        break;
      default:
        break;
    }
  }
  switch (invariant) {
    case Invariant::kGuardsKept:
      return p.guard_broken;
    case Invariant::kUpdateProtocol:
      return p.update_broken;
    case Invariant::kTossLeavesNoTrace:
      return In(p, Phase::kLive) && p.tossed &&
             (p.old_table || !p.cr1_own || !p.enabled || p.option);
    default:
      return broken;
  }
}

}  // namespace quiesce
