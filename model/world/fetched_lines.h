// Which memory translations have read: what a store must meet to be able to change one.
#pragma once

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

/// Adds what a translation fetches.
struct FetchNoter : NoObserver {
  explicit FetchNoter(FetchedLines& to) : lines(to) {}
  void FetchL1Std(std::uint64_t pa, const L1Std<Concrete>&) { lines.Add(pa); }
  void FetchSte(std::uint64_t pa, const Ste<Concrete>&) { lines.Add(pa); }
  void FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>&) { lines.Add(pa); }
  void FetchCd(std::uint64_t pa, const Cd<Concrete>&) { lines.Add(pa); }
  void Walked(const WalkStep& step) { lines.Add(step.address); }

  FetchedLines& lines;
};

}  // namespace quiesce
