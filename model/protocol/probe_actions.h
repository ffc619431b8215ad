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
                  ActionSink<D>& to) {
  const Variant& v = s.variant;
  const Clause<D> gated{"the gate has decided", In(p, Phase::kGated)};

  const Clause<D> asks{"not probed", In(p, Phase::kCrashed)};
  Protocol<D> next = At(p, Phase::kGated);
  next.option = Bool<D>(false);
  next.tossed = Bool<D>(false);
  to.Add("the gate stays closed", Party::kDriver, {asks, {"refused", !GateOpens(s, p)}}, next);
  // What happens after it has looked, the gate does not see.
  to.Add("the gate looks", Party::kDriver, {asks, {"it opens", GateOpens(s, p)}},
         At(p, Phase::kLooked));
  next.option = Bool<D>(true);
  to.Add("the gate opens", Party::kDriver, {{"it has looked", In(p, Phase::kLooked)}}, next);

  const Bool<D> refused = (p.old_table && !p.accepts) || p.streams[0].tosses || p.streams[1].tosses;
  to.Add("adopt", Party::kDriver,
         {gated, {"the option is set", p.option}, {"nothing is refused", !refused}},
         At(p, Phase::kDecided));

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
