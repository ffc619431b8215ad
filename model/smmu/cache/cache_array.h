// A cache's storage: a fixed number of slots, allocated once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace quiesce {

/// Entries keep their order of slots, so what is done to an array depends on nothing but its past.
template <class Entry>
class CacheArray {
 public:
  explicit CacheArray(std::size_t capacity) : slots_(capacity) {}

  std::size_t size() const { return size_; }
  /// Grows with each entry that comes or goes.
  std::uint64_t changes() const { return changes_; }

  /// Takes the first free slot; of a full array, the slots in turn.
  void Insert(const Entry& entry) {
    const std::size_t at = NextSlot();
    std::optional<Entry>& slot = slots_[at];
    if (!slot) ++size_;
    slot = entry;
    ++changes_;
    end_ = std::max(end_, at + 1);
  }

  void Clear() {
    ++changes_;
    for (std::optional<Entry>& slot : used()) slot.reset();
    size_ = end_ = victim_ = 0;
  }

  template <class Predicate>
  void DropIf(Predicate&& drop) {
    for (std::optional<Entry>& slot : used()) {
      if (!slot || !drop(*slot)) continue;
      slot.reset();
      --size_;
      ++changes_;
    }
  }

  /// Drops the n-th entry, n < size().
  void Drop(std::size_t n) {
    DropIf([&](const Entry&) { return n-- == 0; });
  }

  template <class Predicate>
  std::size_t Count(Predicate&& matches) const {
    std::size_t n = 0;
    for (const auto& slot : used()) n += slot && matches(*slot);
    return n;
  }

  /// The n-th of the entries that match, from 0; nullptr if there are fewer.
  template <class Predicate>
  const Entry* Find(std::size_t n, Predicate&& matches) const {
    for (const auto& slot : used()) {
      if (slot && matches(*slot) && n-- == 0) return &*slot;
    }
    return nullptr;
  }

 private:
  std::size_t NextSlot() {
    for (std::size_t i = 0; i < slots_.size() && size_ < slots_.size(); ++i) {
      if (!slots_[i]) return i;
    }
    victim_ = (victim_ + 1) % slots_.size();
    return victim_;
  }

  std::span<std::optional<Entry>> used() { return std::span(slots_).first(end_); }
  std::span<const std::optional<Entry>> used() const { return std::span(slots_).first(end_); }

  std::vector<std::optional<Entry>> slots_;
  std::size_t size_ = 0;
  std::size_t end_ = 0;  ///< slots from here on were never filled
  std::size_t victim_ = 0;
  std::uint64_t changes_ = 0;
};

}  // namespace quiesce
