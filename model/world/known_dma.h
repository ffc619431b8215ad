// What DMA did last, for as long as it must do the same again: a device goes on with the same
// accesses at every change, and nearly all changes are elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/world/fetched_lines.h"
#include "model/world/machine.h"

namespace quiesce {

/// The lines of a run that translations have read and that changed, in the order of the changes.
class ChangedLines {
 public:
  void Begin() {
    lines_.clear();
    seen_ = 0;
  }
  /// Adds the changes since the last call.
  void Follow(const Machine& machine, const FetchedLines& fetched) {
    const std::size_t changes = machine.memory().changes();
    for (; seen_ < changes; ++seen_) {
      const std::uint64_t pa = machine.memory().ChangedAt(seen_);
      if (fetched.MayHold(pa)) lines_.push_back(pa);
    }
  }
  std::size_t size() const { return lines_.size(); }
  std::uint64_t operator[](std::size_t n) const { return lines_[n]; }

 private:
  std::vector<std::uint64_t> lines_;
  std::size_t seen_ = 0;  ///< changes of memory
};

/// One transaction, made again and again with settled choices. Only DMA that completes is known: a
/// fault is recorded each time.
class KnownDma {
 public:
  void Forget() { taken_.reset(); }

  /// The end of `transaction`, if nothing that it depends on has changed: what was read for it, the
  /// registers, the caches, and the word that it writes. `changed` is up to date.
  const DmaTaken* Find(const Transaction& transaction, Machine& machine,
                       const ChangedLines& changed) {
    if (!taken_) return nullptr;
    bool same = view_ == machine.smmu().view_changes() &&
                caches_ == machine.smmu().caches().changes() && taken_->transaction == transaction;
    for (; seen_ < changed.size() && same; ++seen_) same = !lines_.MayHold(changed[seen_]);
    if (same && taken_->transaction.Writes()) {
      same = machine.memory().Read64(taken_->address).value == taken_->value;
    }
    if (!same) taken_.reset();
    return same ? &*taken_ : nullptr;
  }

  /// Makes the transaction, and knows it from now on if it can be.
  DmaTaken Make(const Transaction& transaction, std::uint64_t data, Machine& machine,
                Choices& choices, FetchedLines& fetched, const ChangedLines& changed) {
    taken_.reset();
    lines_.Clear();
    seen_ = changed.size();
    view_ = machine.smmu().view_changes();
    caches_ = machine.smmu().caches().changes();
    FetchNoter noter(fetched, &lines_);
    const DmaTaken taken = machine.Dma(transaction, data, choices, noter);
    const bool plain = taken.verdict == Verdict::kComplete && !taken.event &&
                       transaction.access != AccessKind::kAtomic;
    if (plain && !Writes(taken, fetched)) taken_ = taken;
    return taken;
  }

 private:
  /// It changes what translations read.
  static bool Writes(const DmaTaken& taken, const FetchedLines& fetched) {
    return taken.transaction.Writes() && fetched.MayHold(taken.address);
  }

  std::optional<DmaTaken> taken_;
  LineList lines_;
  std::size_t seen_ = 0;  ///< of the changed lines
  std::uint64_t view_ = 0;
  std::uint64_t caches_ = 0;
};

}  // namespace quiesce
