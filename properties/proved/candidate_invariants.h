// Candidates for conjuncts of an inductive invariant of the protocol.
#pragma once

#include <vector>

#include "model/protocol/ends.h"

namespace quiesce {

/// Simple statements about the registers and the driver; each is also tried negated.
template <class D>
std::vector<Bool<D>> Literals(const Protocol<D>& p) {
  std::vector<Bool<D>> l = {
      p.enabled,      p.gbpa_update,   p.gbpa_abort,   p.gbpa_next,  p.old_table, p.cr1_own,
      p.cr2_own,      p.control_kept,  p.sfm,          SfmActive(p), p.option,    p.tossed,
      p.guard_broken, p.update_broken, p.ack == p.cr0, p.ids_held,   p.ids_met,   p.others_changed};
  for (const std::uint64_t bit : {kSmmuenBit, kPriqenBit, kEventqenBit, kCmdqenBit, kAtschkBit}) {
    l.push_back(Cr0Has(p.cr0, bit));
    l.push_back(Cr0Has(p.ack, bit));
    l.push_back(Cr0Has(p.ack ^ p.cr0, bit));
  }
  return l;
}

/// Statements about one stream.
template <class D>
std::vector<Bool<D>> StreamLiterals(const Protocol<D>& p, const ProtocolStream<D>& s) {
  const Bool<D> live = !s.quiesced;
  const Bool<D> was_live = s.succeeds || s.untranslated;
  const NewEnds<D> e = EndsOf(p, s);
  return {Implies(live && was_live, Has(s, SteClass::kOld)),
          Implies(live, Has(s, SteClass::kOld) || Has(s, SteClass::kRefuses)),
          Implies(live && !s.untranslated, !Has(s, SteClass::kBypasses)),
          Implies(live, !Has(s, SteClass::kOther)),
          Implies(live, !Has(s, SteClass::kOwn)),
          Has(s, SteClass::kOld),
          Implies(live && !s.untranslated, !e.untranslated),
          Implies(live && s.succeeds, !e.refused),
          Implies(live, !e.elsewhere),
          Implies(s.succeeds, p.option),
          Implies(s.succeeds, p.enabled),
          Implies(s.succeeds, p.old_table),
          Implies(s.succeeds, p.control_kept),
          Implies(s.succeeds, !p.sfm),
          Implies(s.succeeds, !SfmActive(p)),
          Implies(s.succeeds, Cr0Has(p.cr0, kSmmuenBit)),
          Implies(s.succeeds, Cr0Has(p.ack, kSmmuenBit)),
          Implies(s.quiesced || p.option, p.ids_held),
          Implies(s.tags_live, p.option),
          s.tags_live,
          !s.stalled,
          s.ste < 5};
}

/// What the crash alone decides: nothing changes it.
template <class D>
std::vector<Bool<D>> LastingFacts(const Protocol<D>& p) {
  std::vector<Bool<D>> facts = {
      p.errors_present == 0x105,
      ((p.gerror | p.gerrorn) & ~p.errors_present) == 0,
      p.coherent,
      p.control_fits,
      p.accepts,
      !p.same_ste,
      !p.same_sid,
      !p.others_changed,
      !p.ids_met,
      (p.cr0 & ~p.present) == 0,
      (p.ack & ~p.present) == 0,
      (p.present & Bits<D, kCr0Bits>(0xD)) == 0xD,
      p.crashed_on,
      p.crashed_atschk == Cr0Has(p.cr0, kAtschkBit),
      Implies(p.crashed_atschk, Cr0Has(p.cr0, kAtschkBit)),
      p.gbpa_update || p.gbpa_next == p.gbpa_abort,
      p.enabled == Cr0Has(p.ack, kSmmuenBit) || p.enabled == Cr0Has(p.cr0, kSmmuenBit),
      Implies(HasWritten(p, OnceWrite::kCr1), p.cr1_own),
      Implies(HasWritten(p, OnceWrite::kCr2), p.cr2_own),
      Implies(p.sfm, SfmActive(p))};
  for (const ProtocolStream<D>& s : p.streams) {
    const Bool<D> was_live = s.succeeds || s.untranslated;
    facts.insert(facts.end(), {!s.tosses, !s.overlapped, !s.reserved_memory, !s.mapped_early,
                               !s.was_translated, s.id_found, !s.may_stall, !s.stalled,
                               Implies(was_live, !s.l1_empty), Implies(was_live, s.defers)});
  }
  return facts;
}

/// What tells a toss, and the full reset after it, from an adoption.
template <class D>
std::vector<Bool<D>> TossLiterals(const Protocol<D>& p) {
  return {!(p.tossed && p.option), p.option || !p.old_table, p.option || p.cr1_own};
}

/// Each literal, its negation, and both in each phase; those of a toss and of streams in each
/// phase; and the goals. `streams` is false where no goal is about a stream.
template <class D>
std::vector<Bool<D>> CandidateInvariants(const Protocol<D>& p, const std::vector<Bool<D>>& goals,
                                         bool streams) {
  std::vector<Bool<D>> simple = Literals(p);
  for (std::size_t n = simple.size(), i = 0; i < n; ++i) simple.push_back(!simple[i]);
  for (const ProtocolStream<D>& s : p.streams) {
    if (!streams) break;
    for (const Bool<D>& l : StreamLiterals(p, s)) simple.push_back(l);
  }
  for (const Bool<D>& l : TossLiterals(p)) simple.push_back(l);
  std::vector<Bool<D>> all = LastingFacts(p);
  all.insert(all.end(), goals.begin(), goals.end());
  all.insert(all.end(), simple.begin(), simple.end());
  Bool<D> known(false);
  for (unsigned phase = 0; phase < kPhaseCount; ++phase) {
    const Bool<D> elsewhere = !In(p, static_cast<Phase>(phase));
    known = known || !elsewhere;
    all.push_back(elsewhere);
    for (const Bool<D>& l : simple) all.push_back(elsewhere || l);
  }
  all.push_back(known);
  return all;
}

}  // namespace quiesce
