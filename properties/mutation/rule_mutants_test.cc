// The hand-made examples notice every mutant of every legality rule; and without a change there is
// nothing to notice.
#include "properties/mutation/rule_mutants.h"

#include <gtest/gtest.h>

#include <set>

#include "properties/mutation/mutating_sink.h"
#include "spec/rules/cd_rule_examples.h"
#include "spec/rules/idr_rule_examples.h"
#include "spec/rules/ste_rule_examples.h"
#include "spec/rules/stream_table_rule_examples.h"

namespace quiesce {
namespace {

template <class Rule, class Example, std::size_t N, std::size_t M>
void ExpectAsWritten(const RuleAlone<Rule, Example> (&alone)[N],
                     const RuleEdge<Rule, Example> (&edges)[M]) {
  const auto broken = [](const Example& e) {
    MutatingSink<Rule> sink(Rule{}, RuleChange::kNone);
    StreamRules(e, sink);
    return sink.broken();
  };
  EXPECT_TRUE(broken(Example()).empty());
  for (const auto& a : alone) {
    Example e;
    a.change(e);
    EXPECT_EQ(broken(e), std::vector<Rule>{a.rule}) << SpecOf(a.rule).id;
  }
  for (const auto& edge : edges) {
    Example e;
    edge.change(e);
    const std::vector<Rule> expected =
        edge.rule ? std::vector<Rule>{*edge.rule} : std::vector<Rule>{};
    EXPECT_EQ(broken(e), expected) << edge.what;
  }
}

TEST(RuleMutantsTest, TheExamplesAreAsWrittenWithoutAChange) {
  ExpectAsWritten(kStreamTableRuleAlone, kStreamTableRuleEdges);
  ExpectAsWritten(kSteRuleAlone, kSteRuleEdges);
  ExpectAsWritten(kCdRuleAlone, kCdRuleEdges);
  ExpectAsWritten(kIdrRuleAlone, kIdrRuleEdges);
}

TEST(RuleMutantsTest, EveryMutantIsKilledOrExplained) {
  for (const auto& mutants : {RuleMutants(), IdrRuleMutants()}) {
    EXPECT_FALSE(AnyUnexplained(mutants)) << MutantsText(mutants, false);
  }
}

TEST(RuleMutantsTest, EveryRuleIsMutated) {
  std::set<std::string> subjects;
  for (const Mutant& m : RuleMutants()) subjects.insert(m.subject);
  EXPECT_EQ(subjects.size(), kStreamTableRuleCount + kSteRuleCount + kCdRuleCount);
  subjects.clear();
  for (const Mutant& m : IdrRuleMutants()) subjects.insert(m.subject);
  EXPECT_EQ(subjects.size(), kIdrRuleCount);
}

TEST(RuleMutantsTest, ASurvivorIsReported) {
  const std::vector<Mutant> mutants = {{"STE-V", "negated", "", ""}};
  EXPECT_TRUE(AnyUnexplained(mutants));
  EXPECT_EQ(MutantsText(mutants, false),
            "STE-V                      negated            SURVIVED\n"
            "1 mutants: 0 killed, 0 survived for a reason, 1 survived\n");
}

}  // namespace
}  // namespace quiesce
