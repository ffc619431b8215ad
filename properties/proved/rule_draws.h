// Draws of everything that rules look at, and the comparison of the two readings on them. For
// tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "properties/proved/symbolic_inputs.h"
#include "spec/rules/legal_examples.h"

namespace quiesce {

inline constexpr int kDraws = 10'000;

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

/// All words in one: a draw on which any differs differs here, but for a chance of 2^-64.
template <class D>
Bits<D, 64> Digest(const std::vector<Bits<D, 64>>& words) {
  Bits<D, 64> digest(0);
  for (const Bits<D, 64>& w : words) {
    digest = Concat(Extract<56, 0>(digest), Extract<63, 57>(digest)) ^ w;
  }
  return digest;
}

/// Compares the first `always` output words on every draw, and of the others one in turn; returns
/// the words that occurred, for coverage.
template <class Compute>
std::vector<std::vector<std::uint64_t>> ExpectAgreement(Compute compute, std::size_t always = 64) {
  z3::context ctx;
  const std::vector<Bits<Symbolic, 64>> terms = compute(SymbolicInputs(ctx));
  std::vector<std::vector<std::uint64_t>> seen(terms.size());
  const std::size_t others = std::max(terms.size(), always + 1) - always;
  Draws draws;
  for (int i = 0; i < kDraws && !testing::Test::HasFailure(); ++i) {
    const RuleInputs<Concrete> in = draws.Next();
    const std::vector<Bits<Concrete, 64>> want = compute(in);
    const z3::model model = ToModel(ctx, in);
    for (std::size_t j = 0; j < terms.size(); ++j) {
      const std::size_t turn = always + static_cast<std::size_t>(i) % others;
      if (j >= always && j != turn) continue;
      EXPECT_EQ(model.eval(terms[j].In(ctx)).get_numeral_uint64(), want[j].raw())
          << "output " << j << " of draw " << i;
      seen[j].push_back(want[j].raw());
    }
  }
  return seen;
}

}  // namespace quiesce
