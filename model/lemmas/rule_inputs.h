// Everything that the legality rules and the table addresses look at, in either domain.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spec/cd_table.h"
#include "spec/rules/cd_rules.h"
#include "spec/rules/ste_rules.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {

template <class D>
struct RuleInputs {
  Ste<D> ste;
  Cd<D> cd;
  Caps<D> caps;
  Bool<D> e2h;
  SteRuleChoices<D> ste_choices;
  CdRuleChoices<D> cd_choices;
  RegisterRecord<D, Reg::STRTAB_BASE> strtab_base;
  RegisterRecord<D, Reg::STRTAB_BASE_CFG> strtab_cfg;
  L1Std<D> l1std;
  L1Cd<D> l1cd;
  Bits<D, 32> sid;
  Bits<D, 20> ssid;

  StreamWorld<D> world() const { return StreamWorldOf(ste, caps, e2h); }
  StrtabConfig<D> strtab() const { return DecodeStrtab(strtab_base, strtab_cfg, caps); }
};

/// Calls visit(name, word or condition) for every input, always in the same order. The derived
/// members of caps are not inputs.
template <class D, class Visit>
void VisitInputs(RuleInputs<D>& in, Visit&& visit) {
  for (std::size_t i = 0; i < 8; ++i) visit("ste" + std::to_string(i), in.ste.word(i));
  for (std::size_t i = 0; i < 8; ++i) visit("cd" + std::to_string(i), in.cd.word(i));
  visit("idr0", in.caps.idr0.word(0));
  visit("idr1", in.caps.idr1.word(0));
  visit("idr3", in.caps.idr3.word(0));
  visit("idr5", in.caps.idr5.word(0));
  visit("aidr", in.caps.aidr.word(0));
  visit("e2h", in.e2h);
  visit("cu18", in.ste_choices.s1contextptr_out_of_range_is_illegal);
  visit("cu22", in.ste_choices.s2t0sz_out_of_range_is_illegal);
  visit("cu23", in.ste_choices.full_ats_with_s2s_is_illegal_without_stage2);
  visit("sl0_pa_size", in.ste_choices.s2sl0_needs_pa_size);
  visit("cu21_ste", in.ste_choices.reserved_bits_are_illegal);
  visit("cu22_cd", in.cd_choices.txsz_out_of_range_is_illegal);
  visit("cu21_cd", in.cd_choices.reserved_bits_are_illegal);
  visit("strtab_base", in.strtab_base.word(0));
  visit("strtab_cfg", in.strtab_cfg.word(0));
  visit("l1std", in.l1std.word(0));
  visit("l1cd", in.l1cd.word(0));
  visit("sid", in.sid);
  visit("ssid", in.ssid);
}

/// Recomputes the derived members of caps.
template <class D>
void Derive(RuleInputs<D>& in) {
  const Caps<D> c = in.caps;
  in.caps = MakeCaps<D>(c.idr0, c.idr1, c.idr3, c.idr5, c.aidr);
}

/// The width of a word type; 0 for a condition.
template <class T>
inline constexpr unsigned kInputWidth = 0;
template <class D, unsigned W>
inline constexpr unsigned kInputWidth<Bits<D, W>> = W;

template <class D>
using SteConditions = std::vector<typename AllRules<D, SteRule>::Entry>;
template <class D>
using CdConditions = std::vector<typename AllRules<D, CdRule>::Entry>;

template <class D>
SteConditions<D> ConditionsOfSte(const RuleInputs<D>& in) {
  AllRules<D, SteRule> sink;
  SteRules(in.ste, in.caps, in.ste_choices, sink);
  return sink.entries();
}

template <class D>
CdConditions<D> ConditionsOfCd(const RuleInputs<D>& in) {
  AllRules<D, CdRule> sink;
  CdRules(in.cd, in.ste, in.world(), in.caps, in.cd_choices, sink);
  return sink.entries();
}

}  // namespace quiesce
