// The concrete reading of the word domain: plain machine words. See spec/word/word.h for the
// contract.
#pragma once

#include <cstdint>

#include "spec/word/word.h"

namespace quiesce {

struct Concrete {};

template <>
class Bool<Concrete> {
 public:
  constexpr Bool() = default;
  constexpr explicit Bool(bool v) : v_(v) {}
  constexpr explicit operator bool() const { return v_; }
  constexpr bool raw() const { return v_; }

  friend constexpr Bool operator!(Bool a) { return Bool(!a.v_); }
  friend constexpr Bool operator&&(Bool a, Bool b) { return Bool(a.v_ & b.v_); }
  friend constexpr Bool operator||(Bool a, Bool b) { return Bool(a.v_ | b.v_); }
  friend constexpr Bool operator==(Bool a, Bool b) { return Bool(a.v_ == b.v_); }
  friend constexpr Bool operator!=(Bool a, Bool b) { return Bool(a.v_ != b.v_); }

 private:
  bool v_ = false;
};

template <unsigned W>
class Bits<Concrete, W> {
  static_assert(W >= 1 && W <= 64);
  using B = Bool<Concrete>;

 public:
  constexpr Bits() = default;
  /// The value modulo 2^W.
  constexpr explicit Bits(std::uint64_t v) : v_(v & MaxValue(W)) {}
  constexpr std::uint64_t raw() const { return v_; }

  friend constexpr Bits operator+(Bits a, Bits b) { return Bits(a.v_ + b.v_); }
  friend constexpr Bits operator-(Bits a, Bits b) { return Bits(a.v_ - b.v_); }
  friend constexpr Bits operator*(Bits a, Bits b) { return Bits(a.v_ * b.v_); }
  friend constexpr Bits operator&(Bits a, Bits b) { return Bits(a.v_ & b.v_); }
  friend constexpr Bits operator|(Bits a, Bits b) { return Bits(a.v_ | b.v_); }
  friend constexpr Bits operator^(Bits a, Bits b) { return Bits(a.v_ ^ b.v_); }
  friend constexpr Bits operator~(Bits a) { return Bits(~a.v_); }

  friend constexpr B operator==(Bits a, Bits b) { return B(a.v_ == b.v_); }
  friend constexpr B operator!=(Bits a, Bits b) { return B(a.v_ != b.v_); }
  friend constexpr B operator<(Bits a, Bits b) { return B(a.v_ < b.v_); }
  friend constexpr B operator<=(Bits a, Bits b) { return B(a.v_ <= b.v_); }
  friend constexpr B operator>(Bits a, Bits b) { return B(a.v_ > b.v_); }
  friend constexpr B operator>=(Bits a, Bits b) { return B(a.v_ >= b.v_); }
  friend constexpr B operator==(Bits a, Literal<W> b) { return B(a.v_ == b.value); }
  friend constexpr B operator!=(Bits a, Literal<W> b) { return B(a.v_ != b.value); }
  friend constexpr B operator<(Bits a, Literal<W> b) { return B(a.v_ < b.value); }
  friend constexpr B operator<=(Bits a, Literal<W> b) { return B(a.v_ <= b.value); }
  friend constexpr B operator>(Bits a, Literal<W> b) { return B(a.v_ > b.value); }
  friend constexpr B operator>=(Bits a, Literal<W> b) { return B(a.v_ >= b.value); }

  friend constexpr Bits Ite(B c, Bits t, Bits e) { return c ? t : e; }

  // Behind the free functions of word.h.
  template <unsigned N>
  constexpr Bits<Concrete, N> ZextTo() const {
    return Bits<Concrete, N>(v_);
  }
  template <unsigned Hi, unsigned Lo>
  constexpr Bits<Concrete, Hi - Lo + 1> ExtractBits() const {
    return Bits<Concrete, Hi - Lo + 1>(v_ >> Lo);
  }
  constexpr Bits ShlSame(Bits n) const { return n.v_ >= W ? Bits() : Bits(v_ << n.v_); }
  constexpr Bits LshrSame(Bits n) const { return n.v_ >= W ? Bits() : Bits(v_ >> n.v_); }

 private:
  std::uint64_t v_ = 0;
};

/// Choice between two conditions.
constexpr Bool<Concrete> Ite(Bool<Concrete> c, Bool<Concrete> t, Bool<Concrete> e) {
  return c ? t : e;
}

/// High part in the upper bits.
template <unsigned H, unsigned L>
constexpr Bits<Concrete, H + L> Concat(Bits<Concrete, H> hi, Bits<Concrete, L> lo) {
  static_assert(H + L <= 64);
  return Bits<Concrete, H + L>((hi.raw() << L) | lo.raw());
}

}  // namespace quiesce
