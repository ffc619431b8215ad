// Garbage in ignored fields is harmless: legality depends on the fields that the configuration uses
// and on no others. Drivers that edit live structures word by word rely on it. IHI 0070 G.b 5.2,
// 5.4.1.1. Each proof has a twin that must fail.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "properties/proved/symbolic_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {
namespace {

using Names = std::vector<std::string_view>;

Names operator+(Names a, const Names& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Names kBasic = {"V", "Config"};
const Names kStage1 = {"S1Fmt", "S1ContextPtr", "S1CDMax", "S1STALLD"};
const Names kStage2 = {"S2FWB",  "S2T0SZ", "S2SL0", "S2TG", "S2PS",
                       "S2AA64", "S2ENDI", "S2HD",  "S2HA", "S2TTB"};
const Names kEitherStage = {"EATS", "S2S", "S2VMID"};

const Names kCdCommon = {"V", "AA64", "S", "A", "EPD0", "EPD1", "HA", "HD", "ASID"};
const Names kCdLower = {"T0SZ", "TG0", "TTB0", "IPS", "ENDI"};
const Names kCdUpper = {"T1SZ", "TG1", "TTB1", "IPS", "ENDI"};

/// The two records hold the same values in the named fields.
template <const FormatSpec& F>
Bool<Symbolic> SameIn(const Record<Symbolic, F>& a, const Record<Symbolic, F>& b,
                      const Names& names) {
  Bool<Symbolic> same(true);
  for (const std::string_view name : names) {
    const FieldSpec& f = *FindField(F, name);
    const Bits<Symbolic, 64> mask(MaxValue(f.width) << (f.lsb % 64));
    same = same && (a.word(f.lsb / 64) & mask) == (b.word(f.lsb / 64) & mask);
  }
  return same;
}

class IgnoredFieldsProofTest : public testing::Test {
 protected:
  IgnoredFieldsProofTest() : in(SymbolicInputs(ctx)), other(in) {
    in.ste_choices.reserved_bits_are_illegal = Bool<Symbolic>(false);
    in.cd_choices.reserved_bits_are_illegal = Bool<Symbolic>(false);
    for (std::size_t i = 0; i < 8; ++i) {
      other.ste.word(i) = Var<64>(ctx, ("other_ste" + std::to_string(i)).c_str());
      other.cd.word(i) = Var<64>(ctx, ("other_cd" + std::to_string(i)).c_str());
    }
  }

  z3::check_result Satisfy(const Bool<Symbolic>& condition) {
    z3::solver solver(ctx);
    solver.add((CapsPossible(in.caps) && condition).In(ctx));
    return solver.check();
  }

  /// Two STEs with the same named fields, only one of them legal. unsat: no other field counts.
  z3::check_result StesDiffer(unsigned config, const Names& used) {
    const Bool<Symbolic> same =
        Get<"Config">(in.ste) == Bits<Symbolic, 3>(config) && SameIn(in.ste, other.ste, used);
    return Satisfy(same && SteIllegal(in.ste, in.caps, in.ste_choices) !=
                               SteIllegal(other.ste, in.caps, in.ste_choices));
  }

  /// Two CDs behind one legal STE, likewise.
  z3::check_result CdsDiffer(const Bool<Symbolic>& condition, const Names& used) {
    const Bool<Symbolic> behind =
        Stage1Translates(in.ste) && !SteIllegal(in.ste, in.caps, in.ste_choices);
    const auto illegal = [this](const Cd<Symbolic>& cd) {
      return CdIllegal(cd, in.ste, in.world(), in.caps, in.cd_choices);
    };
    return Satisfy(behind && condition && SameIn(in.cd, other.cd, used) &&
                   illegal(in.cd) != illegal(other.cd));
  }

  z3::context ctx;
  RuleInputs<Symbolic> in;
  RuleInputs<Symbolic> other;
};

TEST_F(IgnoredFieldsProofTest, WithoutTranslationOnlyValidityAndConfigCount) {
  for (unsigned config = 0; config <= 4; ++config) EXPECT_EQ(StesDiffer(config, kBasic), z3::unsat);
  EXPECT_EQ(StesDiffer(5, kBasic), z3::sat);
}

TEST_F(IgnoredFieldsProofTest, Stage1AloneUsesItsFieldsStrwVmidAndS2s) {
  const Names used = kBasic + kStage1 + kEitherStage + Names{"STRW"};
  EXPECT_EQ(StesDiffer(5, used), z3::unsat);
  EXPECT_EQ(StesDiffer(5, kBasic + kStage1 + Names{"STRW", "EATS", "S2S"}), z3::sat)
      << "S2VMID counts without stage 2";
  EXPECT_EQ(StesDiffer(5, kBasic + kStage1 + Names{"STRW", "EATS", "S2VMID"}), z3::sat)
      << "S2S counts in SMMUv3.0, with ATS";
}

TEST_F(IgnoredFieldsProofTest, Stage2AloneUsesItsFields) {
  EXPECT_EQ(StesDiffer(6, kBasic + kStage2 + kEitherStage), z3::unsat);
  EXPECT_EQ(StesDiffer(6, kBasic + kStage2), z3::sat);
}

TEST_F(IgnoredFieldsProofTest, BothStagesUseTheFieldsOfBothButNotStrw) {
  EXPECT_EQ(StesDiffer(7, kBasic + kStage1 + kStage2 + kEitherStage), z3::unsat);
  EXPECT_EQ(StesDiffer(7, kBasic + kStage2 + kEitherStage), z3::sat);
}

TEST_F(IgnoredFieldsProofTest, ACdUsesTheHalvesThatItWalks) {
  const Bool<Symbolic> el2 = in.world().IsNsEl2();
  const Bool<Symbolic> e0 = Is<"EPD0">(in.cd) && !el2;
  const Bool<Symbolic> e1 = Is<"EPD1">(in.cd) || el2;
  EXPECT_EQ(CdsDiffer(Bool<Symbolic>(true), kCdCommon + kCdLower + kCdUpper), z3::unsat);
  EXPECT_EQ(CdsDiffer(e0, kCdCommon + kCdUpper), z3::unsat);
  EXPECT_EQ(CdsDiffer(e1, kCdCommon + kCdLower), z3::unsat);
  EXPECT_EQ(CdsDiffer(e0 && e1, kCdCommon), z3::unsat);
  EXPECT_EQ(CdsDiffer(!e0, kCdCommon + kCdUpper), z3::sat);
  EXPECT_EQ(CdsDiffer(!e1, kCdCommon + kCdLower), z3::sat);
}

TEST_F(IgnoredFieldsProofTest, TheEl2WorldIgnoresAsidAndEpd) {
  const Names used = {"V", "AA64", "S", "A", "HA", "HD", "T0SZ", "TG0", "TTB0", "IPS", "ENDI"};
  EXPECT_EQ(CdsDiffer(in.world().IsNsEl2(), used), z3::unsat);
  EXPECT_EQ(CdsDiffer(in.world().IsNsEl2E2h(), used), z3::sat);
}

}  // namespace
}  // namespace quiesce
