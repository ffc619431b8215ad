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
                  GuardedActions<D>& to) {
  const Variant& v = s.variant;
  const Clause<D> gated{"the gate has decided", In(p, Phase::kGated)};

  Protocol<D> next = At(p, Phase::kGated);
  next.option = GateOpens(s, p);
  next.tossed = Bool<D>(false);
  next.ids_held = Bool<D>(false);
  next.written = Bits<D, 4>(0);
  to.Add("gate", Party::kDriver, {{"not probed", In(p, Phase::kCrashed)}}, next);

  const Bool<D> refused = Refused(v, p);
  next = At(p, Phase::kDecided);
  next.ids_held = Bool<D>(v.reserves_ids && v.reserves_asids && v.id_maps_before_scan);
  to.Add("adopt", Party::kDriver,
         {gated, {"the option is set", p.option}, {"nothing is refused", !refused}}, next);

  next = At(p, v.on_toss == OnToss::kFullReset ? Phase::kDecided : Phase::kCrashed);
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

  next = At(p, Phase::kCrashed);
  next.option = Bool<D>(false);
  to.Add("fail before the reset", Party::kDriver,
         {{"failures are possible", Bool<D>(s.may.failures)},
          {"probing", In(p, Phase::kCrashed) || In(p, Phase::kGated) || In(p, Phase::kDecided)}},
         next);
}

}  // namespace quiesce
