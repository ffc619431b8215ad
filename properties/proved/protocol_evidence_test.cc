#include "properties/proved/protocol_evidence.h"

#include <gtest/gtest.h>

#include <set>

#include "reports/case/replay.h"

namespace quiesce {
namespace {

TEST(ProtocolEvidence, RefutationIsACaseThatReplays) {
  const ProtocolQuestion question{Invariant::kNotAborted, variants::kStatusQuo};
  const ProtocolEvidence evidence = Evidence(question);
  EXPECT_TRUE(evidence.AsExpected(ProtocolOutcome::kRefuted)) << evidence.refutation.mismatch;
  EXPECT_FALSE(evidence.AsExpected(ProtocolOutcome::kProved));
  ASSERT_TRUE(evidence.refutation.shown.has_value()) << evidence.refutation.why_not;
  const Case& c = *evidence.refutation.shown;
  EXPECT_EQ(c.expect.violates, "QZ-01");
  const ReplayReport report = ReplayCase(c);
  EXPECT_EQ(report.verdict, ReplayVerdict::kAsExpected) << FormatReplay(c, report);
}

TEST(SecondSolver, TellsSatFromUnsat) {
  if (SecondSolverVersion().empty()) GTEST_SKIP() << "NotRun: cvc5 is not installed";
  const std::string head = "(declare-const x (_ BitVec 8))(assert (bvult x ";
  EXPECT_EQ(AskSecondSolver({"no byte is below 0", head + "#x00))(check-sat)"}),
            SecondAnswer::kUnsatisfiable);
  EXPECT_EQ(AskSecondSolver({"some byte is below 1", head + "#x01))(check-sat)"}),
            SecondAnswer::kSatisfiable);
  EXPECT_EQ(AskSecondSolver({"no query", "(assert y)"}), SecondAnswer::kUndecided);
}

/// Two solvers, one encoding: they agree that the invariant is inductive and safe.
TEST(SecondSolver, AgreesWithTheProofsOfTheNewest) {
  if (SecondSolverVersion().empty()) GTEST_SKIP() << "NotRun: cvc5 is not installed";
  std::set<std::string> asked;
  for (const ProtocolRun& run : AnswerTogether({}, ProvedInvariants())) {
    ASSERT_EQ(run.queries.size(), 3u);
    for (const SolverQuery& query : run.queries) {
      if (!asked.insert(query.smt2).second) continue;
      EXPECT_EQ(AskSecondSolver(query), SecondAnswer::kUnsatisfiable) << query.name;
    }
  }
}

}  // namespace
}  // namespace quiesce
