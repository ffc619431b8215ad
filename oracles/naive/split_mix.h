// The generator of the random tables: SplitMix64, the same on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace quiesce::naive {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9E37'79B9'7F4A'7C15;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xBF58'476D'1CE4'E5B9;
    z = (z ^ z >> 27) * 0x94D0'49BB'1331'11EB;
    return z ^ z >> 31;
  }

  /// 0 to n - 1; n > 0. The bias of the remainder is of no concern here.
  unsigned Below(unsigned n) { return static_cast<unsigned>(Next() % n); }
  unsigned Between(unsigned low, unsigned high) { return low + Below(high - low + 1); }
  bool Chance(unsigned percent) { return Below(100) < percent; }

  /// The low `bits` bits random, the others 0; bits <= 64.
  std::uint64_t Bits(unsigned bits) { return bits == 0 ? 0 : Next() >> (64 - bits); }

  template <class T>
  T Pick(std::initializer_list<T> values) {
    return values.begin()[Below(static_cast<unsigned>(values.size()))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace quiesce::naive
