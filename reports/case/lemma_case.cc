#include "reports/case/lemma_case.h"

#include <algorithm>

namespace quiesce {
namespace {

using C = Concrete;

constexpr std::array kPoints = {ChoicePoint::kS1ContextPtrOutOfRange, ChoicePoint::kReservedBits,
                                ChoicePoint::kTxszOutOfRange, ChoicePoint::kEatsWithS2s,
                                ChoicePoint::kS2Sl0NeedsPaSize};
constexpr std::array kLookedAt = {Reg::IDR0, Reg::IDR1, Reg::IDR3,        Reg::IDR5,
                                  Reg::AIDR, Reg::CR2,  Reg::STRTAB_BASE, Reg::STRTAB_BASE_CFG};

/// Whether alternative 0 is the one of a structure that is refused.
constexpr bool RefusesFirst(ChoicePoint point) {
  return point != ChoicePoint::kReservedBits && point != ChoicePoint::kEatsWithS2s;
}

struct Answer {
  ChoicePoint point;
  Bool<C>* refuses;
};
std::array<Answer, 5> AnswersOf(SteRuleChoices<C>& choices) {
  return {{{ChoicePoint::kS1ContextPtrOutOfRange, &choices.s1contextptr_out_of_range_is_illegal},
           {ChoicePoint::kReservedBits, &choices.reserved_bits_are_illegal},
           {ChoicePoint::kTxszOutOfRange, &choices.s2t0sz_out_of_range_is_illegal},
           {ChoicePoint::kEatsWithS2s, &choices.full_ats_with_s2s_is_illegal_without_stage2},
           {ChoicePoint::kS2Sl0NeedsPaSize, &choices.s2sl0_needs_pa_size}}};
}
std::array<Answer, 2> AnswersOf(CdRuleChoices<C>& choices) {
  return {{{ChoicePoint::kReservedBits, &choices.reserved_bits_are_illegal},
           {ChoicePoint::kTxszOutOfRange, &choices.txsz_out_of_range_is_illegal}}};
}

template <class RuleChoices>
void SetAnswers(FixedChoices said, RuleChoices& choices) {
  for (const Answer& a : AnswersOf(choices)) {
    *a.refuses = Bool<C>((said.Pick(a.point, 3) == 0) == RefusesFirst(a.point));
  }
}

void SayAnswers(RuleInputs<C> in, Case& c) {
  FixedChoices said;
  for (const Answer& a : AnswersOf(in.ste_choices)) {
    if (a.refuses->raw() == RefusesFirst(a.point)) continue;
    c.choices.push_back({a.point, 1});
    said.Set(a.point, 1);
  }
  for (const Answer& a : AnswersOf(in.cd_choices)) {
    const unsigned alternative = a.refuses->raw() == RefusesFirst(a.point) ? 0 : 1;
    if (alternative != said.Pick(a.point, 2)) {
      c.lemma->cd_choices.push_back({a.point, alternative});
    }
  }
}

/// Registers, choices, and what stands beside an update.
RuleInputs<C> RuleInputsOf(const Case& c) {
  const CaseLemma& l = *c.lemma;
  RuleInputs<C> in;
  in.caps = CapsOf(c.registers);
  in.e2h = Is<"E2H">(c.registers.Get<Reg::CR2>());
  in.strtab_base = c.registers.Get<Reg::STRTAB_BASE>();
  in.strtab_cfg = c.registers.Get<Reg::STRTAB_BASE_CFG>();
  FixedChoices said = ChoicesOf(c);
  SetAnswers(said, in.ste_choices);
  for (const CaseChoice& choice : l.cd_choices) said.Set(choice.point, choice.alternative);
  SetAnswers(said, in.cd_choices);
  in.ste = SteFrom(EntryOf(l.ste));
  in.cd = CdFrom(EntryOf(l.cd));
  in.l1std = L1Std<C>(Bits<C, 64>(l.l1std));
  in.l1cd = L1Cd<C>(Bits<C, 64>(l.l1cd));
  in.sid = Bits<C, 32>(l.sid);
  in.ssid = Bits<C, 20>(l.ssid);
  return in;
}

Case CaseWith(std::string_view id, const Variant& variant, const RuleInputs<C>& in) {
  Case c;
  NameVariant(variant, c);
  c.expect.violates = id;
  c.registers.Put<Reg::IDR0>(in.caps.idr0);
  c.registers.Put<Reg::IDR1>(in.caps.idr1);
  c.registers.Put<Reg::IDR3>(in.caps.idr3);
  c.registers.Put<Reg::IDR5>(in.caps.idr5);
  c.registers.Put<Reg::AIDR>(in.caps.aidr);
  c.registers.Put<Reg::CR2>(
      With<"E2H">(c.registers.Get<Reg::CR2>(), Bits<C, 1>(in.e2h.raw() ? 1 : 0)));
  c.registers.Put<Reg::STRTAB_BASE>(in.strtab_base);
  c.registers.Put<Reg::STRTAB_BASE_CFG>(in.strtab_cfg);
  CaseLemma& l = c.lemma.emplace();
  l.id = id;
  l.ste = WordsOf(in.ste.words());
  l.cd = WordsOf(in.cd.words());
  l.l1std = in.l1std.word(0).raw();
  l.l1cd = in.l1cd.word(0).raw();
  l.sid = static_cast<std::uint32_t>(in.sid.raw());
  l.ssid = static_cast<std::uint32_t>(in.ssid.raw());
  SayAnswers(in, c);
  return c;
}

bool IsLeftOut(const CaseLemma& l, const std::string& premise) {
  return std::ranges::find(l.without, premise) != l.without.end();
}

}  // namespace

std::optional<LemmaName> LemmaNamed(std::string_view id) {
  if (const auto l = StreamLemmaNamed(id)) {
    const StreamLemmaSpec& spec = SpecOf(*l);
    return LemmaName{spec.id, spec.invariant, spec.statement, spec.twin};
  }
  if (const auto l = UpdateLemmaNamed(id)) {
    const UpdateLemmaSpec& spec = SpecOf(*l);
    return LemmaName{spec.id, SpecOf(Invariant::kLiveStructures).id, spec.statement, spec.twin};
  }
  return std::nullopt;
}

void DescribeLemma(Case& c) {
  const CaseLemma& l = *c.lemma;
  const LemmaName name = *LemmaNamed(l.id);
  c.title = c.variant;
  for (const VariantChange& change : c.changes) {
    c.title.append(" with ").append(change.field).append(" = ").append(change.value);
  }
  c.title.append(" breaks ").append(l.id);
  if (l.twin) c.title = l.id + " fails, " + std::string(name.twin);
  for (const std::string& premise : l.without) c.title.append(" without \"" + premise + "\"");
  c.notes = {"Broken: " + std::string(name.statement) + "."};
}

std::string AllLemmas() {
  std::string text;
  const auto add = [&](std::string_view id) { text.append(text.empty() ? "" : ", ").append(id); };
  for (const StreamLemmaSpec& spec : kStreamLemmas) add(spec.id);
  for (const UpdateLemmaSpec& spec : kUpdateLemmas) add(spec.id);
  return text;
}

StreamInputs<C> StreamInputsOf(const Case& c) {
  const CaseLemma& l = *c.lemma;
  return {RuleInputsOf(c), Bits<C, 16>(l.new_id), Bool<C>(l.new_id_is_vmid),
          Bool<C>(c.platform.vhe), Bool<C>(l.global_leaf)};
}

UpdateInputs<C> UpdateInputsOf(const Case& c) {
  const CaseLemma& l = *c.lemma;
  return {RuleInputsOf(c), EntryOf(l.live), EntryOf(l.target), EntryOf(l.fetched)};
}

LemmaQuestion<C> QuestionOf(const Case& c) {
  const CaseLemma& l = *c.lemma;
  const Variant variant = VariantOf(c);
  if (const auto lemma = StreamLemmaNamed(l.id)) {
    return QuestionOf(*lemma, variant, StreamInputsOf(c), l.twin);
  }
  const UpdateLemma lemma = UpdateLemmaNamed(l.id).value_or(UpdateLemma::kHitlessSte);
  const UpdateInputs<C> in = UpdateInputsOf(c);
  LemmaQuestion<C> q = QuestionOf(lemma, variant, in, l.twin);
  if (lemma != UpdateLemma::kUsedBitsDecide) {
    q.premises.push_back(MemoryHoldsFetched(lemma, variant, in, l.stage, l.twin));
  }
  return q;
}

bool IsViolated(const Case& c) {
  const LemmaQuestion<C> q = QuestionOf(c);
  return !q.claim.raw() && std::ranges::all_of(q.premises, [&](const NamedCondition<C>& p) {
    return p.condition.raw() || IsLeftOut(*c.lemma, p.name);
  });
}

Case LemmaCase(std::string_view id, const Variant& variant, const StreamInputs<C>& in) {
  Case c = CaseWith(id, variant, in.words);
  c.platform.vhe = in.vhe.raw();
  c.lemma->new_id = static_cast<std::uint16_t>(in.id.raw());
  c.lemma->new_id_is_vmid = in.stage2.raw();
  c.lemma->global_leaf = in.global.raw();
  return c;
}

Case LemmaCase(std::string_view id, const Variant& variant, const UpdateInputs<C>& in,
               unsigned stage) {
  Case c = CaseWith(id, variant, in.words);
  c.lemma->stage = stage;
  c.lemma->live = WordsOf(in.live);
  c.lemma->target = WordsOf(in.target);
  c.lemma->fetched = WordsOf(in.fetched);
  return c;
}

std::span<const ChoicePoint> LemmaChoices() { return kPoints; }
std::span<const Reg> LemmaRegisters() { return kLookedAt; }

}  // namespace quiesce
