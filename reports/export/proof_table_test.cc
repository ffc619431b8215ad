#include "reports/export/proof_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(ProofTable, NumbersBoundsAndAssumptionsAndSaysWhatTheyAre) {
  RunRecord r;
  r.proofs = {FullProof()};
  Environment e;
  e.timings = {{"l1-fetch-inside", 12.34}};
  EXPECT_EQ(
      ProofTable(r, e),
      "invariant  answer                 driver  proof            bounds  assumptions used  seconds"
      "  broken twin                second solver\n"
      "QZ-09      Unknown, NOT EXPECTED  T4      l1-fetch-inside  1       1                 12.3   "
      "  SPLIT taken as 6: refuted  cvc5 1.0: proved\n"
      "\nbounds\n    1  64-bit\n"
      "\nassumptions\n    1  no wrap\n"
      "\nwhat is behind them\n  l1-fetch-inside\n    timeout\n"
      "    without \"no wrap\": out/wrap.case\n    SPLIT taken as 6: out/twin.case\n");
}

TEST(ProofTable, SaysWhatIsRefutedAndWhetherThatWasExpected) {
  ProofRecord p{.id = "x", .expected = Result::kViolated, .result = Result::kViolated};
  EXPECT_EQ(ProofAnswer(p), "refuted, as expected");
  p.expected = Result::kProved;
  EXPECT_EQ(ProofAnswer(p), "refuted, NOT EXPECTED");
  p.result = Result::kProved;
  EXPECT_EQ(ProofAnswer(p), "proved");
  p.result = Result::kTimedOut;
  EXPECT_EQ(ProofAnswer(p), "TimedOut, NOT EXPECTED");
}

TEST(ProofTable, WhatWasNotMeasuredOrAskedIsLeftOpen) {
  RunRecord r;
  r.proofs = {{.id = "x", .variant = "T4", .result = Result::kProved}};
  EXPECT_THAT(ProofTable(r, {}), HasSubstr("none         none\n"));
  EXPECT_EQ(SecondsText(r.proofs[0], {}), "");
  EXPECT_EQ(ProofTable({}, {}), "");
  EXPECT_THAT(ProofTable(r, {}), StartsWith("invariant  answer"));
}

}  // namespace
}  // namespace quiesce
