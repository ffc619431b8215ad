#include "model/smmu/cache/caches.h"

#include "model/smmu/cache/must_drop.h"

namespace quiesce {

Caches::Caches(const CacheSizes& s)
    : config_(s.structures, s.structures, s.structures, s.structures),
      tlb_(s.tlb),
      tables_(s.tables) {}

std::size_t Caches::size() const {
  const auto sum = [](const auto&... array) { return (array.size() + ...); };
  return std::apply(sum, config_) + tlb_.size() + tables_.size();
}

std::uint64_t Caches::changes() const {
  const auto sum = [](const auto&... array) { return (array.changes() + ...); };
  return std::apply(sum, config_) + tlb_.changes() + tables_.changes();
}

void Caches::Drop(std::size_t n) {
  ++epoch_;
  bool dropped = false;
  const auto drop = [&](auto& array) {
    if (dropped) return;
    dropped = n < array.size();
    if (dropped) {
      array.Drop(n);
    } else {
      n -= array.size();
    }
  };
  std::apply([&](auto&... array) { (drop(array), ...); }, config_);
  drop(tlb_);
  drop(tables_);
}

void Caches::Invalidate(const Invalidation& command) {
  ++epoch_;
  const auto named = [&](const auto& entry) { return MustDrop(entry.key, command); };
  std::apply([&](auto&... array) { (array.DropIf(named), ...); }, config_);
  const auto in_scope = [&](const auto& entry) { return MustDrop(entry.scope, command); };
  tlb_.DropIf(in_scope);
  tables_.DropIf(in_scope);
}

void Caches::Clear() {
  ++epoch_;
  std::apply([](auto&... array) { (array.Clear(), ...); }, config_);
  tlb_.Clear();
  tables_.Clear();
}

void CacheInvalidator::Start(const Invalidation& invalidation) {
  if (choices_.Pick(ChoicePoint::kOverInvalidation, 2) == 1) caches_.Clear();
  if (choices_.Pick(ChoicePoint::kInvalidationInstant, 2) == 1) {
    pending_.push_back(invalidation);
  } else {
    caches_.Invalidate(invalidation);
  }
}

void CacheInvalidator::Complete() {
  for (const Invalidation& invalidation : pending_) caches_.Invalidate(invalidation);
  pending_.clear();
}

}  // namespace quiesce
