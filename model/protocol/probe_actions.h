// The driver until it has decided about the table: gate, adoption, fresh table. Mirrors
// model/driver/probe.cc and strtab.cc.
#pragma once

#include "model/driver/adopt_checks.h"
#include "model/protocol/action.h"

namespace quiesce {

template <class D>
Bool<D> GateOpens(const Setting& s, const Protocol<D>& p) {
  AdoptRegisters<D> r;
  r.cr0 = AsCr0(p.cr0);
  r.gerror = RegisterRecord<D, Reg::GERROR>(Zext<32>(p.gerror));
  r.gerrorn = RegisterRecord<D, Reg::GERRORN>(Zext<32>(p.gerrorn));
  AnyRule<D> refuses;
  GateRules(s.variant, r, p.coherent, refuses);
  const bool looks = s.variant.checks_cr1 || s.variant.checks_cr2;
  return Bool<D>(s.adopts()) && !refuses.any() && (Bool<D>(!looks) || p.control_fits);
}

/// Something that the protocol knows of makes the driver toss.
template <class D>
Bool<D> Refused(const Variant& v, const Protocol<D>& p) {
  const Bool<D> shared = Bool<D>(v.l2_pointers_distinct) && p.same_ste && !p.same_sid;
  Bool<D> refused = (p.old_table && !p.accepts) || shared;
  for (const ProtocolStream<D>& t : p.streams) refused = refused || t.tosses;
  return refused;
}

template <class D>
void ProbeActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                  ActionSink<D>& to) {
  if (!to.Opens(Within(p, Phase::kCrashed, Phase::kDecided))) return;
  const Variant& v = s.variant;
  const Clause<D> gated{"the gate has decided", In(p, Phase::kGated)};

  const Clause<D> asks{"not probed", In(p, Phase::kCrashed)};
  Protocol<D> next = At(p, Phase::kGated);
  next.option = Bool<D>(false);
  next.tossed = Bool<D>(false);
  next.ids_held = Bool<D>(false);
  next.written = Bits<D, 4>(0);
  to.Add("the gate stays closed", Party::kDriver, {asks, {"refused", !GateOpens(s, p)}}, next);
  // What happens after it has looked, the gate does not see.
  to.Add("the gate looks", Party::kDriver, {asks, {"it opens", GateOpens(s, p)}},
         At(p, Phase::kLooked));
  next.option = Bool<D>(true);
  to.Add("the gate opens", Party::kDriver, {{"it has looked", In(p, Phase::kLooked)}}, next);

  const Bool<D> refused = Refused(v, p);
  next = At(p, Phase::kDecided);
  next.ids_held = Bool<D>(v.reserves_ids && v.reserves_asids && v.id_maps_before_scan);
  to.Add("adopt", Party::kDriver,
         {gated, {"the option is set", p.option}, {"nothing is refused", !refused}}, next);

  next = v.on_toss == OnToss::kFullReset ? At(p, Phase::kDecided) : Gone(s, p);
  const Bool<D> keeps_option =
      Bool<D>(!v.toss_clears_option) || (Bool<D>(!v.missing_feature_clears_option) && in.a);
  next.option = keeps_option && Bool<D>(v.on_toss == OnToss::kFullReset);
  next.tossed = Bool<D>(true);
  to.Add("toss", Party::kDriver,
         {gated,
          {"the option is set", p.option},
          {"something is refused", refused || Bool<D>(s.may.rest_tosses)}},
         next);

  to.Add("make a fresh table", Party::kDriver, {gated, {"the option is clear", !p.option}},
         At(p, Phase::kDecided));

  to.Add("fail before the reset", Party::kDriver,
         {{"failures are possible", Bool<D>(s.may.failures)},
          {"probing", In(p, Phase::kCrashed) || In(p, Phase::kLooked) || In(p, Phase::kGated) ||
                          In(p, Phase::kDecided)}},
         Gone(s, p));
}

}  // namespace quiesce
