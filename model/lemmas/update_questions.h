// The statements of update_lemma.h, in either domain: whatever words the SMMU fetches while the
// driver stores, in whatever order, it gets the old entry, the new one, or one with V = 0, in all
// bits that the architecture looks at.
//
// A store is one word and atomic. After each stage the entry is invalidated and a SYNC waited for:
// what the SMMU uses from then on was fetched after the stage. Within a stage each fetched word is
// what it was before or after, whatever the others are: more than any order of stores permits.
#pragma once

#include "model/driver/update_stages.h"
#include "model/driver/variant.h"
#include "model/lemmas/question.h"
#include "model/lemmas/rule_inputs.h"
#include "model/lemmas/update_lemma.h"
#include "spec/caps_possible.h"

namespace quiesce {

template <class D>
struct UpdateInputs {
  RuleInputs<D> words;  ///< of kUsedBitsDecide: ID registers and choices
  Entry<D> live;
  Entry<D> target;   ///< of kUsedBitsDecide: the other STE
  Entry<D> fetched;  ///< not of kUsedBitsDecide
};

/// How an update is planned.
struct UpdateStyle {
  EntryKind kind = EntryKind::kSte;
  UpdatePlanner planner = UpdatePlanner::kArchitecture;
  bool forgets_one = false;  ///< takes S1ContextPtr, or TTB0, for unused
  bool in_order = false;     ///< no plan: the target word by word
};
/// A driver without hitless updates stores in order.
inline UpdateStyle StyleOf(UpdateLemma lemma, const Variant& v, bool broken) {
  const UpdateLemmaSpec& spec = SpecOf(lemma);
  const bool linux = spec.planner != UpdatePlanner::kArchitecture;
  return {spec.kind, spec.planner, broken && HasStages(lemma), linux && !v.updates_hitless};
}

template <class D>
Entry<D> ArchitectureUsed(EntryKind kind, const Entry<D>& e) {
  return kind == EntryKind::kSte ? ArchitectureUsedSte(SteFrom(e)) : ArchitectureUsedCd(CdFrom(e));
}

/// Nothing is set that the driver does not take for used, which it asserts of what it writes; and a
/// master either stalls or has ATS.
template <class D>
Bool<D> IsLinuxOwn(const Entry<D>& e) {
  const Ste<D> ste = SteFrom(e);
  const Entry<D> used = DriverUsedSte(ste);
  Bool<D> own = Get<"EATS">(ste) == 0 || !Is<"S2S">(ste);
  for (std::size_t i = 0; i < e.size(); ++i) own = own && (e[i] & ~used[i]) == 0;
  return own;
}

template <class D>
Entry<D> PlannedUsed(const UpdateStyle& style, const Entry<D>& e) {
  const bool ste = style.kind == EntryKind::kSte;
  Entry<D> used = ArchitectureUsed(style.kind, e);
  if (style.planner != UpdatePlanner::kArchitecture) {
    used = ste ? DriverUsedSte(SteFrom(e)) : DriverUsedCd(CdFrom(e));
  }
  if (!style.forgets_one) return used;
  const EntryWords forgotten = ste ? SteFields({"S1ContextPtr"}) : CdFields({"TTB0"});
  for (std::size_t i = 0; i < used.size(); ++i) used[i] = used[i] & Bits<D, 64>(~forgotten[i]);
  return used;
}

/// What the driver changes under a live entry knowingly.
template <class D>
Entry<D> Spared(const UpdateStyle& style, const Entry<D>& live, const Entry<D>& target) {
  const bool linux_ste =
      style.kind == EntryKind::kSte && style.planner != UpdatePlanner::kArchitecture;
  return linux_ste ? DriverSafeSte(SteFrom(live), SteFrom(target)) : Entry<D>{};
}

template <class D>
UpdateStages<D> StagesOf(const UpdateStyle& style, const Entry<D>& live, const Entry<D>& target) {
  if (style.in_order) return {{live, target, target, target}, Bool<D>(true)};
  return StagesOf(live, target, PlannedUsed(style, live), PlannedUsed(style, target),
                  Spared(style, live, target));
}

template <class D>
Bool<D> SameIn(const Entry<D>& mask, const Entry<D>& spared, const Entry<D>& a, const Entry<D>& b) {
  Bool<D> same(true);
  for (std::size_t i = 0; i < a.size(); ++i) {
    same = same && ((a[i] ^ b[i]) & mask[i] & ~spared[i]) == 0;
  }
  return same;
}

/// The fetched entry is of neither, and not invalid.
template <class D>
Bool<D> IsMixed(const UpdateStyle& style, const UpdateInputs<D>& in) {
  const Bool<D> valid =
      style.kind == EntryKind::kSte ? Is<"V">(SteFrom(in.fetched)) : Is<"V">(CdFrom(in.fetched));
  const Entry<D> spared = Spared(style, in.live, in.target);
  return valid && !SameIn(ArchitectureUsed(style.kind, in.live), spared, in.fetched, in.live) &&
         !SameIn(ArchitectureUsed(style.kind, in.target), spared, in.fetched, in.target);
}

/// Each fetched word is one of the two.
template <class D>
Bool<D> IsMixtureOf(const Entry<D>& a, const Entry<D>& b, const Entry<D>& fetched) {
  Bool<D> each(true);
  for (std::size_t i = 0; i < fetched.size(); ++i) {
    each = each && (fetched[i] == a[i] || fetched[i] == b[i]);
  }
  return each;
}

/// That memory holds what is fetched: in this stage, from 1, where the lemma has stages.
template <class D>
NamedCondition<D> MemoryHoldsFetched(UpdateLemma lemma, const Variant& v, const UpdateInputs<D>& in,
                                     unsigned stage, bool broken) {
  if (!HasStages(lemma)) {
    return {"given each word fetched is of one of the two",
            IsMixtureOf(in.live, in.target, in.fetched)};
  }
  const UpdateStages<D> stages = StagesOf(StyleOf(lemma, v, broken), in.live, in.target);
  return {"given each word fetched is as before or after the stage",
          IsMixtureOf(stages.entries[stage - 1], stages.entries[stage], in.fetched)};
}

template <class D>
LemmaQuestion<D> IsHitless(const UpdateStyle& style, const UpdateInputs<D>& in) {
  LemmaQuestion<D> q;
  if (style.planner == UpdatePlanner::kLinuxOwn) {
    const Ste<D> live = SteFrom(in.live);
    const Ste<D> target = SteFrom(in.target);
    q.premises = {
        {"given both are as the driver writes them", IsLinuxOwn(in.live) && IsLinuxOwn(in.target)},
        {"given no ATS to a target that stalls", Get<"EATS">(live) == 0 || !Is<"S2S">(target)},
        {"given no target with ATS of one that stalls",
         Get<"EATS">(target) == 0 || !Is<"S2S">(live)}};
  }
  q.claim = !IsMixed(style, in);
  return q;
}

/// Where the plan goes through V = 0 it has to: at least two words have bits that both entries use
/// and that differ, and with one of them stored and another not, the entry is neither of the two.
/// `perhaps_all`: a broken twin, with none that is not.
template <class D>
LemmaQuestion<D> InvalidIsNeeded(const UpdateStyle& style, const UpdateInputs<D>& in,
                                 bool perhaps_all) {
  const Entry<D> used_live = ArchitectureUsed(style.kind, in.live);
  const Entry<D> used_target = ArchitectureUsed(style.kind, in.target);
  Bool<D> some_stored(false);
  Bool<D> some_not(false);
  for (std::size_t i = 0; i < in.live.size(); ++i) {
    const Bool<D> critical = ((in.live[i] ^ in.target[i]) & used_live[i] & used_target[i]) != 0;
    some_stored = some_stored || (critical && in.fetched[i] == in.target[i]);
    some_not = some_not || (critical && in.fetched[i] == in.live[i]);
  }
  LemmaQuestion<D> q;
  q.premises = {{"given the plan goes through V = 0", !StagesOf(style, in.live, in.target).hitless},
                {"given one word that both use is stored", some_stored}};
  if (!perhaps_all) q.premises.push_back({"given another is not", some_not});
  q.claim = IsMixed(style, in);
  return q;
}

/// `any_smmu`: a broken twin. Without IDR0.Hyp, STRW is IGNORED, and S2VMID counts whatever it
/// says.
template <class D>
LemmaQuestion<D> UsedBitsDecide(const UpdateInputs<D>& in, bool any_smmu) {
  SteRuleChoices<D> choices = in.words.ste_choices;
  choices.reserved_bits_are_illegal = Bool<D>(false);
  const Caps<D>& caps = in.words.caps;
  const Entry<D> used = ArchitectureUsedSte(SteFrom(in.live));
  const Entry<D> used_other = ArchitectureUsedSte(SteFrom(in.target));
  Bool<D> same_use(true);
  for (std::size_t i = 0; i < used.size(); ++i) same_use = same_use && used[i] == used_other[i];
  LemmaQuestion<D> q;
  q.premises = {{"given such an SMMU can be", CapsPossible(caps)}};
  if (!any_smmu) q.premises.push_back({"given the SMMU has EL2", Is<"Hyp">(caps.idr0)});
  q.premises.push_back({"given they are the same in the bits that one uses",
                        SameIn(used, Entry<D>{}, in.live, in.target)});
  q.claim = same_use && SteIllegal(SteFrom(in.live), caps, choices) ==
                            SteIllegal(SteFrom(in.target), caps, choices);
  return q;
}

template <class D>
LemmaQuestion<D> QuestionOf(UpdateLemma lemma, const Variant& v, const UpdateInputs<D>& in,
                            bool broken = false) {
  const UpdateStyle style = StyleOf(lemma, v, broken);
  if (HasStages(lemma)) return IsHitless(style, in);
  if (lemma == UpdateLemma::kUsedBitsDecide) return UsedBitsDecide(in, broken);
  return InvalidIsNeeded(style, in, broken);
}

}  // namespace quiesce
