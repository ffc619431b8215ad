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

template <class D>
void ProbeActions(const Setting& s, const Protocol<D>& p, const ActionInputs<D>& in,
                  GuardedActions<D>& to) {
  const Variant& v = s.variant;
  const Clause<D> gated{"the gate has decided", In(p, Phase::kGated)};

  Protocol<D> next = At(p, Phase::kGated);
  next.option = GateOpens(s, p);
  next.tossed = Bool<D>(false);
  to.Add("gate", Party::kDriver, {{"not probed", In(p, Phase::kCrashed)}}, next);

  const Bool<D> refused = (p.old_table && !p.accepts) || p.streams[0].tosses || p.streams[1].tosses;
  to.Add("adopt", Party::kDriver,
         {gated, {"the option is set", p.option}, {"nothing is refused", !refused}},
         At(p, Phase::kDecided));

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
