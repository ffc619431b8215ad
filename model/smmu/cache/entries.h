// What the caches of an SMMU hold, and by which tags an entry is found and invalidated. IHI 0070
// G.b 3.17, 16.2.
#pragma once

#include <cstdint>

#include "model/smmu/recall.h"
#include "model/smmu/stage1.h"
#include "model/smmu/stage2.h"

namespace quiesce {

/// A configuration structure as it was read, legal or not. 3.21.
template <class Key>
struct ConfigEntry {
  Key key;
  typename Key::Structure structure;
  bool atschk = false;  ///< of an STE: CR0.ATSCHK when it was read. 6.3.9.2
};

/// The entry answers a lookup.
inline bool Finds(const SteKey& entry, const SteKey& lookup) {
  return entry.stream_id == lookup.stream_id;
}
inline bool Finds(const CdKey& entry, const CdKey& lookup) {
  return entry.stream_id == lookup.stream_id && entry.index == lookup.index;
}
/// Level 1 descriptors are found for any StreamID or index behind them, by a table of equal shape.
inline bool Finds(const L1StdKey& entry, const L1StdKey& lookup) {
  return entry.log2 == lookup.log2 && (entry.stream_id ^ lookup.stream_id) >> entry.log2 == 0;
}
inline bool Finds(const L1CdKey& entry, const L1CdKey& lookup) {
  return entry.stream_id == lookup.stream_id && entry.log2 == lookup.log2 &&
         (entry.index ^ lookup.index) >> entry.log2 == 0;
}

enum class Regime : std::uint8_t { kNsEl1, kNsEl2, kNsEl2E2h };

/// What separates the address spaces of a regime. 3.17. A tag that the regime or the entry does not
/// have is 0.
struct TlbTag {
  Regime regime = Regime::kNsEl1;
  std::uint16_t vmid = 0;
  std::uint16_t asid = 0;
  bool global = false;  ///< nG is 0: any ASID of the same ASET. NS-EL2 has no others
  bool aset = false;

  friend bool operator==(const TlbTag&, const TlbTag&) = default;
};

enum class TlbKind : std::uint8_t {
  kStage1,         ///< VA to the output of stage 1
  kStage2,         ///< IPA to PA
  kCombined,       ///< VA to PA through both stages
  kStage1Table,    ///< VA to the next table of the walk; of a walk cache, as the ones below
  kStage2Table,    ///< IPA to the next table of the walk
  kCombinedTable,  ///< VA to the next stage 1 table, and to where stage 2 puts it
};

constexpr bool IsTable(TlbKind k) { return k >= TlbKind::kStage1Table; }
constexpr bool HasStage1(TlbKind k) { return k != TlbKind::kStage2 && k != TlbKind::kStage2Table; }

/// Which input addresses an entry translates: VAs, whose bits above the input range copy bit 55, or
/// IPAs of a stage 2 entry.
struct TlbScope {
  TlbKind kind = TlbKind::kStage1;
  TlbTag tag;
  std::uint64_t first = 0;  ///< first..last, both inclusive
  std::uint64_t last = 0;
  std::uint8_t granule_log2 = 12;  ///< of a combined entry: stage 1's
  std::uint8_t level = 3;          ///< of the descriptor; of a combined entry: stage 1's

  friend bool operator==(const TlbScope&, const TlbScope&) = default;
};

/// A leaf with the fields of the CD or STE that a TLB may keep with it. Permissions are looked at
/// anew on each use. Fault policies are never cached: 5.2, 5.4.
template <class Config>
struct CachedStage {
  Config config{};
  Leaf leaf{};            ///< of the input address that filled the entry
  std::uint8_t log2 = 0;  ///< bytes that it maps: a page, a block or a contiguous group
};

struct TlbEntry {
  TlbScope scope;
  CachedStage<Stage1> stage1;  ///< of kStage1 and kCombined
  CachedStage<Stage2> stage2;  ///< of kStage2 and kCombined
  bool alone = false;          ///< of kStage1: filled where no stage 2 follows
};

/// A table descriptor in a walk cache. Never global: DDI 0487 D8.16.3.1.
struct TableEntry {
  TlbScope scope;
  WalkPoint next;
  CachedStage<Stage2> stage2;  ///< of kCombinedTable: maps the descriptors that the scope needs
};

}  // namespace quiesce
