// The generator of bulk random draws: splitmix64 (Steele, Lea, Flood, OOPSLA 2014). Its output is
// part of what replays, so neither the algorithm nor its constants may change.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

constexpr std::uint64_t SplitMix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

class Prng {
 public:
  explicit constexpr Prng(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t Next() { return SplitMix(state_ += 0x9E3779B97F4A7C15u); }

  /// Uniform in [0, n), n > 0 (to within 2^-32 for the small n used here).
  constexpr std::uint64_t Below(std::uint64_t n) { return (Next() >> 32) * n >> 32; }
  /// Uniform in [low, high], both inclusive, less than 2^32 apart.
  constexpr unsigned Between(unsigned low, unsigned high) {
    return low + static_cast<unsigned>(Below(std::uint64_t{high} - low + 1));
  }
  /// True once in n.
  constexpr bool OneIn(unsigned n) { return Below(n) == 0; }
  /// Any bits-wide value, 1 to 64.
  constexpr std::uint64_t Bits(unsigned bits) { return Next() >> (64 - bits); }

  template <class T>
  constexpr T Pick(std::span<const T> from) {
    return from[Below(from.size())];
  }
  template <class T, std::size_t N>
  constexpr T Pick(const T (&from)[N]) {
    return from[Below(N)];
  }

 private:
  std::uint64_t state_;
};

/// The seed of one case: depends on the run's seed, the property and the index, and on nothing
/// else, so a case is the same in whatever order or number of processes a run is split.
constexpr std::uint64_t CaseSeed(std::uint64_t run_seed, std::string_view property,
                                 std::uint64_t index) {
  std::uint64_t h = 0xCBF29CE484222325u;  // FNV-1a
  for (const char c : property) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return SplitMix(SplitMix(SplitMix(run_seed + 0x9E3779B97F4A7C15u) ^ h) + index);
}

}  // namespace quiesce
