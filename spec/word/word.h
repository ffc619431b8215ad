// The word domain: one spelling of every decision, two readings.
//
// Everything in this project that decides something (a field, a legality rule, a table address, a
// driver's acceptance check, an invariant) is a template over a domain tag D and works on Bits<D,
// W> and Bool<D> only:
//   Concrete   machine words, as fast as hand-written code        (spec/word/concrete.h)
//   Symbolic   Z3 bit-vector terms, for proofs over all values    (spec/word/symbolic.h)
//
// Contract, the same in both domains:
//   * W is 1..64. Arithmetic is modulo 2^W. Every comparison is unsigned.
//   * Mixing widths does not compile; widen with Zext, narrow with Extract.
//   * A shift by W or more gives 0, whatever the width of the amount.
//   * `&&` and `||` on Bool evaluate both operands: they are connectives, not control flow.
//   * A symbolic Bool does not convert to bool, so a stray `if` on it does not compile.
//   * A literal next to a Bits (`x == 5`) must fit its width, checked at compile time.
#pragma once

#include <concepts>
#include <cstdint>

namespace quiesce {

struct Concrete;
struct Symbolic;

template <class D, unsigned W>
class Bits;

template <class D>
class Bool;

/// The largest value of W bits, 1 <= W <= 64.
constexpr std::uint64_t MaxValue(unsigned w) {
  return w >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << w) - 1;
}

/// A constant that is known to fit W bits; the compiler rejects one that does not.
template <unsigned W>
struct Literal {
  std::uint64_t value;
  template <std::integral T>
  // NOLINTNEXTLINE(google-explicit-constructor): `x == 5` is the point.
  consteval Literal(T v) : value(static_cast<std::uint64_t>(v)) {
    if (v < 0 || value > MaxValue(W)) throw "literal does not fit the width";
  }
};

/// Zero-extension to N >= W bits.
template <unsigned N, class D, unsigned W>
constexpr Bits<D, N> Zext(const Bits<D, W>& x) {
  static_assert(N >= W);
  return x.template ZextTo<N>();
}

/// Bits Hi..Lo of x, both inclusive, as the architecture writes them.
template <unsigned Hi, unsigned Lo, class D, unsigned W>
constexpr Bits<D, Hi - Lo + 1> Extract(const Bits<D, W>& x) {
  static_assert(Lo <= Hi && Hi < W);
  return x.template ExtractBits<Hi, Lo>();
}

/// Zero-extension or truncation to N bits, whichever applies.
template <unsigned N, class D, unsigned W>
constexpr Bits<D, N> Resize(const Bits<D, W>& x) {
  if constexpr (N >= W) {
    return Zext<N>(x);
  } else {
    return Extract<N - 1, 0>(x);
  }
}

/// x << n; 0 when n >= W.
template <class D, unsigned W, unsigned M>
constexpr Bits<D, W> Shl(const Bits<D, W>& x, const Bits<D, M>& n) {
  if constexpr (M <= W) {
    return x.ShlSame(Zext<W>(n));
  } else {
    return Extract<W - 1, 0>(Zext<M>(x).ShlSame(n));
  }
}

/// x >> n, logical; 0 when n >= W.
template <class D, unsigned W, unsigned M>
constexpr Bits<D, W> Lshr(const Bits<D, W>& x, const Bits<D, M>& n) {
  if constexpr (M <= W) {
    return x.LshrSame(Zext<W>(n));
  } else {
    return Extract<W - 1, 0>(Zext<M>(x).LshrSame(n));
  }
}

/// The smaller and the larger of two words, unsigned.
template <class D, unsigned W>
constexpr Bits<D, W> Min(const Bits<D, W>& a, const Bits<D, W>& b) {
  return Ite(a < b, a, b);
}
template <class D, unsigned W>
constexpr Bits<D, W> Max(const Bits<D, W>& a, const Bits<D, W>& b) {
  return Ite(a < b, b, a);
}

/// A word with its n lowest bits set; all of them when n >= W.
template <unsigned W, class D, unsigned M>
constexpr Bits<D, W> LowMask(const Bits<D, M>& n) {
  return ~Shl(~Bits<D, W>(0), n);
}

/// x with its n lowest bits cleared.
template <class D, unsigned W, unsigned M>
constexpr Bits<D, W> ClearLow(const Bits<D, W>& x, const Bits<D, M>& n) {
  return x & ~LowMask<W>(n);
}

/// a -> b.
template <class D>
constexpr Bool<D> Implies(const Bool<D>& a, const Bool<D>& b) {
  return !a || b;
}

}  // namespace quiesce
