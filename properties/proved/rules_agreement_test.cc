// The two readings of the legality rules and of the table addresses agree: each draw is computed in
// machine words, and as Z3 terms of constants that a model binds to the draw.

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "properties/proved/rule_inputs.h"
#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

constexpr int kDraws = 10'000;

/// Inputs near legal ones, so that rules are met few at a time.
class Draws {
 public:
  RuleInputs<Concrete> Next() {
    RuleInputs<Concrete> in = Random();
    in.caps = Below(4) == 0 ? ExampleCapsV3_0() : ExampleCaps();
    const bool lpae = Below(4) == 0;
    if (Below(8) != 0) in.ste = lpae ? ExampleLpaeSte(Below(8)) : ExampleSte(Below(8));
    if (Below(8) != 0) in.cd = ExampleCd();
    if (lpae) Set<"AA64">(in.cd, 0);
    MutateStructures(in);
    MutateCaps(in.caps);
    Derive(in);
    return in;
  }

 private:
  unsigned Below(unsigned n) { return static_cast<unsigned>(rng_() % n); }

  RuleInputs<Concrete> Random() {
    RuleInputs<Concrete> in;
    VisitInputs(in, [this]<class T>(const std::string&, T& x) {
      if constexpr (kInputWidth<T> == 0) {
        x = T((rng_() & 1) != 0);
      } else {
        x = T(rng_());
      }
    });
    return in;
  }

  /// A field at random takes a value at random.
  template <const FormatSpec& F>
  void MutateField(Record<Concrete, F>& r) {
    using Word = typename Record<Concrete, F>::Word;
    const FieldSpec& f = F.fields[Below(static_cast<unsigned>(F.fields.size()))];
    const std::uint64_t mask = MaxValue(f.width) << (f.lsb % 64);
    Word& w = r.word(f.lsb / 64);
    w = (w & ~Word(mask)) | Word(rng_() & mask);
  }

  void MutateStructures(RuleInputs<Concrete>& in) {
    for (unsigned n = Below(4); n > 0; --n) MutateField(in.ste);
    for (unsigned n = Below(4); n > 0; --n) MutateField(in.cd);
    // What breaks a rule only together, or only at a high bit.
    if (Below(2) == 0) SetAddr<"S2TTB">(in.ste, std::uint64_t{1} << Below(64));
    if (Below(2) == 0) Set<"EATS">(in.ste, Below(4));
    if (Below(4) == 0) Set<"S2S">(in.ste, 1);
    if (Below(4) == 0) Set<"S2HA">(in.ste, 1);
    if (Below(4) == 0) Set<"S2SL0">(in.ste, 2);
    if (Below(4) == 0) Set<"HD">(in.cd, 1);
    Set<"Span">(in.l1std, Below(14));
    Set<"FMT">(in.strtab_cfg, Below(3));
  }

  void MutateCaps(Caps<Concrete>& caps) {
    if (Below(4) == 0) Set<"HTTU">(caps.idr0, Below(4));
    for (unsigned n = Below(4); n > 0; --n) MutateField(caps.idr0);
    for (unsigned n = Below(2); n > 0; --n) MutateField(caps.idr1);
    for (unsigned n = Below(2); n > 0; --n) MutateField(caps.idr3);
    for (unsigned n = Below(3); n > 0; --n) MutateField(caps.idr5);
    for (unsigned n = Below(2); n > 0; --n) MutateField(caps.aidr);
  }

  std::mt19937_64 rng_{20};
};

/// One bit for each entry, by its place.
template <class D, class Entries>
Bits<D, 64> Packed(const Entries& entries) {
  Bits<D, 64> word(0);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    word = word | Ite(entries[i].broken, Bits<D, 64>(std::uint64_t{1} << i), Bits<D, 64>(0));
  }
  return word;
}

template <class D>
std::vector<Bits<D, 64>> TableOutputs(const RuleInputs<D>& in) {
  const StrtabConfig<D> t = in.strtab();
  const CdTable<D> cds = DecodeCdTable(in.ste, in.caps);
  AllRules<D, StreamTableRule> rules;
  StreamIdRules(t, in.sid, rules);
  L1StdRules(t, in.l1std, in.sid, rules);
  return {Packed<D>(rules.entries()),
          t.base,
          Ite(t.two_level, L1StdAddress(t, in.sid), LinearSteAddress(t, in.sid)),
          L2SteAddress(t, in.l1std, in.sid, in.caps),
          L2Bounds(t, in.l1std, in.caps).end,
          Ite(t.two_level, L1Bounds(t).end, LinearBounds(t).end),
          cds.base,
          Ite(cds.two_level, L1CdAddress(cds, in.ssid), LinearCdAddress(cds, in.ssid)),
          LeafCdAddress(cds, in.l1cd, in.ssid, in.caps)};
}

