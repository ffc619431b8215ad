// The observer through which a translation uses caches: it answers at the seams of
// model/smmu/recall.h, and passes every callback on.
#pragma once

#include <optional>

#include "model/smmu/cache/caches.h"
#include "model/smmu/cache/policy.h"
#include "model/smmu/cache/ste_span.h"
#include "model/smmu/cache/tlb_match.h"

namespace quiesce {

template <class Obs>
class PassingObserver {
 public:
  explicit PassingObserver(Obs& inner) : inner_(inner) {}

  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& r) { inner_.FetchL1Std(pa, r); }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>& r) { inner_.FetchSte(pa, r); }
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
      : PassingObserver<Obs>(inner), caches_(caches), policy_(policy) {}

  /// L1STDs and L1CDs.
  template <class Ctx, class Key, class Fetch>
  OrStop<typename Key::Structure> Recall(Ctx&, const Key& key, Fetch&& fetch) {
    return Structure(key, fetch);
  }
  /// A StreamID beyond the table never matches. An STE of another StreamID may answer.
  template <class Ctx, class Fetch>
  OrStop<Ste<Concrete>> Recall(Ctx& ctx, const SteKey& key, Fetch&& fetch) {
    if (!SidInRange(ctx.smmu.strtab, Bits<Concrete, 32>(key.stream_id)).raw()) return fetch();
    OrStop<Ste<Concrete>> ste = Structure(key, fetch);
    if (const SteEntry* other = FindInSpan(caches_.Of<SteKey>(), key)) {
      ste = OwnOrNeighbour(ste, other->structure, ctx.choices);
    }
    if (ste.ok()) ste_ = *ste;
    return ste;
  }
  template <class Ctx, class Fetch>
  OrStop<Cd<Concrete>> Recall(Ctx&, const CdKey& key, Fetch&& fetch) {
    const OrStop<Cd<Concrete>> cd = Structure(key, fetch);
    if (cd.ok()) cd_ = *cd;
    return cd;
  }

  template <class Ctx>
  OrStop<Stage1Result> TranslateStage1(Ctx& ctx, const Stage1& s1, const Stage2* s2,
                                       std::uint64_t va, const Demand& demand,
                                       MemoryAttributes input) {
    const TlbTag tag = Stage1Tag(ste_, cd_, ctx.smmu);
    const auto usable = [&](const TlbEntry& e) {
      const TlbLookup lookup{s2 != nullptr ? e.scope.kind : TlbKind::kStage1, tag, va};
      return e.scope.kind != TlbKind::kStage2 && Matches(e, lookup) && !NeedsUpdate(e, demand);
    };
    if (const TlbEntry* hit = Hit(caches_.tlb(), usable)) {
      const CachedStage<Stage1> used = Present(hit->stage1, s1.policy, va);
      if (hit->scope.kind == TlbKind::kCombined) combined_ = hit->stage2;
      if (hit->scope.kind == TlbKind::kStage1) NoteStage1(hit->scope.tag, used);
      return UseStage1Leaf(ctx, used.config, s2, used.leaf, va, demand, input);
    }
    const OrStop<Leaf> leaf = WalkStage1(ctx, s1, s2, va);
    if (!leaf.ok()) return leaf.stop();
    const auto r = UseStage1Leaf(ctx, s1, s2, *leaf, va, demand, input);
    KeepStage1(TagOfLeaf(tag, leaf->descriptor), {s1, *leaf}, va, demand, r);
    return r;
  }

  template <class Ctx>
  OrStop<Stage2Result> TranslateStage2(Ctx& ctx, const Stage2& s2, std::uint64_t ipa,
                                       const Demand& demand, EventClass event_class,
                                       MemoryAttributes input) {
    const TlbLookup lookup{TlbKind::kStage2, Stage2Tag(ste_, ctx.smmu), ipa};
    const auto usable = [&](const TlbEntry& e) {
      return Matches(e, lookup) && !NeedsUpdate(e, demand);
    };
    const bool own = event_class != EventClass::kIn;
    std::optional<CachedStage<Stage2>> used;
    if (combined_ && !own) {
      used = Present(*combined_, s2.policy, ipa);
      combined_.reset();
    } else if (const TlbEntry* hit = Hit(caches_.tlb(), usable)) {
      used = Present(hit->stage2, s2.policy, ipa);
      if (!own) KeepCombined(*used, ipa, ctx.transaction.address);
    }
    if (used) {
      return UseStage2Leaf(ctx, used->config, used->leaf, ipa, demand, event_class, input);
    }
    const OrStop<Leaf> leaf = WalkStage2(ctx, s2, ipa, event_class);
    if (!leaf.ok()) return leaf.stop();
    const auto r = UseStage2Leaf(ctx, s2, *leaf, ipa, demand, event_class, input);
    const CachedStage<Stage2> read{s2, AsLeft(*leaf, Stage::k2, s2.flags, demand, r)};
    if (MayBeKept(read, r, Stage::k2)) {
      KeepStage2(lookup.tag, read, ipa);
      if (!own) KeepCombined(read, ipa, ctx.transaction.address);
    }
    return r;
  }

 private:
  template <class Entry, class Predicate>
  const Entry* Hit(const CacheArray<Entry>& array, Predicate&& matches) {
    const std::size_t n = array.Count(matches);
    const std::size_t pick = n == 0 ? 0 : policy_.Hit(n);
    return pick == 0 ? nullptr : array.Find(pick - 1, matches);
  }

  template <class Key, class Fetch>
  OrStop<typename Key::Structure> Structure(const Key& key, Fetch&& fetch) {
    const auto matches = [&](const ConfigEntry<Key>& e) { return Finds(e.key, key); };
    if (const ConfigEntry<Key>* hit = Hit(caches_.Of<Key>(), matches)) return hit->structure;
    const OrStop<typename Key::Structure> read = fetch();
    if (read.ok() && policy_.Fill()) caches_.Of<Key>().Insert({key, *read});
    return read;
  }

  static bool NeedsUpdate(const TlbEntry& e, const Demand& demand) {
    const bool s1 = quiesce::NeedsUpdate(e.stage1.leaf, Stage::k1, e.stage1.config.flags, demand);
    const bool s2 = quiesce::NeedsUpdate(e.stage2.leaf, Stage::k2, e.stage2.config.flags, demand);
    return (e.scope.kind != TlbKind::kStage2 && s1) || (e.scope.kind != TlbKind::kStage1 && s2);
  }

  /// A cached stage with the fault policy of now, for this input.
  template <class Config>
  static CachedStage<Config> Present(CachedStage<Config> cached, const FaultPolicy& policy,
                                     std::uint64_t input) {
    cached.config.policy = policy;
    cached.leaf = LeafFor(cached.leaf, cached.config.walk.granule, input);
    return cached;
  }

  /// The leaf with its descriptor as the access left it.
  template <class Result>
  static Leaf AsLeft(Leaf leaf, Stage stage, const FlagControls& flags, const Demand& demand,
                     const OrStop<Result>& r) {
    if (r.ok()) leaf.descriptor = UpdatedDescriptor(leaf, stage, flags, r->permissions, demand);
    return leaf;
  }

  /// A leaf that refuses the access may be kept, one that faults otherwise may not.
  template <class Config, class Result>
  static bool MayBeKept(const CachedStage<Config>& read, const OrStop<Result>& r, Stage stage) {
    if (!quiesce::MayBeKept(read.leaf, read.config.flags)) return false;
    if (r.ok()) return true;
    const Fault* fault = std::get_if<Fault>(&r.stop());
    return fault != nullptr && fault->type == EventType::F_PERMISSION &&
           fault->s2 == (stage == Stage::k2);
  }

  void NoteStage1(const TlbTag& tag, const CachedStage<Stage1>& used) {
    stage1_ = used;
    stage1_tag_ = tag;
  }

  void KeepStage1(const TlbTag& tag, const CachedStage<Stage1>& walked, std::uint64_t va,
                  const Demand& demand, const OrStop<Stage1Result>& r) {
    const Stage1& s1 = walked.config;
    const CachedStage<Stage1> read{s1, AsLeft(walked.leaf, Stage::k1, s1.flags, demand, r)};
    if (!MayBeKept(read, r, Stage::k1)) return;
    NoteStage1(tag, read);
    if (!policy_.Fill()) return;
    TlbEntry e;
    e.scope = ScopeOf(TlbKind::kStage1, tag, s1.walk, read.leaf, CanonicalVa(va));
    e.stage1 = read;
    caches_.tlb().Insert(e);
  }

  void KeepStage2(const TlbTag& tag, const CachedStage<Stage2>& read, std::uint64_t ipa) {
    if (!policy_.Fill()) return;
    TlbEntry e;
    e.scope = ScopeOf(TlbKind::kStage2, tag, read.config.walk, read.leaf, ipa);
    e.stage2 = read;
    caches_.tlb().Insert(e);
  }

  /// Both stages in one entry, as large as the smaller of the two.
  void KeepCombined(const CachedStage<Stage2>& stage2, std::uint64_t ipa, std::uint64_t va) {
    if (!stage1_ || !policy_.Fill()) return;
    const TableWalk& walk = stage1_->config.walk;
    TlbEntry e;
    e.scope = ScopeOf(TlbKind::kCombined, stage1_tag_, walk, stage1_->leaf, CanonicalVa(va));
    const TlbScope s2 = ScopeOf(TlbKind::kStage2, {}, stage2.config.walk, stage2.leaf, ipa);
    if (s2.last - s2.first < e.scope.last - e.scope.first) {
      const std::uint64_t offset = s2.last - s2.first;
      e.scope.first = CanonicalVa(va) & ~offset;
      e.scope.last = e.scope.first + offset;
    }
    e.stage1 = *stage1_;
    e.stage2 = stage2;
    caches_.tlb().Insert(e);
  }

  Caches& caches_;
  Policy& policy_;
  Ste<Concrete> ste_;
  Cd<Concrete> cd_;
  std::optional<CachedStage<Stage1>> stage1_;  ///< what stage 1 used, unless a combined entry did
  TlbTag stage1_tag_;
  std::optional<CachedStage<Stage2>> combined_;  ///< the other half of the entry stage 1 used
};

}  // namespace quiesce
