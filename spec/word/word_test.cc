// The two readings of the word domain agree on every operation, and what must not compile does not.
//
// Symbolic operands are Z3 constants whose values a Z3 model gives, so every result is computed by
// Z3, not by folding; mixes of a term and a constant, and folding itself, are checked beside it.

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <type_traits>
#include <vector>

#include "spec/word/concrete.h"
#include "spec/word/symbolic.h"

namespace quiesce {
namespace {

// --- what must not compile ---

template <class A, class B>
concept CanAdd = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept CanCompare = requires(A a, B b) {
  a == b;
};
template <class A, class B>
concept CanOrder = requires(A a, B b) {
  a < b;
};
template <class A>
concept CanBranch = requires(A a) {
  a ? 1 : 2;
};
template <unsigned W, auto V, class = std::integral_constant<std::uint64_t, Literal<W>(V).value>>
struct LiteralOf {};
template <unsigned W, auto V>
concept FitsLiteral = requires {
  LiteralOf<W, V>{};
};

template <class D>
constexpr bool StaysInItsWidth() {
  return CanAdd<Bits<D, 8>, Bits<D, 8>> && !CanAdd<Bits<D, 8>, Bits<D, 9>> &&
         !CanAdd<Bits<D, 8>, int> && CanCompare<Bits<D, 8>, Bits<D, 8>> &&
         !CanCompare<Bits<D, 8>, Bits<D, 7>> && !CanOrder<Bits<D, 8>, Bits<D, 64>> &&
         !std::is_convertible_v<int, Bits<D, 8>> && !std::is_convertible_v<Bits<D, 8>, int> &&
         !std::is_convertible_v<bool, Bool<D>>;
}
static_assert(StaysInItsWidth<Concrete>() && StaysInItsWidth<Symbolic>());

static_assert(!std::is_convertible_v<Bool<Symbolic>, bool>);
static_assert(!std::is_constructible_v<bool, Bool<Symbolic>>);
static_assert(!CanBranch<Bool<Symbolic>> && CanBranch<Bool<Concrete>>);
static_assert(!std::is_convertible_v<Bool<Concrete>, bool>);
static_assert(!CanAdd<Bits<Concrete, 8>, Bits<Symbolic, 8>>);

static_assert(FitsLiteral<2, 3> && !FitsLiteral<2, 4> && !FitsLiteral<2, -1>);
static_assert(FitsLiteral<64, ~std::uint64_t{0}> && FitsLiteral<1, 1> && !FitsLiteral<1, 2>);

// --- agreement ---

/// Values for named Z3 constants, in which terms are evaluated.
class Valuation {
 public:
  explicit Valuation(z3::context& ctx) : ctx_(ctx), model_(ctx) {}

  template <unsigned W>
  Bits<Symbolic, W> Term(const char* name, std::uint64_t value) {
    z3::expr constant = ctx_.bv_const(name, W);
    z3::func_decl decl = constant.decl();
    z3::expr given = ctx_.bv_val(value, W);
    model_.add_const_interp(decl, given);
    return Bits<Symbolic, W>(constant);
  }
  template <unsigned W>
  std::uint64_t Value(const Bits<Symbolic, W>& x) {
    return model_.eval(x.In(ctx_), true).get_numeral_uint64();
  }
  std::uint64_t Value(const Bool<Symbolic>& x) {
    return model_.eval(x.In(ctx_), true).is_true() ? 1 : 0;
  }

