// Which table descriptors a walk may take from a walk cache, and which it may leave there. IHI 0070
// G.b 3.21.1, 16.2; DDI 0487 D8.17.
#pragma once

#include <optional>

#include "model/smmu/cache/caches.h"
#include "model/smmu/cache/policy.h"
#include "model/smmu/cache/tlb_match.h"

namespace quiesce {

/// The tags of the tables of a regime, which are never global.
inline TlbTag TagOfTable(TlbTag tag) {
  tag.global = false;
  if (tag.regime == Regime::kNsEl2) tag.asid = 0;
  tag.aset = false;
  return tag;
}

/// What a walk looks for. Of the walk's configuration only the granule has to be the entry's.
struct TableLookup {
  TlbKind kind;   ///< kStage1Table or kStage2Table
  bool combined;  ///< kCombinedTable will do as well
  TlbTag tag;
  GranuleSize granule;
  std::uint64_t input;
};

inline bool Matches(const TableEntry& e, const TableLookup& lookup) {
  const bool kind =
      e.scope.kind == lookup.kind || (lookup.combined && e.scope.kind == TlbKind::kCombinedTable);
  return kind && TagMatches(e.scope.tag, TagOfTable(lookup.tag)) &&
         e.scope.granule_log2 == BitsOf(lookup.granule) && Covers(e.scope, lookup.input);
}

/// One that matches, if the policy wants one; the deepest are numbered first.
template <CachePolicy Policy>
const TableEntry* FindTable(const CacheArray<TableEntry>& tables, const TableLookup& lookup,
                            Policy& policy) {
  const std::size_t n = tables.Count([&](const TableEntry& e) { return Matches(e, lookup); });
  std::size_t pick = n == 0 ? 0 : policy.Hit(n);
  if (pick-- == 0) return nullptr;
  for (unsigned level = kLastLevel; level-- > 0;) {
    const auto here = [&](const TableEntry& e) {
      return e.scope.level == level && Matches(e, lookup);
    };
    const std::size_t count = tables.Count(here);
    if (pick < count) return tables.Find(pick, here);
    pick -= count;
  }
  return nullptr;
}

/// Keeps an entry unless it is there.
inline void Keep(CacheArray<TableEntry>& tables, const TableEntry& entry) {
  const auto same = [&](const TableEntry& e) {
    return e.scope == entry.scope && e.next == entry.next &&
           e.stage2.leaf.output == entry.stage2.leaf.output;
  };
  if (tables.Count(same) == 0) tables.Insert(entry);
}

/// The table descriptor that a walk passed on its way to `next`.
inline TableEntry PassedTable(TlbKind kind, const TlbTag& tag, const TableWalk& walk,
                              std::uint64_t input, const WalkPoint& next) {
  const unsigned level = next.level - 1u;
  const unsigned log2 = LevelShift(walk.granule, level);
  return {ScopeOf(kind, TagOfTable(tag), walk, level, log2, input), next, {}};
}

/// The same with stage 2 for the descriptor at `ipa` of the next table: as many of the table's
/// descriptors as one stage 2 leaf maps.
inline TableEntry CombinedTable(const TlbTag& tag, const TableWalk& walk, std::uint64_t input,
                                const WalkPoint& next, const CachedStage<Stage2>& stage2) {
  TableEntry e = PassedTable(TlbKind::kCombinedTable, tag, walk, input, next);
  const unsigned mapped = stage2.log2 - 3u + LevelShift(walk.granule, next.level);
  if (mapped < LevelShift(walk.granule, next.level - 1u)) {
    e.scope.first = DropLowBits(input, mapped);
    e.scope.last = e.scope.first + MaxValue(mapped);
  }
  e.stage2 = stage2;
  return e;
}

}  // namespace quiesce
