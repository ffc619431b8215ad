// The TLB and the walk cache during one transaction: what answers in place of a walk, and what a
// walk leaves behind. IHI 0070 G.b 3.17, 3.20.1, 3.21.1, 16.2.
#pragma once

#include <optional>

#include "model/smmu/cache/caches.h"
#include "model/smmu/cache/keeping.h"
#include "model/smmu/cache/policy.h"
#include "model/smmu/cache/tlb_conflict.h"
#include "model/smmu/cache/walk_cache.h"

namespace quiesce {

template <CachePolicy Policy>
class TranslationMemory {
 public:
  TranslationMemory(Caches& caches, Policy& policy) : caches_(caches), policy_(policy) {}

  /// The configuration of the transaction, as it becomes known.
  void Use(const Ste<Concrete>& ste) { ste_ = ste; }
  void Use(const Cd<Concrete>& cd) { cd_ = cd; }

  template <class Ctx>
  OrStop<Stage1Result> TranslateStage1(Ctx& ctx, const Stage1& s1, const Stage2* s2,
                                       std::uint64_t va, const Demand& demand,
                                       MemoryAttributes input) {
    stage1_tag_ = Stage1Tag(ste_, cd_, ctx.smmu);
    nested_ = s2 != nullptr;
    if (const auto hit = FindStage1(ctx, s1, va, demand)) {
      if (!hit->ok()) return hit->stop();
      return UseEntry(ctx, **hit, s1, s2, va, demand, input);
    }
    const OrStop<Leaf> leaf = WalkStage1(ctx, s1, s2, va);
    if (!leaf.ok()) return leaf.stop();
    const auto r = UseStage1Leaf(ctx, s1, s2, *leaf, va, demand, input);
    KeepStage1(TagOfLeaf(stage1_tag_, leaf->descriptor), s1, *leaf, va, demand, r);
    return r;
  }

  template <class Ctx>
  OrStop<Stage2Result> TranslateStage2(Ctx& ctx, const Stage2& s2, std::uint64_t ipa,
                                       const Demand& demand, EventClass event_class,
                                       MemoryAttributes input) {
    if (event_class == EventClass::kIn && translated_) return AsItIs(ipa, demand, input);
    const auto known = FindStage2(ctx, s2, ipa, demand, event_class);
    if (known && !known->ok()) return known->stop();
    if (known) {
      KeepCombined(ctx, **known, event_class);
      const CachedStage<Stage2> used = Present(**known, s2.policy, ipa);
      return UseStage2Leaf(ctx, used.config, used.leaf, ipa, demand, event_class, input);
    }
    const OrStop<Leaf> leaf = WalkStage2(ctx, s2, ipa, event_class);
    if (!leaf.ok()) return leaf.stop();
    const auto r = UseStage2Leaf(ctx, s2, *leaf, ipa, demand, event_class, input);
    KeepStage2(ctx, s2, AsLeft(*leaf, Stage::k2, s2.flags, demand, r), ipa, event_class, r);
    return r;
  }

  /// Where a walk may start instead of at its base.
  template <class Ctx>
  std::optional<WalkPoint> Resume(Ctx& ctx, const TableWalk& walk, std::uint64_t input) {
    const TableEntry* hit = FindTable(caches_.tables(), LookupOf(ctx, walk, input), policy_);
    if (hit == nullptr) return std::nullopt;
    if (hit->scope.kind == TlbKind::kCombinedTable) table_ = hit->stage2;
    if (hit->scope.kind == TlbKind::kStage1Table) GoTowards(walk, input, hit->next);
    return hit->next;
  }

  template <class Ctx>
  void Passed(Ctx& ctx, const TableWalk& walk, std::uint64_t input, const WalkPoint& next) {
    const TableLookup l = LookupOf(ctx, walk, input);
    if (l.kind == TlbKind::kStage1Table) GoTowards(walk, input, next);
    if (policy_.Fill()) Keep(caches_.tables(), PassedTable(l.kind, l.tag, walk, l.input, next));
  }

 private:
  /// The stage 1 table whose descriptor stage 2 is to locate next.
  struct Towards {
    TableWalk walk;
    std::uint64_t va;
    WalkPoint next;
  };

  template <class Ctx>
  TableLookup LookupOf(const Ctx& ctx, const TableWalk& walk, std::uint64_t input) const {
    if (walk.stage == Stage::k2) {
      const TlbTag tag = Stage2Tag(ste_, ctx.smmu);
      return {TlbKind::kStage2Table, false, tag, walk.granule, input};
    }
    return {TlbKind::kStage1Table, nested_, stage1_tag_, walk.granule, CanonicalVa(input)};
  }