 private:
  z3::context& ctx_;
  z3::model model_;
};

std::uint64_t Value(Bool<Concrete> x) { return x.raw() ? 1 : 0; }
template <unsigned W>
std::uint64_t Value(Bits<Concrete, W> x) {
  return x.raw();
}

/// Checks one operation on one pair: both operands terms, one of each, both constants.
template <unsigned A, unsigned B, class F>
void ExpectAgreement(z3::context& ctx, const char* name, std::uint64_t a, std::uint64_t b, F f) {
  const std::uint64_t want = Value(f(Bits<Concrete, A>(a), Bits<Concrete, B>(b)));
  Valuation v(ctx);
  const Bits<Symbolic, A> terms_a[] = {v.Term<A>("x", a), Bits<Symbolic, A>(a)};
  const Bits<Symbolic, B> terms_b[] = {v.Term<B>("y", b), Bits<Symbolic, B>(b)};
  for (unsigned mix = 0; mix < 4; ++mix) {
    const auto got = f(terms_a[mix & 1], terms_b[mix >> 1]);
    EXPECT_EQ(v.Value(got), want) << name << " on " << A << " and " << B << " bits: " << a << ", "
                                  << b << ", constants " << mix;
    EXPECT_FALSE(mix == 3 && got.term().has_value()) << name << " does not fold";
  }
}

template <unsigned W>
void CheckArithmetic(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  const auto check = [&](const char* name, auto f) { ExpectAgreement<W, W>(ctx, name, a, b, f); };
  check("+", [](auto x, auto y) { return x + y; });
  check("-", [](auto x, auto y) { return x - y; });
  check("*", [](auto x, auto y) { return x * y; });
  check("&", [](auto x, auto y) { return x & y; });
  check("|", [](auto x, auto y) { return x | y; });
  check("^", [](auto x, auto y) { return x ^ y; });
  check("~", [](auto x, auto y) { return ~x + y; });
  check("Min", [](auto x, auto y) { return Min(x, y); });
  check("Max", [](auto x, auto y) { return Max(x, y); });
}

template <unsigned W>
void CheckComparisons(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  const auto check = [&](const char* name, auto f) { ExpectAgreement<W, W>(ctx, name, a, b, f); };
  check("==", [](auto x, auto y) { return x == y; });
  check("!=", [](auto x, auto y) { return x != y; });
  check("<", [](auto x, auto y) { return x < y; });
  check("<=", [](auto x, auto y) { return x <= y; });
  check(">", [](auto x, auto y) { return x > y; });
  check(">=", [](auto x, auto y) { return x >= y; });
  check("== literal", [](auto x, auto y) { return x == 1 && y != 1; });
  check("< literal", [](auto x, auto y) { return x < 1 || y <= 1; });
  check("> literal", [](auto x, auto y) { return x > 1 || y >= 1; });
}

template <unsigned W>
void CheckConnectives(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  const auto check = [&](const char* name, auto f) { ExpectAgreement<W, W>(ctx, name, a, b, f); };
  check("!", [](auto x, auto y) { return !(x < y); });
  check("&&", [](auto x, auto y) { return x != 0 && y != 0; });
  check("||", [](auto x, auto y) { return x != 0 || y != 0; });
  check("== of conditions", [](auto x, auto y) { return (x != 0) == (y != 0); });
  check("!= of conditions", [](auto x, auto y) { return (x != 0) != (y != 0); });
  check("Implies", [](auto x, auto y) { return Implies(x != 0, y != 0); });
  check("Ite of words", [](auto x, auto y) { return Ite(x < y, x + x, y); });
  check("Ite of conditions", [](auto x, auto y) { return Ite(x < y, x == 0, y == 0); });
}

template <unsigned W>
inline constexpr unsigned kWider = W < 60 ? W + 4 : 64;

template <unsigned W>
void CheckShape(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  const auto check = [&](const char* name, auto f) { ExpectAgreement<W, W>(ctx, name, a, b, f); };
  check("Zext", [](auto x, auto y) { return Zext<kWider<W>>(x) + Zext<kWider<W>>(y); });
  check("Extract low", [](auto x, auto y) { return Extract<W / 2, 0>(x ^ y); });
  check("Extract high", [](auto x, auto y) { return Extract<W - 1, W / 2>(x ^ y); });
  check("Resize", [](auto x, auto y) {
    return Resize<kWider<W>>(Resize<(W + 1) / 2>(x)) + Zext<kWider<W>>(y);
  });
  if constexpr (2 * W <= 64) check("Concat", [](auto x, auto y) { return Concat(x, y); });
}

/// Shifts and masks, with amounts of any width against words of any width.
template <unsigned W, unsigned M>
void CheckShifts(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  const auto check = [&](const char* name, auto f) { ExpectAgreement<W, M>(ctx, name, a, b, f); };
  check("Shl", [](auto x, auto n) { return Shl(x, n); });
  check("Lshr", [](auto x, auto n) { return Lshr(x, n); });
  check("ClearLow", [](auto x, auto n) { return ClearLow(x, n); });
  check("LowMask", [](auto x, auto n) { return LowMask<W>(n) & x; });
}

template <unsigned W>
void CheckAll(z3::context& ctx, std::uint64_t a, std::uint64_t b) {
  CheckArithmetic<W>(ctx, a, b);
  CheckComparisons<W>(ctx, a, b);
  CheckConnectives<W>(ctx, a, b);
  CheckShape<W>(ctx, a, b);
}

template <unsigned W>
void CheckEveryPair(z3::context& ctx) {
  for (std::uint64_t a = 0; a <= MaxValue(W); ++a) {
    for (std::uint64_t b = 0; b <= MaxValue(W); ++b) CheckAll<W>(ctx, a, b);
  }
}

template <unsigned W, unsigned M>
void CheckEveryShift(z3::context& ctx) {
  for (std::uint64_t a = 0; a <= MaxValue(W); ++a) {
    for (std::uint64_t n = 0; n <= MaxValue(M); ++n) CheckShifts<W, M>(ctx, a, n);
  }
}

TEST(WordTest, ReadingsAgreeOnEveryPairOfWordsUpToFourBits) {
  z3::context ctx;
  CheckEveryPair<1>(ctx);
  CheckEveryPair<2>(ctx);
  CheckEveryPair<3>(ctx);
  CheckEveryPair<4>(ctx);
}

TEST(WordTest, ReadingsAgreeOnEveryShiftUpToFourBitsWhateverTheWidthOfTheAmount) {
  z3::context ctx;
  CheckEveryShift<1, 1>(ctx);
  CheckEveryShift<1, 4>(ctx);
  CheckEveryShift<2, 1>(ctx);
  CheckEveryShift<2, 3>(ctx);
  CheckEveryShift<3, 2>(ctx);
  CheckEveryShift<3, 4>(ctx);
  CheckEveryShift<4, 2>(ctx);
  CheckEveryShift<4, 4>(ctx);
}

/// Edges and random words: what a 64-bit mistake would show on.
template <unsigned W>
std::vector<std::uint64_t> Samples(std::mt19937_64& rng) {
  std::vector<std::uint64_t> out = {0, 1, MaxValue(W), MaxValue(W) - 1, MaxValue(W) >> 1};
  for (int i = 0; i < 5; ++i) out.push_back(rng() & MaxValue(W));
  return out;
}

template <unsigned W>
void CheckSamples(z3::context& ctx, std::mt19937_64& rng) {
  for (const std::uint64_t a : Samples<W>(rng)) {
    for (const std::uint64_t b : Samples<W>(rng)) CheckAll<W>(ctx, a, b);
  }
}

TEST(WordTest, ReadingsAgreeOnSampledWideWords) {
  z3::context ctx;
  std::mt19937_64 rng(1);
  CheckSamples<7>(ctx, rng);
  CheckSamples<32>(ctx, rng);
  CheckSamples<33>(ctx, rng);
  CheckSamples<64>(ctx, rng);
}

TEST(WordTest, ReadingsAgreeOnShiftsAroundTheWidthOfWideWords) {
  z3::context ctx;
  std::mt19937_64 rng(2);
  for (const std::uint64_t a : Samples<64>(rng)) {
    for (std::uint64_t n = 60; n < 70; ++n) {
      CheckShifts<64, 7>(ctx, a, n);
      CheckShifts<64, 6>(ctx, a, n);
      CheckShifts<33, 64>(ctx, a, n - 30);
    }
    CheckShifts<64, 64>(ctx, a, std::uint64_t{1} << 63);
    CheckShifts<32, 64>(ctx, a, std::uint64_t{1} << 32);
  }
}

TEST(WordTest, ShiftsPastTheWidthGiveZero) {
  EXPECT_EQ(Shl(Bits<Concrete, 64>(1), Bits<Concrete, 7>(64)).raw(), 0u);
  EXPECT_EQ(Lshr(Bits<Concrete, 64>(~0ull), Bits<Concrete, 7>(64)).raw(), 0u);
  EXPECT_EQ(Shl(Bits<Concrete, 8>(1), Bits<Concrete, 32>(1u << 31)).raw(), 0u);
  EXPECT_EQ(LowMask<8>(Bits<Concrete, 7>(8)).raw(), 0xFFu);
  EXPECT_EQ(LowMask<8>(Bits<Concrete, 7>(0)).raw(), 0u);
}

TEST(WordTest, ComparisonsAreUnsigned) {
  EXPECT_TRUE(bool(Bits<Concrete, 64>(~0ull) > 1));
  z3::context ctx;
  z3::solver solver(ctx);
  const Bits<Symbolic, 8> x = Var<8>(ctx, "x");
  solver.add((x > 127 && x < Bits<Symbolic, 8>(128)).In(ctx));
  EXPECT_EQ(solver.check(), z3::unsat);
}

TEST(WordTest, ConstantConditionsAbsorbTermsWithoutAContext) {
  z3::context ctx;
  const Bool<Symbolic> p = BoolVar(ctx, "p");
  EXPECT_FALSE((p && Bool<Symbolic>(false)).term().has_value());
  EXPECT_FALSE((Bool<Symbolic>(true) || p).term().has_value());
  EXPECT_TRUE(z3::eq(*(p && Bool<Symbolic>(true)).term(), *p.term()));
  EXPECT_TRUE(z3::eq(*(Bool<Symbolic>(false) || p).term(), *p.term()));
}

}  // namespace
}  // namespace quiesce
