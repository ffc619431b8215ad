// Every legality rule matters: each can be the only one that a structure breaks, on a possible
// SMMU. And none is too strong: legal structures of every kind exist. Every answer of the solver is
// run through the concrete reading.

#include <gtest/gtest.h>

#include "properties/proved/symbolic_inputs.h"
#include "spec/caps_possible.h"

namespace quiesce {
namespace {

class RulesProofTest : public testing::Test {
 protected:
  RulesProofTest() : in(SymbolicInputs(ctx)), solver(ctx) { Assume(CapsPossible(in.caps)); }

  void Assume(const Bool<Symbolic>& condition) { solver.add(condition.In(ctx)); }

  /// Runs `check` on concrete inputs that satisfy the assumptions so far and `condition`.
  template <class Check>
  void ExpectExample(const Bool<Symbolic>& condition, Check check) {
    solver.push();
    Assume(condition);
    ASSERT_EQ(solver.check(), z3::sat);
    check(FromModel(ctx, solver.get_model()));
    solver.pop();
  }

  /// Entry `i` is broken and no other.
  template <class Entries>
  static Bool<Symbolic> Alone(const Entries& entries, std::size_t i) {
    Bool<Symbolic> alone = entries[i].broken;
    for (std::size_t j = 0; j < entries.size(); ++j) {
      if (j != i) alone = alone && !entries[j].broken;
    }
    return alone;
  }

  z3::context ctx;
  RuleInputs<Symbolic> in;
  z3::solver solver;
};

TEST_F(RulesProofTest, EachSteRuleCanBeTheOnlyOneBroken) {
  const SteConditions<Symbolic> rules = ConditionsOfSte(in);
  ASSERT_EQ(rules.size(), kSteRuleCount);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    SCOPED_TRACE(std::string(SpecOf(rules[i].rule).id));
    ExpectExample(Alone(rules, i), [&](const RuleInputs<Concrete>& c) {
      EXPECT_EQ(FirstSteViolation(c.ste, c.caps, c.ste_choices), rules[i].rule);
    });
  }
}

TEST_F(RulesProofTest, EachCdRuleCanBeTheOnlyOneBrokenBehindALegalSte) {
  Assume(Stage1Translates(in.ste) && !SteIllegal(in.ste, in.caps, in.ste_choices));
  const CdConditions<Symbolic> rules = ConditionsOfCd(in);
  ASSERT_EQ(rules.size(), kCdRuleCount);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    SCOPED_TRACE(std::string(SpecOf(rules[i].rule).id));
    ExpectExample(Alone(rules, i), [&](const RuleInputs<Concrete>& c) {
      EXPECT_EQ(FirstSteViolation(c.ste, c.caps, c.ste_choices), std::nullopt);
      EXPECT_EQ(FirstCdViolation(c.cd, c.ste, c.world(), c.caps, c.cd_choices), rules[i].rule);
    });
  }
}

TEST_F(RulesProofTest, LegalStesOfEveryConfigAndFormatExistInEveryVersion) {
  Assume(!SteIllegal(in.ste, in.caps, in.ste_choices));
  for (unsigned minor = 0; minor <= 2; ++minor) {
    for (unsigned config = 0; config < 8; ++config) {
      for (unsigned aa64 = 0; aa64 < 2; ++aa64) {
        using B4 = Bits<Symbolic, 4>;
        const Bool<Symbolic> kind = Get<"ArchMinorRev">(in.caps.aidr) == B4(minor) &&
                                    Get<"Config">(in.ste) == Bits<Symbolic, 3>(config) &&
                                    Get<"S2AA64">(in.ste) == Bits<Symbolic, 1>(aa64);
        SCOPED_TRACE(testing::Message() << minor << " " << config << " " << aa64);
        ExpectExample(kind, [](const RuleInputs<Concrete>& c) {
          EXPECT_EQ(FirstSteViolation(c.ste, c.caps, c.ste_choices), std::nullopt);
        });
      }
    }
  }
}

TEST_F(RulesProofTest, LegalCdsOfEveryWorldExistWithEachHalfOnAndOff) {
  Assume(Stage1Translates(in.ste) && !SteIllegal(in.ste, in.caps, in.ste_choices));
  Assume(!CdIllegal(in.cd, in.ste, in.world(), in.caps, in.cd_choices));
  using World = StreamWorld<Symbolic>;
  for (const World& world : {World::NsEl1(), World::NsEl2(), World::NsEl2E2h()}) {
    for (unsigned epd = 0; epd < 4; ++epd) {
      const Bool<Symbolic> kind = in.world() == world &&
                                  Get<"EPD0">(in.cd) == Bits<Symbolic, 1>(epd & 1) &&
                                  Get<"EPD1">(in.cd) == Bits<Symbolic, 1>(epd >> 1);
      ExpectExample(kind, [](const RuleInputs<Concrete>& c) {
        EXPECT_EQ(FirstCdViolation(c.cd, c.ste, c.world(), c.caps, c.cd_choices), std::nullopt);
      });
    }
  }
}

}  // namespace
}  // namespace quiesce
