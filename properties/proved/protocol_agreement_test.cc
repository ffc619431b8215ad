// The two readings of the protocol agree on drawn states: the guard of every action, the effect of
// one in turn, the ends of DMA, what breaks an invariant, and what a proof tries as a conjunct.
#include <gtest/gtest.h>

#include <random>

#include "properties/proved/candidate_invariants.h"
#include "properties/proved/protocol_claims.h"
#include "properties/proved/termination.h"

namespace quiesce {
namespace {

using S = Symbolic;
using C = Concrete;

constexpr int kDraws = 10'000;

template <class D>
struct Drawn {
  Protocol<D> state;
  ActionInputs<D> in;
};

template <class X, class F>
void Visit(X& drawn, F&& f) {
  VisitProtocol(drawn.state, [&](std::string_view, auto& field, bool) { f(field); });
  f(drawn.in.bits);
  f(drawn.in.a);
  f(drawn.in.b);
}

void Draw(std::mt19937_64& rng, Drawn<C>& drawn) {
  Visit(drawn, [&]<class T>(T& field) {
    if constexpr (std::is_same_v<T, Bool<C>>) {
      field = Bool<C>((rng() & 1) != 0);
    } else {
      field = T(rng());
    }
  });
  // A phase and a class that there are; often nothing is under way.
  drawn.state.phase = Bits<C, 5>(rng() % kPhaseCount);
  for (ProtocolStream<C>& s : drawn.state.streams) s.ste = Bits<C, 3>(rng() % 5);
  if (rng() % 2 == 0) drawn.state.ack = drawn.state.cr0;
}

template <class D>
Bits<D, 64> Flag(const Bool<D>& b) {
  return Ite(b, Bits<D, 64>(1), Bits<D, 64>(0));
}
template <class D>
void Mix(const Bool<D>& b, Bits<D, 64>& digest) {
  digest = Concat(Extract<62, 0>(digest), Extract<63, 63>(digest)) ^ Flag(b);
}
template <class D, unsigned W>
void Mix(const Bits<D, W>& b, Bits<D, 64>& digest) {
  digest = Concat(Extract<54, 0>(digest), Extract<63, 55>(digest)) ^ Zext<64>(b);
}

/// The guards; then of each action its effect and rank, what is judged, and what a proof tries.
template <class D>
std::vector<Bits<D, 64>> Readings(const Setting& setting, const Drawn<D>& d) {
  const Protocol<D>& p = d.state;
  std::vector<Bits<D, 64>> readings(3, Bits<D, 64>(0));
  for (const GuardedAction<D>& a : AllActions(setting, p, d.in)) {
    Mix(a.Enabled(), readings[0]);
    Bits<D, 64> effect(0);
    VisitProtocol(a.next, [&](std::string_view, const auto& f, bool) { Mix(f, effect); });
    Mix(LosesGround(p, a, Bool<D>(true)), effect);
    readings.push_back(effect);
  }
  for (const Invariant i : ProvedInvariants()) Mix(Broken(setting, i, p), readings[1]);
  for (const ProtocolStream<D>& s : p.streams) {
    const NewEnds<D> e = EndsOf(p, s);
    for (const Bool<D>& b : {e.refused, e.untranslated, e.elsewhere}) Mix(b, readings[1]);
    for (const Bool<D>& b : StreamLiterals(p, s)) Mix(b, readings[2]);
  }
  for (const Bool<D>& b : Literals(p)) Mix(b, readings[2]);
  for (const Bool<D>& b : LastingFacts(p)) Mix(b, readings[2]);
  return readings;
}

/// The constants of `terms` with the values that were drawn.
z3::model ModelOf(z3::context& ctx, Drawn<S>& terms, Drawn<C>& values) {
  std::vector<std::uint64_t> raw;
  Visit(values, [&](auto& field) { raw.push_back(static_cast<std::uint64_t>(field.raw())); });
  z3::model model(ctx);
  std::size_t n = 0;
  Visit(terms, [&]<class T>(T& field) {
    z3::func_decl constant = field.term()->decl();
    z3::expr value = ctx.bool_val(raw[n] != 0);
    if constexpr (!std::is_same_v<T, Bool<S>>) {
      value = ctx.bv_val(raw[n], field.term()->get_sort().bv_size());
    }
    model.add_const_interp(constant, value);
    ++n;
  });
  return model;
}

void ExpectAgreement(const Setting& setting, unsigned seed, int draws) {
  z3::context ctx;
  Drawn<S> terms{StateConstants(ctx, ""), InputConstants(ctx, "")};
  const std::vector<Bits<S, 64>> symbolic = Readings(setting, terms);
  std::mt19937_64 rng(seed);
  for (int i = 0; i < draws; ++i) {
    Drawn<C> values;
    Draw(rng, values);
    const z3::model model = ModelOf(ctx, terms, values);
    const std::vector<Bits<C, 64>> concrete = Readings(setting, values);
    const std::size_t turn = 1 + static_cast<std::size_t>(i) % (symbolic.size() - 1);
    for (const std::size_t n : {std::size_t{0}, turn}) {
      ASSERT_EQ(model.eval(symbolic[n].In(ctx), true).get_numeral_uint64(), concrete[n].raw())
          << setting.variant.name << ", reading " << n << " of draw " << i;
    }
  }
}

TEST(ProtocolAgreement, GuardsEffectsAndClaims) {
  const Setting settings[] = {{.variant = kNewestVariant},
                              {.variant = variants::kRepaired},
                              {.variant = variants::kV1},
                              {.variant = kNewestVariant, .policy = policies::kFullResetBypass}};
  unsigned seed = 0;
  for (const Setting& s : settings) ExpectAgreement(s, ++seed, kDraws / 4);
}

}  // namespace
}  // namespace quiesce
