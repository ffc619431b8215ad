// The observer through which a translation uses caches: it answers at the seams of
// model/smmu/recall.h and model/smmu/walk.h, and passes every callback on.
#pragma once

#include <optional>

#include "model/smmu/cache/caches.h"
#include "model/smmu/cache/policy.h"
#include "model/smmu/cache/ste_span.h"
#include "model/smmu/cache/translation_memory.h"

namespace quiesce {

template <class Obs>
class PassingObserver {
 public:
  explicit PassingObserver(Obs& inner) : inner_(inner) {}

  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& r) { inner_.FetchL1Std(pa, r); }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>& r) { inner_.FetchSte(pa, r); }
  void UsedSte(const Ste<Concrete>& ste) { inner_.UsedSte(ste); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>& r) { inner_.FetchL1Cd(pa, r); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>& r) { inner_.FetchCd(pa, r); }
  void Walked(const WalkStep& step) { inner_.Walked(step); }
  void Updated(const DescriptorUpdate& update) { inner_.Updated(update); }
  void Translated(Stage stage, std::uint64_t input, std::uint64_t output) {
    inner_.Translated(stage, input, output);
  }
  void RuleBroken(const RuleSpec& rule) { inner_.RuleBroken(rule); }
  void EventRecorded(const Event& event) { inner_.EventRecorded(event); }
  bool Decide(DecisionId id, bool value) { return inner_.Decide(id, value); }
  unsigned Measure(QuantityId id, unsigned value) { return inner_.Measure(id, value); }

 private:
  Obs& inner_;
};

/// Lives for one transaction.
template <CachePolicy Policy, class Obs>
class RememberingObserver : public PassingObserver<Obs> {
 public:
  static constexpr bool kRemembers = true;

  RememberingObserver(Caches& caches, Policy& policy, Obs& inner)
      : PassingObserver<Obs>(inner), caches_(caches), policy_(policy), memory_(caches, policy) {}

  /// L1STDs and L1CDs.
  template <class Ctx, class Key, class Fetch>
  OrStop<typename Key::Structure> Recall(Ctx&, const Key& key, Fetch&& fetch) {
    if (const auto* hit = Find(key)) return hit->structure;
    return Read(key, fetch);
  }
  /// A StreamID beyond the table never matches. An STE of another StreamID may answer.
  template <class Ctx, class Fetch>
  OrStop<Ste<Concrete>> Recall(Ctx& ctx, const SteKey& key, Fetch&& fetch) {
    atschk_ = ctx.smmu.ats_checked();
    if (!SidInRange(ctx.smmu.strtab, Bits<Concrete, 32>(key.stream_id)).raw()) return fetch();
    const SteEntry* hit = Find(key);
    if (hit != nullptr) InterpretEats(ctx, *hit);
    const OrStop<Ste<Concrete>> own =
        hit != nullptr ? OrStop<Ste<Concrete>>(hit->structure) : Read(key, fetch);
    const OrStop<Ste<Concrete>> ste = OwnOrNeighbour(own, caches_.Of<SteKey>(), key, ctx.choices);
    if (ste.ok()) memory_.Use(*ste);
    return ste;
  }
  template <class Ctx, class Fetch>
  OrStop<Cd<Concrete>> Recall(Ctx&, const CdKey& key, Fetch&& fetch) {
    const auto* hit = Find(key);
    const OrStop<Cd<Concrete>> cd =
        hit != nullptr ? OrStop<Cd<Concrete>>(hit->structure) : Read(key, fetch);
    if (cd.ok()) memory_.Use(*cd);
    return cd;
  }

  /// For the EATS of the STE that Recall gave.
  bool atschk() const { return atschk_; }

  template <class Ctx>
  OrStop<Stage1Result> TranslateStage1(Ctx& ctx, const Stage1& s1, const Stage2* s2,
                                       std::uint64_t va, const Demand& demand,
                                       MemoryAttributes input) {
    return memory_.TranslateStage1(ctx, s1, s2, va, demand, input);
  }
  template <class Ctx>
  OrStop<Stage2Result> TranslateStage2(Ctx& ctx, const Stage2& s2, std::uint64_t ipa,
                                       const Demand& demand, EventClass event_class,
                                       MemoryAttributes input) {
    return memory_.TranslateStage2(ctx, s2, ipa, demand, event_class, input);
  }
  template <class Ctx>
  std::optional<WalkPoint> Resume(Ctx& ctx, const TableWalk& walk, std::uint64_t input) {
    return memory_.Resume(ctx, walk, input);
  }
  template <class Ctx>
  void Passed(Ctx& ctx, const TableWalk& walk, std::uint64_t input, const WalkPoint& next) {
    memory_.Passed(ctx, walk, input, next);
  }

 private:
  template <class Key>
  const ConfigEntry<Key>* Find(const Key& key) {
    const auto matches = [&](const ConfigEntry<Key>& e) { return Finds(e.key, key); };
    const std::size_t n = caches_.Of<Key>().Count(matches);
    const std::size_t pick = n == 0 ? 0 : policy_.Hit(n);
    return pick == 0 ? nullptr : caches_.Of<Key>().Find(pick - 1, matches);
  }

  template <class Key, class Fetch>
  OrStop<typename Key::Structure> Read(const Key& key, Fetch&& fetch) {
    const OrStop<typename Key::Structure> read = fetch();
    if (read.ok() && policy_.Fill()) caches_.Of<Key>().Insert({key, *read, atschk_});
    return read;
  }

  /// CU-27: only the meaning of split-stage ATS depends on ATSCHK.
  template <class Ctx>
  void InterpretEats(Ctx& ctx, const SteEntry& hit) {
    if (hit.atschk == atschk_ || Get<"EATS">(hit.structure).raw() != 2) return;
    if (ctx.transaction.ats == AtsKind::kUntranslated) return;
    if (ctx.choices.Pick(ChoicePoint::kEatsStaleAtschk, 2) == 1) atschk_ = hit.atschk;
  }

  Caches& caches_;
  Policy& policy_;
  TranslationMemory<Policy> memory_;
  bool atschk_ = false;
};

}  // namespace quiesce
