// Which memory translations have read: what a store must meet to be able to change one.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "model/smmu/observer.h"

namespace quiesce {

/// A set of 64-byte lines that may say yes to a line that is not in it, never no to one that is.
class FetchedLines {
 public:
  void Add(std::uint64_t pa) { Word(pa) |= Bit(pa); }
  bool MayHold(std::uint64_t pa) const { return (words_[IndexOf(pa)] & Bit(pa)) != 0; }
  void Clear() { words_.fill(0); }

 private:
  static constexpr unsigned kLineLog2 = 6;
  static std::uint64_t Hash(std::uint64_t pa) { return (pa >> kLineLog2) * 0x9E3779B97F4A7C15u; }
  static std::size_t IndexOf(std::uint64_t pa) { return Hash(pa) >> 56; }
  static std::uint64_t Bit(std::uint64_t pa) { return std::uint64_t{1} << (Hash(pa) >> 50 & 63); }
  std::uint64_t& Word(std::uint64_t pa) { return words_[IndexOf(pa)]; }

  std::array<std::uint64_t, 256> words_{};
};

/// The 64-byte lines that one translation has read: exactly those, unless they are too many.
class LineList {
 public:
  void Add(std::uint64_t pa) {
    const std::uint64_t line = pa >> kLineLog2;
    if (size_ != 0 && size_ <= kMost && lines_[size_ - 1] == line) return;
    if (size_ < kMost) lines_[size_] = line;
    if (size_ <= kMost) ++size_;
  }
  /// True of any line if they were too many.
  bool MayHold(std::uint64_t pa) const {
    if (size_ > kMost) return true;
    const std::uint64_t line = pa >> kLineLog2;
    return std::find(lines_.begin(), lines_.begin() + size_, line) != lines_.begin() + size_;
  }
  void Clear() { size_ = 0; }

 private:
  static constexpr unsigned kLineLog2 = 6;
  static constexpr unsigned kMost = 30;
  std::array<std::uint64_t, kMost> lines_;
  unsigned size_ = 0;  ///< kMost + 1: too many
};

/// Adds what a translation fetches; to `own` too, if there is one.
struct FetchNoter : NoObserver {
  explicit FetchNoter(FetchedLines& to, LineList* of_this = nullptr) : lines(to), own(of_this) {}
  void Add(std::uint64_t pa) {
    lines.Add(pa);
    if (own != nullptr) own->Add(pa);
  }
  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>&) { Add(pa); }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>&) { Add(pa); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>&) { Add(pa); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>&) { Add(pa); }
  void Walked(const WalkStep& step) { Add(step.address); }

  FetchedLines& lines;
  LineList* own;
};

}  // namespace quiesce