  void GoTowards(const TableWalk& walk, std::uint64_t va, const WalkPoint& next) {
    if (nested_) towards_ = Towards{walk, CanonicalVa(va), next};
  }

  /// An entry that `usable` admits, after what other such entries may make of it; nullopt: a miss.
  template <class Ctx, class Predicate>
  std::optional<OrStop<TlbEntry>> Find(Ctx& ctx, std::uint64_t input, const FaultSite& site,
                                       Predicate&& usable) {
    const CacheArray<TlbEntry>& tlb = caches_.tlb();
    const std::size_t n = tlb.Count(usable);
    const std::size_t pick = n == 0 ? 0 : policy_.Hit(n);
    if (pick == 0) return std::nullopt;
    const TlbEntry& hit = *tlb.Find(pick - 1, usable);
    const TlbEntry* other = n == 1 ? nullptr : tlb.Find(0, [&](const TlbEntry& e) {
      return usable(e) && e.scope.kind == hit.scope.kind &&
             Conflicts(Compare(hit, e, input), ctx.smmu);
    });
    if (other == nullptr) return hit;
    switch (ctx.choices.Pick(ChoicePoint::kTlbConflict, 3)) {
      case 0:
        return hit;
      case 1:
        return OrStop<TlbEntry>(TlbConflict(site));
      default:
        return Amalgamate(hit, *other);
    }
  }

  template <class Ctx>
  std::optional<OrStop<TlbEntry>> FindStage1(Ctx& ctx, const Stage1& s1, std::uint64_t va,
                                             const Demand& demand) {
    const auto matches = [&](const TlbEntry& e, TlbKind kind) {
      return Matches(e, {kind, stage1_tag_, va}) && !NeedsUpdate(e, demand);
    };
    const bool combined = nested_ || OtherStagesMatch(ctx, [&](const TlbEntry& e) {
                            return matches(e, TlbKind::kCombined);
                          });
    const FaultSite site{Stage::k1, EventClass::kIn, 0, s1.policy};
    return Find(ctx, CanonicalVa(va), site, [&](const TlbEntry& e) {
      return matches(e, TlbKind::kStage1) || (combined && matches(e, TlbKind::kCombined));
    });
  }

  /// CU-53; asked if there is such an entry.
  template <class Ctx, class Predicate>
  bool OtherStagesMatch(Ctx& ctx, Predicate&& other) const {
    return caches_.tlb().Count(other) != 0 && ctx.choices.Pick(ChoicePoint::kOtherStages, 2) == 1;
  }

  template <class Ctx>
  OrStop<Stage1Result> UseEntry(Ctx& ctx, const TlbEntry& e, const Stage1& s1, const Stage2* s2,
                                std::uint64_t va, const Demand& demand, MemoryAttributes input) {
    const CachedStage<Stage1> used = Present(e.stage1, s1.policy, va);
    const bool combined = e.scope.kind == TlbKind::kCombined;
    if (nested_ && combined) combined_ = e.stage2;
    if (nested_ && e.alone) translated_ = ctx.choices.Pick(ChoicePoint::kOtherStages, 2) == 1;
    if (!combined && !translated_) NoteStage1(e.scope.tag, used);
    const auto r = UseStage1Leaf(ctx, used.config, s2, used.leaf, va, demand, input);
    return r.ok() && combined && !nested_ ? ThroughSecondHalf(ctx, e, *r, demand) : r;
  }

  /// Stage 2 of a combined entry, for a stream that has none.
  template <class Ctx>
  OrStop<Stage1Result> ThroughSecondHalf(Ctx& ctx, const TlbEntry& e, const Stage1Result& first,
                                         const Demand& demand) {
    const CachedStage<Stage2> used = Present(e.stage2, kAbortAndRecord, first.output);
    const auto second = UseStage2Leaf(ctx, used.config, used.leaf, first.output, demand,
                                      EventClass::kIn, first.attributes);
    if (!second.ok()) return second.stop();
    return Stage1Result{second->pa, first.permissions & second->permissions, second->attributes};
  }

  /// The entry that stage 1 used gave a PA.
  static Stage2Result AsItIs(std::uint64_t pa, const Demand& demand, MemoryAttributes input) {
    constexpr Permissions kEverything(true, true, true);
    return {pa, demand.partial ? GrantedByRequest(kEverything, demand) : kEverything, input};
  }

