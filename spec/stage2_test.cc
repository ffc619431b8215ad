#include "spec/stage2.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

constexpr unsigned k4K = 0;
constexpr unsigned k64K = 1;
constexpr unsigned k16K = 2;

Ste<Concrete> Start(unsigned s2tg, unsigned s2sl0, unsigned s2t0sz) {
  Ste<Concrete> ste = ExampleSte(6);
  Set<"S2TG">(ste, s2tg);
  Set<"S2SL0">(ste, s2sl0);
  Set<"S2T0SZ">(ste, s2t0sz);
  return ste;
}

/// The S2T0SZ that a start level takes, as [least, greatest], and that level. DDI 0487 tables
/// D8-25, D8-34 and D8-42 in 64-bit form; the least includes 16 concatenated tables.
struct StartRow {
  unsigned s2tg;
  unsigned s2sl0;
  unsigned level;
  unsigned least;
  unsigned greatest;
};
constexpr StartRow kRows[] = {
    {k4K, 0, 2, 30, 42},  {k4K, 1, 1, 21, 33},  {k4K, 2, 0, 12, 24},  {k4K, 3, 3, 39, 51},
    {k16K, 0, 3, 35, 49}, {k16K, 1, 2, 24, 38}, {k16K, 2, 1, 13, 27}, {k64K, 0, 3, 31, 47},
    {k64K, 1, 2, 18, 34}, {k64K, 2, 1, 5, 21},
};

TEST(Stage2Test, StartLevelsAndTheInputSizesTheyTake) {
  for (const StartRow& r : kRows) {
    EXPECT_EQ(S2StartLevel(Start(r.s2tg, r.s2sl0, 24)).raw(), r.level) << r.s2tg << r.s2sl0;
    for (unsigned t0sz = 0; t0sz < 64; ++t0sz) {
      const bool legal = r.least <= t0sz && t0sz <= r.greatest;
      EXPECT_EQ(bool(S2InputMismatchesStart(Start(r.s2tg, r.s2sl0, t0sz))), !legal)
          << r.s2tg << " " << r.s2sl0 << " " << t0sz;
    }
  }
}

TEST(Stage2Test, LpaeStartLevelsAndTheInputSizesTheyTake) {
  // DDI 0487 table G5-5, T0SZ as the four bits of a signed value.
  const auto mismatch = [](unsigned s2sl0, int t0sz) {
    Ste<Concrete> ste = ExampleLpaeSte(6);
    Set<"S2SL0">(ste, s2sl0);
    Set<"S2T0SZ">(ste, static_cast<std::uint64_t>(t0sz) & 15);
    return bool(S2InputMismatchesStart(ste));
  };
  for (int t0sz = -8; t0sz < 8; ++t0sz) {
    EXPECT_EQ(mismatch(0, t0sz), t0sz < -2) << t0sz;
    EXPECT_EQ(mismatch(1, t0sz), t0sz > 1) << t0sz;
  }
}

TEST(Stage2Test, LpaeIgnoresTheUpperBitsOfS2t0szAndS2tg) {
  Ste<Concrete> ste = ExampleLpaeSte(6);
  Set<"S2T0SZ">(ste, 0x38);
  Set<"S2TG">(ste, 1);
  EXPECT_EQ(S2InputBits(Get<"S2T0SZ">(ste), Is<"S2AA64">(ste)).raw(), 40u);
  EXPECT_EQ(S2BitsBelowStart(ste).raw(), 30u);
}

TEST(Stage2Test, ReservedStartLevels) {
  Caps<Concrete> caps = ExampleCaps();
  EXPECT_TRUE(bool(S2Sl0Reserved(Start(k4K, 3, 40), caps)));
  EXPECT_TRUE(bool(S2Sl0Reserved(Start(k16K, 3, 40), caps)));
  EXPECT_TRUE(bool(S2Sl0Reserved(Start(k64K, 3, 40), caps)));
  EXPECT_FALSE(bool(S2Sl0Reserved(Start(k64K, 2, 20), caps)));
  Set<"STT">(caps.idr3, 1);
  EXPECT_FALSE(bool(S2Sl0Reserved(Start(k4K, 3, 40), caps)));
  EXPECT_TRUE(bool(S2Sl0Reserved(Start(k16K, 3, 40), caps)));
  Ste<Concrete> lpae = ExampleLpaeSte(6);
  Set<"S2SL0">(lpae, 2);
  EXPECT_TRUE(bool(S2Sl0Reserved(lpae, caps)));
}

