// The symbolic reading of the word domain: Z3 terms. See spec/word/word.h for the contract.
//
// A value is either a constant, which needs no Z3 context and folds through the concrete reading,
// or a term of sort
// (_ BitVec W) or Bool. This is the only header outside properties/proved that includes Z3. All
// terms that meet in one operation must belong to one z3::context.
#pragma once

#include <z3++.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "spec/word/concrete.h"
#include "spec/word/word.h"

namespace quiesce {

struct Symbolic {};

template <>
class Bool<Symbolic> {
 public:
  Bool() = default;
  explicit Bool(bool v) : c_(v) {}
  explicit Bool(z3::expr term) : term_(std::move(term)) {}

  /// Empty for a constant.
  const std::optional<z3::expr>& term() const { return term_; }
  /// The constant's value; meaningless for a term.
  bool constant() const { return c_; }
  /// As a term of the given context, lifting a constant.
  z3::expr In(z3::context& ctx) const { return term_ ? *term_ : ctx.bool_val(c_); }

  friend Bool operator!(const Bool& a) { return a.term_ ? Bool(!*a.term_) : Bool(!a.c_); }
  friend Bool operator&&(const Bool& a, const Bool& b) {
    if (!a.term_) return a.c_ ? b : a;
    if (!b.term_) return b.c_ ? a : b;
    return Bool(*a.term_ && *b.term_);
  }
  friend Bool operator||(const Bool& a, const Bool& b) {
    if (!a.term_) return a.c_ ? a : b;
    if (!b.term_) return b.c_ ? b : a;
    return Bool(*a.term_ || *b.term_);
  }
  friend Bool operator==(const Bool& a, const Bool& b) {
    if (!a.term_) return a.c_ ? b : !b;
    if (!b.term_) return b.c_ ? a : !a;
    return Bool(*a.term_ == *b.term_);
  }
  friend Bool operator!=(const Bool& a, const Bool& b) { return !(a == b); }

 private:
  std::optional<z3::expr> term_;
  bool c_ = false;
};

template <unsigned W>
class Bits<Symbolic, W> {
  static_assert(W >= 1 && W <= 64);
  using B = Bool<Symbolic>;
  using C = Bits<Concrete, W>;

 public:
  Bits() = default;
  explicit Bits(std::uint64_t v) : c_(v) {}
  explicit Bits(C v) : c_(v) {}
  /// A term of sort (_ BitVec W).
  explicit Bits(z3::expr term) : term_(std::move(term)) {}

  const std::optional<z3::expr>& term() const { return term_; }
  C constant() const { return c_; }
  z3::expr In(z3::context& ctx) const { return term_ ? *term_ : ctx.bv_val(c_.raw(), W); }