template <class D>
std::vector<Bits<D, 64>> ViewOutputs(const RuleInputs<D>& in) {
  const StreamWorld<D> world = in.world();
  const CdHalf<D> lower = LowerHalf(in.cd, world, in.caps);
  const Bool<D> aa64 = Is<"AA64">(in.cd);
  const auto sizes =
      Concat(Concat(EffectiveS2Ps(in.ste, in.caps), EffectiveIps(in.cd, in.caps)),
             Concat(EffectiveS2InputBits(in.ste, in.caps), S2BitsBelowStart(in.ste)));
  const auto codes =
      Concat(EffectiveTxsz(lower, aa64, in.caps), EffectiveEats(in.ste, in.caps, world.IsNsEl1()));
  const Bool<D> flags = VmidIsUsed(in.ste, in.caps) != CdLeafOutOfRange(in.ste, in.l1cd, in.caps);
  return {Zext<64>(sizes), Zext<64>(codes), Ite(flags, Bits<D, 64>(1), Bits<D, 64>(0))};
}

/// Compares every output word on every draw; returns the words that occurred, for coverage.
template <class Compute>
std::vector<std::vector<std::uint64_t>> ExpectAgreement(Compute compute) {
  z3::context ctx;
  const std::vector<Bits<Symbolic, 64>> terms = compute(SymbolicInputs(ctx));
  std::vector<std::vector<std::uint64_t>> seen(terms.size());
  Draws draws;
  for (int i = 0; i < kDraws && !testing::Test::HasFailure(); ++i) {
    const RuleInputs<Concrete> in = draws.Next();
    const std::vector<Bits<Concrete, 64>> want = compute(in);
    const z3::model model = ToModel(ctx, in);
    for (std::size_t j = 0; j < terms.size(); ++j) {
      EXPECT_EQ(model.eval(terms[j].In(ctx)).get_numeral_uint64(), want[j].raw())
          << "output " << j << " of draw " << i;
      seen[j].push_back(want[j].raw());
    }
  }
  return seen;
}

/// How often each bit was set, and how often none was.
struct Coverage {
  std::array<int, 64> set{};
  int none = 0;
};

Coverage CoverageOf(const std::vector<std::uint64_t>& words) {
  Coverage c;
  for (const std::uint64_t w : words) {
    if (w == 0) ++c.none;
    for (unsigned i = 0; i < 64; ++i) c.set[i] += static_cast<int>((w >> i) & 1);
  }
  return c;
}

TEST(RulesAgreementTest, SteRules) {
  const auto seen = ExpectAgreement([]<class D>(const RuleInputs<D>& in) {
    return std::vector<Bits<D, 64>>{Packed<D>(ConditionsOfSte(in))};
  });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, kDraws / 20);
  for (std::size_t i = 0; i < kSteRuleCount; ++i) EXPECT_GT(c.set[i], 0) << kSteRules[i].id;
}

TEST(RulesAgreementTest, CdRules) {
  const auto seen = ExpectAgreement([]<class D>(const RuleInputs<D>& in) {
    return std::vector<Bits<D, 64>>{Packed<D>(ConditionsOfCd(in))};
  });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, kDraws / 20);
  for (std::size_t i = 0; i < kCdRuleCount; ++i) EXPECT_GT(c.set[i], 0) << kCdRules[i].id;
}

TEST(RulesAgreementTest, TableAddresses) {
  const auto seen =
      ExpectAgreement([]<class D>(const RuleInputs<D>& in) { return TableOutputs(in); });
  const Coverage c = CoverageOf(seen[0]);
  EXPECT_GT(c.none, 0);
  for (std::size_t i = 0; i < kStreamTableRuleCount; ++i) {
    EXPECT_GT(c.set[i], 0) << kStreamTableRules[i].id;
  }
}

TEST(RulesAgreementTest, EffectiveFields) {
  ExpectAgreement([]<class D>(const RuleInputs<D>& in) { return ViewOutputs(in); });
}

}  // namespace
}  // namespace quiesce
