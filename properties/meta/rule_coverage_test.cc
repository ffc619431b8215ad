// Each stream table, STE and CD rule and each event is met by the draws of the properties together
// with one directed draw for each hand-made example of a rule. The counts go to rule-coverage.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "model/smmu/coverage.h"
#include "model/smmu/fixed_choices.h"
#include "model/smmu/testing/table_builder.h"
#include "model/smmu/translate.h"
#include "properties/meta/drawn_world.h"
#include "properties/meta/random_choices.h"
#include "spec/rules/cd_rule_examples.h"
#include "spec/rules/ste_rule_examples.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeed = 0x51D0'0003;
constexpr unsigned kWorlds = 4000;
constexpr unsigned kTransactions = 16;

/// What no translation of this model can meet, and why.
struct Unreachable {
  std::string_view id;
  std::string_view why;
};
constexpr Unreachable kUnreachable[] = {
    {"CD-AA64-S2-LPAE", "the CD lies behind VMSAv8-32 LPAE tables, which are not walked"},
};

class CountingChoices : public Choices {
 public:
  CountingChoices(Choices& inner, RuleCoverage& coverage) : inner_(inner), coverage_(coverage) {}
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    coverage_.Asked(point);
    return inner_.Pick(point, alternatives);
  }

 private:
  Choices& inner_;
  RuleCoverage& coverage_;
};

void Run(const SmmuView& smmu, const Transaction& t, Choices& choices, RuleCoverage& coverage) {
  CountingChoices counting(choices, coverage);
  coverage.Ended(Translate(smmu, t, counting, coverage));
}

void RunDraws(RuleCoverage& coverage) {
  DrawnWorld world;
  for (const WorldFamily family : kWorldFamilies) {
    for (unsigned i = 0; i < kWorlds; ++i) {
      const std::uint64_t seed = CaseSeed(kSeed, NameOf(family), i);
      world.Draw(family, seed);
      RandomChoices choices(seed);
      const SmmuView smmu = world.view();
      for (unsigned n = 0; n < kTransactions; ++n) {
        Run(smmu, world.NextTransaction(), choices, coverage);
      }
    }
  }
}

void PutIds(const Caps<Concrete>& caps, RegisterImage& r) {
  r.Put<Reg::IDR0>(caps.idr0);
  r.Put<Reg::IDR1>(caps.idr1);
  r.Put<Reg::IDR3>(caps.idr3);
  r.Put<Reg::IDR5>(caps.idr5);
  r.Put<Reg::AIDR>(caps.aidr);
}

/// Both alternatives of each open rule.
void RunBoth(const Image& image, RuleCoverage& coverage) {
  for (const unsigned pick : {0u, 1u}) {
    FixedChoices choices;
    for (std::size_t i = 0; i < kChoicePointCount; ++i) {
      choices.Set(static_cast<ChoicePoint>(i), pick);
    }
    Run(View(image), Transaction{}, choices, coverage);
  }
}

void RunSteExamples(RuleCoverage& coverage) {
  for (const auto& alone : kSteRuleAlone) {
    SteExample e;
    alone.change(e);
    testing::TableBuilder builder;
    PutIds(e.caps, builder.registers());
    builder.PutSte(0, e.ste);
    RunBoth(builder.image(), coverage);
  }
}

void RunCdExamples(RuleCoverage& coverage) {
  for (const auto& alone : kCdRuleAlone) {
    CdExample e;
    alone.change(e);
    Set<"S1DSS">(e.ste, 2);
    if (!e.world.IsNsEl1()) Set<"STRW">(e.ste, 2);
    testing::TableBuilder builder;
    PutIds(e.caps, builder.registers());
    const bool e2h = e.world.IsNsEl2E2h().raw();
    builder.registers().Write(Reg::CR2, builder.registers().Read(Reg::CR2) | (e2h ? 1 : 0));
    builder.PutSte(0, e.ste);
    builder.PutCd(Addr<"S1ContextPtr">(e.ste).raw(), e.cd);
    RunBoth(builder.image(), coverage);
  }
}

bool IsUnreachable(std::string_view id) {
  for (const Unreachable& u : kUnreachable) {
    if (u.id == id) return true;
  }
  return false;
}

std::string MissingText(const RuleCoverage& coverage) {
  std::string text;
  for (const std::string_view id : coverage.Unmet()) {
    if (!IsUnreachable(id)) text += std::string(id) + " ";
  }
  return text;
}

TEST(RuleCoverageTest, EveryRuleAndEventIsMet) {
  RuleCoverage coverage;
  RunDraws(coverage);
  const std::string by_draws_alone = MissingText(coverage);
  RunSteExamples(coverage);
  RunCdExamples(coverage);
  std::string text = coverage.Text();
  text += "met only by directed draws: " + by_draws_alone + "\n";
  for (const Unreachable& u : kUnreachable) {
    text += "unreachable: " + std::string(u.id) + ": " + std::string(u.why) + "\n";
  }
  std::cout << text;
  std::ofstream("rule-coverage.txt") << text;
  EXPECT_EQ(MissingText(coverage), "");
}

TEST(RuleCoverageTest, WhatIsCalledUnreachableIsNotMet) {
  RuleCoverage coverage;
  RunCdExamples(coverage);
  for (const Unreachable& u : kUnreachable) {
    const auto unmet = coverage.Unmet();
    EXPECT_NE(std::find(unmet.begin(), unmet.end(), u.id), unmet.end()) << u.id;
  }
}

TEST(RuleCoverageTest, WhatWasNeverMetIsNamed) {
  RuleCoverage coverage;
  EXPECT_EQ(coverage.Unmet().size(),
            kStreamTableRuleCount + kSteRuleCount + kCdRuleCount + kEventCount - 4);
  coverage.RuleBroken(SpecOf(SteRule::kInvalid));
  coverage.Ended(Outcome{});
  EXPECT_EQ(coverage.RuleCount(SpecOf(SteRule::kInvalid)), 1u);
  const auto unmet = coverage.Unmet();
  EXPECT_EQ(std::find(unmet.begin(), unmet.end(), "STE-V"), unmet.end());
  EXPECT_NE(std::find(unmet.begin(), unmet.end(), "CD-V"), unmet.end());
}

}  // namespace
}  // namespace quiesce