  template <class Ctx>
  std::optional<OrStop<CachedStage<Stage2>>> FindStage2(Ctx& ctx, const Stage2& s2,
                                                        std::uint64_t ipa, const Demand& demand,
                                                        EventClass event_class) {
    std::optional<CachedStage<Stage2>>& half = event_class == EventClass::kIn ? combined_ : table_;
    if (half && event_class != EventClass::kCd) {
      const CachedStage<Stage2> used = *half;
      half.reset();
      return used;
    }
    const TlbLookup lookup{TlbKind::kStage2, Stage2Tag(ste_, ctx.smmu), ipa};
    const FaultSite site{Stage::k2, event_class, ipa, s2.policy};
    const auto hit = Find(ctx, ipa, site, [&](const TlbEntry& e) {
      return Matches(e, lookup) && !NeedsUpdate(e, demand);
    });
    if (!hit) return std::nullopt;
    if (!hit->ok()) return OrStop<CachedStage<Stage2>>(hit->stop());
    return (*hit)->stage2;
  }

  void NoteStage1(const TlbTag& tag, const CachedStage<Stage1>& used) {
    stage1_ = used;
    stage1_leaf_tag_ = tag;
  }

  /// A contiguous leaf is kept for its group, or for itself.
  template <class Config>
  CachedStage<Config> Cacheable(const Config& config, const Leaf& leaf) {
    const bool group = IsContiguous(leaf.descriptor) && policy_.Fill();
    return {config, leaf, LeafLog2(config.walk, leaf, group)};
  }

  void KeepStage1(const TlbTag& tag, const Stage1& s1, const Leaf& walked, std::uint64_t va,
                  const Demand& demand, const OrStop<Stage1Result>& r) {
    const Leaf leaf = AsLeft(walked, Stage::k1, s1.flags, demand, r);
    if (!MayBeKept(leaf, s1.flags, r, Stage::k1)) return;
    const CachedStage<Stage1> read = Cacheable(s1, leaf);
    NoteStage1(tag, read);
    if (!policy_.Fill()) return;
    caches_.tlb().Insert(
        {.scope = ScopeOf(TlbKind::kStage1, tag, s1.walk, leaf.level, read.log2, CanonicalVa(va)),
         .stage1 = read,
         .stage2 = {},
         .alone = !nested_});
  }

  template <class Ctx>
  void KeepStage2(Ctx& ctx, const Stage2& s2, const Leaf& leaf, std::uint64_t ipa,
                  EventClass event_class, const OrStop<Stage2Result>& r) {
    if (!MayBeKept(leaf, s2.flags, r, Stage::k2)) {
      towards_.reset();
      return;
    }
    const CachedStage<Stage2> read = Cacheable(s2, leaf);
    if (policy_.Fill()) {
      const TlbTag tag = Stage2Tag(ste_, ctx.smmu);
      const TlbScope scope = ScopeOf(TlbKind::kStage2, tag, s2.walk, leaf.level, read.log2, ipa);
      caches_.tlb().Insert({.scope = scope, .stage1 = {}, .stage2 = read});
    }
    KeepCombined(ctx, read, event_class);
  }

  /// Stage 2 together with the stage 1 leaf or table that it is asked for.
  template <class Ctx>
  void KeepCombined(Ctx& ctx, const CachedStage<Stage2>& stage2, EventClass event_class) {
    if (event_class == EventClass::kIn && stage1_ && policy_.Fill()) {
      const std::uint64_t va = CanonicalVa(ctx.transaction.address);
      caches_.tlb().Insert(CombinedEntry(stage1_leaf_tag_, *stage1_, stage2, va));
    }
    if (event_class != EventClass::kTt || !towards_) return;
    if (policy_.Fill()) {
      const Towards& t = *towards_;
      Keep(caches_.tables(), CombinedTable(stage1_tag_, t.walk, t.va, t.next, stage2));
    }
    towards_.reset();
  }

  Caches& caches_;
  Policy& policy_;
  Ste<Concrete> ste_;
  Cd<Concrete> cd_;
  TlbTag stage1_tag_;
  bool nested_ = false;
  bool translated_ = false;                    ///< what stage 1 used gave a PA: CU-53
  std::optional<CachedStage<Stage1>> stage1_;  ///< what stage 1 used, unless a combined entry did
  TlbTag stage1_leaf_tag_;
  std::optional<CachedStage<Stage2>> combined_;  ///< the other half of the entry stage 1 used
  std::optional<CachedStage<Stage2>> table_;     ///< that of the table descriptor a walk used
  std::optional<Towards> towards_;
};

}  // namespace quiesce
