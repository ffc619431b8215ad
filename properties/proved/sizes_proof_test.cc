// What legality buys the walker: sizes that its arithmetic may rely on, for every legal STE and CD.
// Each proof has a twin that must fail.

#include <gtest/gtest.h>

#include "properties/proved/symbolic_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {
namespace {

using B7 = Bits<Symbolic, 7>;

class SizesProofTest : public testing::Test {
 protected:
  SizesProofTest()
      : in(SymbolicInputs(ctx)),
        aa64(Is<"S2AA64">(in.ste)),
        legal_stage2(Stage2Translates(in.ste) && !SteIllegal(in.ste, in.caps, in.ste_choices)),
        legal_cd(Stage1Translates(in.ste) && !SteIllegal(in.ste, in.caps, in.ste_choices) &&
                 !CdIllegal(in.cd, in.ste, in.world(), in.caps, in.cd_choices)) {}

  /// The solver's verdict on "the hypothesis holds and the claim does not".
  z3::check_result Refute(const Bool<Symbolic>& hypothesis, const Bool<Symbolic>& claim) {
    z3::solver solver(ctx);
    solver.add((CapsPossible(in.caps) && hypothesis && !claim).In(ctx));
    return solver.check();
  }

  z3::context ctx;
  RuleInputs<Symbolic> in;
  Bool<Symbolic> aa64;
  Bool<Symbolic> legal_stage2;
  Bool<Symbolic> legal_cd;
};

TEST_F(SizesProofTest, ALegalStage2ResolvesItsWholeInputWithAtMostSixteenStartTables) {
  const B7 below = S2BitsBelowStart(in.ste);
  const B7 input = S2InputBits(Get<"S2T0SZ">(in.ste), aa64);
  const B7 stride = GranuleStride<Symbolic>(EffectiveS2Tg(in.ste));
  const auto fits = [&](unsigned log2_tables) {
    return input > below && input - below <= stride + B7(log2_tables);
  };
  EXPECT_EQ(Refute(legal_stage2, fits(4)), z3::unsat);
  EXPECT_EQ(Refute(legal_stage2, fits(3)), z3::sat) << "16 concatenated tables are legal";
}

TEST_F(SizesProofTest, OnlyV3_0UsesAnotherS2t0szThanTheOneProgrammed) {
  const Bool<Symbolic> same =
      EffectiveS2InputBits(in.ste, in.caps) == S2InputBits(Get<"S2T0SZ">(in.ste), aa64);
  EXPECT_EQ(Refute(legal_stage2 && !in.caps.v3_0, same), z3::unsat);
  EXPECT_EQ(Refute(legal_stage2, same), z3::sat);
}

TEST_F(SizesProofTest, TheInputThatIsUsedReachesItsStartLevel) {
  const Bool<Symbolic> enough = EffectiveS2InputBits(in.ste, in.caps) > S2BitsBelowStart(in.ste);
  EXPECT_EQ(Refute(legal_stage2, enough), z3::unsat);
  const Bool<Symbolic> programmed_suits = !S2InputMismatchesStart(in.ste);
  EXPECT_EQ(Refute(aa64 && programmed_suits, enough), z3::sat)
      << "SMMUv3.0 may clamp a programmed size that suits to one that does not";
}

TEST_F(SizesProofTest, StartTablesLieInTheOutputRange) {
  const Bits<Symbolic, 64> ttb = S2TableBase(in.ste, in.caps);
  EXPECT_EQ(Refute(legal_stage2 && aa64, FitsIn(ttb, in.caps.oas)), z3::unsat);
  EXPECT_EQ(Refute(legal_stage2, FitsIn(ttb, in.caps.oas)), z3::sat)
      << "an LPAE table may lie beyond an OAS of less than 40 bits";
}

TEST_F(SizesProofTest, AWalkedHalfOfALegalCdHasAGranuleAndASizeInRange) {
  const CdHalf<Symbolic> lower = LowerHalf(in.cd, in.world(), in.caps);
  const Bool<Symbolic> vmsa64 = Is<"AA64">(in.cd);
  const Bits<Symbolic, 6> txsz = EffectiveTxsz(lower, vmsa64, in.caps);
  const Bool<Symbolic> claim =
      GranuleSupported<Symbolic>(lower.granule, in.caps) && txsz >= 12 && txsz <= 48;
  EXPECT_EQ(Refute(legal_cd && vmsa64 && lower.walks, claim), z3::unsat);
  EXPECT_EQ(Refute(legal_cd && vmsa64, claim), z3::sat) << "a half that is off may hold anything";
}

TEST_F(SizesProofTest, StageOneTablesOfALegalCdLieInItsOutputRange) {
  const CdHalf<Symbolic> upper = UpperHalf(in.cd, in.world(), in.caps);
  const Bool<Symbolic> claim = FitsIn(upper.ttb, EffectiveIps(in.cd, in.caps));
  EXPECT_EQ(Refute(legal_cd && upper.walks, claim), z3::unsat);
  EXPECT_EQ(Refute(legal_cd, claim), z3::sat) << "a half that is off may hold anything";
}

}  // namespace
}  // namespace quiesce
