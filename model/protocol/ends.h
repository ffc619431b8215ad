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
  // What is translated already passes unchecked without ATSCHK: 3.9.1. A crash with the SMMU on and
  // ATSCHK = 0 permitted it.
  const Bool<D> unchecked = on && t.was_translated && !Cr0Has(p.cr0 & p.ack, kAtschkBit) &&
                            (p.crashed_atschk || !p.crashed_on);
  // And ATSCHK makes the address one of stage 2 where ATS is split-stage.
  const Bool<D> checked = on && t.was_translated && atschk && !p.crashed_atschk;
  const Bool<D> other = Has(t, SteClass::kOther) || Has(t, SteClass::kOwn);
  const Bool<D> regime_changed = !p.control_kept;
  // What the old table makes of it was no end at a crash with the SMMU off.
  const Bool<D> turned_on = on && !p.crashed_on && Has(t, SteClass::kOld);
  NewEnds<D> e;
  // With the SMMU off, what is translated already is refused, too: 3.9.1.
  e.refused = p.sfm || (off && (p.gbpa_abort || t.was_translated)) ||
              (on && (Has(t, SteClass::kRefuses) || other || regime_changed)) || turned_on ||
              checked || (on && t.was_translated && !p.old_table && !p.crashed_atschk);
  const Bool<D> passes = !p.sfm;  // in service failure mode nothing does
  e.untranslated = passes && ((off && !p.gbpa_abort) || turned_on || unchecked ||
                              (on && (Has(t, SteClass::kBypasses) || Has(t, SteClass::kOther))));
  const Bool<D> leads_away = Has(t, SteClass::kOther) || (Has(t, SteClass::kOwn) && t.mapped_early);
  e.elsewhere = passes && on &&
                (leads_away || regime_changed || turned_on || (checked && Has(t, SteClass::kOld)));
  return e;
}

/// A transaction that goes on, that succeeded at the crash, and that ends as it did then.
template <class D>
Bool<D> EndsWell(const Protocol<D>& p, const ProtocolStream<D>& t) {
  const NewEnds<D> e = EndsOf(p, t);
  return !t.quiesced && t.succeeds && !e.refused && !e.elsewhere &&
         (t.untranslated || !e.untranslated);
}

/// The driver ends what is stalled by CMD_STALL_TERM once the STE is another: none stalls anew.
template <class D>
Bool<D> TerminatesStall(const Setting& s, const ProtocolStream<D>& t) {
  return Bool<D>(s.variant.terminates_stalls) && t.stalled && !Has(t, SteClass::kOld);
}

/// Its own driver has it, and what is stalled since before waits for a step that nobody is about to
/// take.
template <class D>
Bool<D> WaitsForEver(const Setting& s, const Protocol<D>& p, const ProtocolStream<D>& t) {
  return In(p, Phase::kLive) && t.quiesced && Has(t, SteClass::kOwn) && t.stalled &&
         !TerminatesStall(s, t) && Bool<D>(!s.uses_output_queues());
}

/// Its own driver has it, and the SMMU does not do what its new STE says although the driver is
/// there.
template <class D>
Bool<D> GetsNoTranslation(const Protocol<D>& p, const ProtocolStream<D>& t) {
  return In(p, Phase::kLive) && t.quiesced && Has(t, SteClass::kOwn) && (p.sfm || !p.enabled);
}

/// QZ-01, 02, 03, 05, 06, 07, 11 and 13, and of QZ-15 that nothing stays stalled and that what is
/// taken is translated; never broken for any other. That the driver itself ends is in
/// properties/proved/termination.h.
template <class D>
Bool<D> Broken(const Setting& s, Invariant invariant, const Protocol<D>& p) {
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
      case Invariant::kEnds:
        broken = broken || WaitsForEver(s, p, t) || GetsNoTranslation(p, t);
        break;
      default:
        break;
    }
  }
  switch (invariant) {
    case Invariant::kOthersUnaffected:
      return p.others_changed;
    case Invariant::kFreshIds:
      return p.ids_met;
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