  friend Bits operator+(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x + y; });
  }
  friend Bits operator-(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x - y; });
  }
  friend Bits operator*(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x * y; });
  }
  friend Bits operator&(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x & y; });
  }
  friend Bits operator|(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x | y; });
  }
  friend Bits operator^(const Bits& a, const Bits& b) {
    return Lift(a, b, [](auto x, auto y) { return x ^ y; });
  }
  friend Bits operator~(const Bits& a) { return a.term_ ? Bits(~*a.term_) : Bits(~a.c_); }

  friend B operator==(const Bits& a, const Bits& b) {
    return Compare(
        a, b, [](auto x, auto y) { return x == y; }, z3Equal);
  }
  friend B operator<(const Bits& a, const Bits& b) {
    return Compare(
        a, b, [](auto x, auto y) { return x < y; }, z3Less);
  }
  friend B operator<=(const Bits& a, const Bits& b) {
    return Compare(
        a, b, [](auto x, auto y) { return x <= y; }, z3LessEqual);
  }
  friend B operator!=(const Bits& a, const Bits& b) { return !(a == b); }
  friend B operator>(const Bits& a, const Bits& b) { return b < a; }
  friend B operator>=(const Bits& a, const Bits& b) { return b <= a; }
  friend B operator==(const Bits& a, Literal<W> b) { return a == Bits(b.value); }
  friend B operator!=(const Bits& a, Literal<W> b) { return a != Bits(b.value); }
  friend B operator<(const Bits& a, Literal<W> b) { return a < Bits(b.value); }
  friend B operator<=(const Bits& a, Literal<W> b) { return a <= Bits(b.value); }
  friend B operator>(const Bits& a, Literal<W> b) { return a > Bits(b.value); }
  friend B operator>=(const Bits& a, Literal<W> b) { return a >= Bits(b.value); }

  friend Bits Ite(const B& c, const Bits& t, const Bits& e) {
    if (!c.term()) return c.constant() ? t : e;
    z3::context& ctx = c.term()->ctx();
    return Bits(z3::ite(*c.term(), t.In(ctx), e.In(ctx)));
  }

  // Behind the free functions of word.h.
  template <unsigned N>
  Bits<Symbolic, N> ZextTo() const {
    if (!term_) return Bits<Symbolic, N>(c_.raw());
    return N == W ? Bits<Symbolic, N>(*term_) : Bits<Symbolic, N>(z3::zext(*term_, N - W));
  }
  template <unsigned Hi, unsigned Lo>
  Bits<Symbolic, Hi - Lo + 1> ExtractBits() const {
    using R = Bits<Symbolic, Hi - Lo + 1>;
    return term_ ? R(term_->extract(Hi, Lo)) : R(Extract<Hi, Lo>(c_));
  }
  Bits ShlSame(const Bits& n) const {
    if (!term_ && !n.term_) return Bits(c_.ShlSame(n.c_));
    z3::context& ctx = (term_ ? term_ : n.term_)->ctx();
    return Bits(z3::shl(In(ctx), n.In(ctx)));
  }
  Bits LshrSame(const Bits& n) const {
    if (!term_ && !n.term_) return Bits(c_.LshrSame(n.c_));
    z3::context& ctx = (term_ ? term_ : n.term_)->ctx();
    return Bits(z3::lshr(In(ctx), n.In(ctx)));
  }

 private:
  static z3::expr z3Equal(const z3::expr& x, const z3::expr& y) { return x == y; }
  static z3::expr z3Less(const z3::expr& x, const z3::expr& y) { return z3::ult(x, y); }
  static z3::expr z3LessEqual(const z3::expr& x, const z3::expr& y) { return z3::ule(x, y); }

  template <class F>
  static Bits Lift(const Bits& a, const Bits& b, F f) {
    if (!a.term_ && !b.term_) return Bits(f(a.c_, b.c_));
    z3::context& ctx = (a.term_ ? a.term_ : b.term_)->ctx();
    return Bits(f(a.In(ctx), b.In(ctx)));
  }
  template <class F, class G>
  static B Compare(const Bits& a, const Bits& b, F concrete, G symbolic) {
    if (!a.term_ && !b.term_) return B(concrete(a.c_, b.c_).raw());
    z3::context& ctx = (a.term_ ? a.term_ : b.term_)->ctx();
    return B(symbolic(a.In(ctx), b.In(ctx)));
  }

  std::optional<z3::expr> term_;
  C c_;
};

inline Bool<Symbolic> Ite(const Bool<Symbolic>& c, const Bool<Symbolic>& t,
                          const Bool<Symbolic>& e) {
  return (c && t) || (!c && e);
}

template <unsigned H, unsigned L>
Bits<Symbolic, H + L> Concat(const Bits<Symbolic, H>& hi, const Bits<Symbolic, L>& lo) {
  static_assert(H + L <= 64);
  if (!hi.term() && !lo.term()) return Bits<Symbolic, H + L>(Concat(hi.constant(), lo.constant()));
  z3::context& ctx = (hi.term() ? hi.term() : lo.term())->ctx();
  return Bits<Symbolic, H + L>(z3::concat(hi.In(ctx), lo.In(ctx)));
}

/// Fresh symbolic inputs, by name.
template <unsigned W>
Bits<Symbolic, W> Var(z3::context& ctx, const char* name) {
  return Bits<Symbolic, W>(ctx.bv_const(name, W));
}
inline Bool<Symbolic> BoolVar(z3::context& ctx, const char* name) {
  return Bool<Symbolic>(ctx.bool_const(name));
}

}  // namespace quiesce
