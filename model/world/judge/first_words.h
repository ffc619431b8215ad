// What was read first at each address: a map that costs nothing to empty, as it is emptied at every
// call of the driver, and allocates only to grow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quiesce {

class FirstWords {
 public:
  FirstWords() : slots_(256) {}

  /// The word that was noted first; `value` if there was none.
  std::uint64_t Note(std::uint64_t pa, std::uint64_t value) {
    if (2 * used_ >= slots_.size()) Grow();
    Slot& slot = SlotOf(pa);
    if (slot.age == age_) return slot.value;
    ++used_;
    slot = {pa, value, age_};
    return value;
  }
  void Clear() {
    ++age_;
    used_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t pa = 0;
    std::uint64_t value = 0;
    std::uint64_t age = 0;  ///< in use if it is that of the map
  };

  /// That of the address, or the free one that it gets.
  Slot& SlotOf(std::uint64_t pa) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = (pa >> 6 ^ pa >> 14) & mask;; i = (i + 1) & mask) {
      if (slots_[i].age != age_ || slots_[i].pa == pa) return slots_[i];
    }
  }
  void Grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& s : old) {
      if (s.age == age_) SlotOf(s.pa) = s;
    }
  }

  std::vector<Slot> slots_;  ///< open addressing, a power of two, at most half full
  std::size_t used_ = 0;
  std::uint64_t age_ = 1;
};

}  // namespace quiesce
