// QZ-08 for all pairs of entries: what is proved of the driver's updates, and what is refuted.
#include "properties/proved/hitless_update.h"

#include <gtest/gtest.h>

#include "properties/proved/newest_but.h"

namespace quiesce {
namespace {

void ExpectRefutedByACase(const LemmaRun& run, std::string_view what) {
  EXPECT_EQ(run.outcome, LemmaOutcome::kRefuted) << what << ": " << run.reason;
  ASSERT_TRUE(run.counterexample.has_value()) << what;
  const ReplayReport replay = ReplayCase(*run.counterexample);
  EXPECT_EQ(replay.verdict, ReplayVerdict::kAsExpected)
      << FormatReplay(*run.counterexample, replay);
  EXPECT_EQ(replay.violated_step, 1u) << what;
}

/// The driver takes fewer STE bits for used than the architecture looks at: see used_bits.h. Of CDs
/// it takes all but those of a half that is switched off.
TEST(HitlessUpdate, AllIsProvedButOfStesThatTheDriverCannotHaveWritten) {
  for (std::size_t i = 0; i < kUpdateLemmaCount; ++i) {
    const auto lemma = static_cast<UpdateLemma>(i);
    const LemmaRun run = RunUpdateLemma(lemma, kNewestVariant);
    if (lemma == UpdateLemma::kHitlessSteDriver) {
      ExpectRefutedByACase(run, SpecOf(lemma).id);
    } else {
      EXPECT_EQ(run.outcome, LemmaOutcome::kProved) << SpecOf(lemma).id << ": " << run.reason;
    }
  }
}

TEST(HitlessUpdate, EveryBrokenTwinIsRefutedByACaseThatReplays) {
  for (std::size_t i = 0; i < kUpdateLemmaCount; ++i) {
    const auto lemma = static_cast<UpdateLemma>(i);
    ExpectRefutedByACase(RunUpdateLemma(lemma, kNewestVariant, /*broken=*/true), SpecOf(lemma).id);
  }
}

TEST(HitlessUpdate, ADriverThatStoresInOrderIsRefuted) {
  const Variant v = NewestBut("in-order", [](Variant& v) { v.updates_hitless = false; });
  for (const auto lemma : {UpdateLemma::kHitlessSteDriverOwn, UpdateLemma::kHitlessCdDriver}) {
    ExpectRefutedByACase(RunUpdateLemma(lemma, v), SpecOf(lemma).id);
  }
}

}  // namespace
}  // namespace quiesce
