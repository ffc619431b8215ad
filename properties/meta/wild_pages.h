// A physical memory with something at every address: structures that are nearly legal and point at
// each other, so that a translation which follows wild pointers gets somewhere.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "generators/prng.h"
#include "model/image/memory.h"

namespace quiesce {

/// What a frame holds, by bits [21:20] of its address.
enum class WildRegion : std::uint8_t { kSte, kCd, kTables, kPointers };

/// An address in such a frame, below 2^bits (22 at least), 64-byte aligned.
std::uint64_t WildAddress(Prng& p, WildRegion region, unsigned bits);

/// How far from legal a word is drawn.
enum class WildKind : std::uint8_t {
  kRaw,     ///< any bits
  kCorner,  ///< all zeros, all ones, one bit, a run of ones, or any bits
  kNear,    ///< a legal structure, some bits flipped
};

/// Any 64 bits, for kNear as for kCorner.
std::uint64_t WildWord(Prng& p, WildKind kind);

class WildPages : public PageSource {
 public:
  WildPages(std::uint64_t seed, WildKind kind) : seed_(seed), kind_(kind) {}

  std::uint64_t Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const override;
  std::vector<FrameRange> Frames() const override { return {{0, ~std::uint64_t{0} >> 12}}; }

 private:
  std::uint64_t seed_;
  WildKind kind_;
};

}  // namespace quiesce
