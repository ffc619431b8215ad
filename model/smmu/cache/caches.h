// The contents of an SMMU's configuration caches and TLB, and what invalidation does to them. IHI
// 0070 G.b 3.21, 4.3, 4.4, 16.2.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "model/smmu/cache/cache_array.h"
#include "model/smmu/cache/entries.h"
#include "model/smmu/queue/invalidation.h"
#include "spec/choices.h"

namespace quiesce {

/// Slots of each array, at least 1.
struct CacheSizes {
  std::size_t structures = 64;  ///< of each kind
  std::size_t tlb = 256;
  std::size_t tables = 32;  ///< of the walk cache
};

class Caches {
 public:
  explicit Caches(const CacheSizes& sizes = {});

  template <class Key>
  CacheArray<ConfigEntry<Key>>& Of() {
    return std::get<CacheArray<ConfigEntry<Key>>>(config_);
  }
  CacheArray<TlbEntry>& tlb() { return tlb_; }
  CacheArray<TableEntry>& tables() { return tables_; }

  std::size_t size() const;
  /// As long as it stays, the same entries are there.
  std::uint64_t changes() const;
  /// Drops the n-th of all entries, n < size().
  void Drop(std::size_t n);
  /// Drops what the command names, and nothing else.
  void Invalidate(const Invalidation& command);
  void Clear();
  /// Grows whenever an invalidation took place: what was derived from entries before is void.
  std::uint64_t epoch() const { return epoch_; }

 private:
  std::tuple<CacheArray<ConfigEntry<L1StdKey>>, CacheArray<ConfigEntry<SteKey>>,
             CacheArray<ConfigEntry<L1CdKey>>, CacheArray<ConfigEntry<CdKey>>>
      config_;
  CacheArray<TlbEntry> tlb_;
  CacheArray<TableEntry> tables_;
  std::uint64_t epoch_ = 0;
};

/// The caches at the end of the command queue. When a command takes effect (CU-50), and whether it
/// drops more than it names (CU-49), is chosen as it is consumed.
class CacheInvalidator : public InvalidationSink {
 public:
  CacheInvalidator(Caches& caches, Choices& choices) : caches_(caches), choices_(choices) {}

  void Start(const Invalidation& invalidation) override;
  void Complete() override;
  /// As newly made.
  void Forget() { pending_.clear(); }

 private:
  Caches& caches_;
  Choices& choices_;
  std::vector<Invalidation> pending_;
};

}  // namespace quiesce