TEST(Stage2Test, AStartBeyondThePhysicalAddressSize) {
  const auto refused = [](unsigned oas, unsigned s2tg) {
    Caps<Concrete> caps = ExampleCaps();
    Set<"OAS">(caps.idr5, oas);
    return bool(S2Sl0NeedsLargerPa(Start(s2tg, 2, 24), Rederived(caps)));
  };
  EXPECT_TRUE(refused(3, k4K) && refused(3, k64K));
  EXPECT_FALSE(refused(4, k4K) || refused(4, k64K));
  EXPECT_TRUE(refused(2, k16K));
  EXPECT_FALSE(refused(3, k16K));
}

/// [least, greatest] legal S2T0SZ of a granule.
std::pair<unsigned, unsigned> Limits(unsigned s2tg, const Caps<Concrete>& caps) {
  std::pair<unsigned, unsigned> out{64, 0};
  for (unsigned t0sz = 0; t0sz < 64; ++t0sz) {
    if (S2T0szOutOfRange(Start(s2tg, 1, t0sz), caps)) continue;
    out = {std::min(out.first, t0sz), t0sz};
  }
  return out;
}

TEST(Stage2Test, S2t0szLimits) {
  using P = std::pair<unsigned, unsigned>;
  Caps<Concrete> caps = ExampleCaps();
  EXPECT_EQ(Limits(k4K, caps), P(16, 39));
  EXPECT_EQ(Limits(k64K, caps), P(12, 39));
  Set<"STT">(caps.idr3, 1);
  EXPECT_EQ(Limits(k16K, caps), P(16, 48));
  EXPECT_EQ(Limits(k64K, caps), P(12, 47));
  Set<"OAS">(caps.idr5, 1);
  EXPECT_EQ(Limits(k4K, Rederived(caps)), P(24, 48)) << "IAS is 40 with LPAE";
  Set<"TTF">(caps.idr0, 2);
  EXPECT_EQ(Limits(k4K, Rederived(caps)), P(28, 48)) << "IAS is OAS without";
}

TEST(Stage2Test, V3_0ClampsWhatItDoesNotRefuse) {
  const Caps<Concrete> caps = ExampleCapsV3_0();
  EXPECT_EQ(Limits(k64K, caps), (std::pair<unsigned, unsigned>(16, 39)));
  EXPECT_EQ(EffectiveS2InputBits(Start(k4K, 1, 45), caps).raw(), 25u);
  EXPECT_EQ(EffectiveS2InputBits(Start(k4K, 1, 3), caps).raw(), 48u);
  EXPECT_EQ(EffectiveS2InputBits(Start(k4K, 1, 25), caps).raw(), 39u);
}

TEST(Stage2Test, OutputSizeIsCappedToOasAndFixedForLpae) {
  Caps<Concrete> caps = ExampleCaps();
  Ste<Concrete> ste = ExampleSte(6);
  const std::map<unsigned, unsigned> bits = {{0, 32}, {1, 36}, {2, 40}, {3, 42},
                                             {4, 44}, {5, 48}, {6, 52}, {7, 52}};
  for (const auto& [code, size] : bits) {
    Set<"S2PS">(ste, code);
    EXPECT_EQ(EffectiveS2Ps(ste, caps).raw(), size);
    EXPECT_EQ(EffectiveS2Ps(ste, ExampleCapsV3_0()).raw(), std::min(size, 48u));
  }
  Set<"OAS">(caps.idr5, 1);
  EXPECT_EQ(EffectiveS2Ps(ste, Rederived(caps)).raw(), 36u);
  EXPECT_EQ(EffectiveS2Ps(ExampleLpaeSte(6), Rederived(caps)).raw(), 40u);
}

}  // namespace
}  // namespace quiesce
