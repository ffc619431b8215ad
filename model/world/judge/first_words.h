// What was read first of each 64-byte line: a map that costs nothing to empty, as it is emptied at
// every call of the driver, and allocates only to grow. Reads mostly go line by line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/likely.h"

namespace quiesce {

class FirstWords {
 public:
  FirstWords() : frames_(16), last_(&frames_[0]) {}
  FirstWords(const FirstWords&) = delete;
  FirstWords& operator=(const FirstWords&) = delete;

  /// The word that was noted first for the line at `pa`; `value` if there was none.
  std::uint64_t Note(std::uint64_t pa, std::uint64_t value) {
    if (Unlikely(last_->pfn != pa >> kFrameLog2 || last_->age != age_)) Find(pa >> kFrameLog2);
    const unsigned line = pa >> kLineLog2 & (kLines - 1);
    if ((last_->noted >> line & 1) != 0) return last_->words[line];
    last_->noted |= std::uint64_t{1} << line;
    return last_->words[line] = value;
  }
  void Clear() {
    ++age_;
    used_ = 0;
  }

 private:
  static constexpr unsigned kLineLog2 = 6;
  static constexpr unsigned kFrameLog2 = 12;
  static constexpr std::size_t kLines = std::size_t{1} << (kFrameLog2 - kLineLog2);

  struct Frame {
    std::uint64_t pfn = 0;
    std::uint64_t age = 0;    ///< in use if it is that of the map
    std::uint64_t noted = 0;  ///< bit i: words[i] counts
    std::array<std::uint64_t, kLines> words;
  };

  void Find(std::uint64_t pfn) {
    if (2 * used_ >= frames_.size()) Grow();
    last_ = &SlotOf(pfn);
    if (last_->age == age_) return;
    ++used_;
    last_->pfn = pfn;
    last_->age = age_;
    last_->noted = 0;
  }
  /// That of the frame, or the free one that it gets.
  Frame& SlotOf(std::uint64_t pfn) {
    const std::size_t mask = frames_.size() - 1;
    for (std::size_t i = (pfn ^ pfn >> 8) & mask;; i = (i + 1) & mask) {
      if (frames_[i].age != age_ || frames_[i].pfn == pfn) return frames_[i];
    }
  }
  void Grow() {
    std::vector<Frame> old(2 * frames_.size());
    old.swap(frames_);
    for (const Frame& f : old) {
      if (f.age == age_) SlotOf(f.pfn) = f;
    }
  }

  std::vector<Frame> frames_;  ///< open addressing, a power of two, at most half full
  std::size_t used_ = 0;
  Frame* last_;  ///< the one that was noted in last
  std::uint64_t age_ = 1;
};

}  // namespace quiesce
