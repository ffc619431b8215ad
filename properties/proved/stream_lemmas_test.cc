#include "properties/proved/stream_lemmas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(StreamLemmas, AreAsExpectedOfEachDriver) {
  for (const StreamExpectation& e : StreamExpectations()) {
    const LemmaRun run = RunStreamLemma(e.lemma, e.variant);
    EXPECT_EQ(run.outcome, e.expected) << SpecOf(e.lemma).id << " of " << e.variant.name << ": "
                                       << NameOf(run.outcome) << " " << run.reason;
  }
}

TEST(StreamLemmas, TwinsAreRefuted) {
  unsigned twins = 0;
  for (std::size_t i = 0; i < kStreamLemmaCount; ++i) {
    const auto lemma = static_cast<StreamLemma>(i);
    if (!IsAboutEntries(lemma)) continue;
    EXPECT_EQ(RunBrokenLemma(lemma).outcome, LemmaOutcome::kRefuted) << SpecOf(lemma).id;
    ++twins;
  }
  EXPECT_EQ(twins, 4u);
}

/// The newest refuses what Linux could have written: a single CD with a format, which is ignored.
TEST(StreamLemmas, WhatIsWellFormedAndRefusedIsAFormatWithoutATable) {
  const LemmaRun run = RunStreamLemma(StreamLemma::kWellFormed, kNewestVariant);
  EXPECT_THAT(run.reason, testing::HasSubstr("S1CDMax 0"));
  EXPECT_THAT(run.reason, Not(testing::HasSubstr("S1Fmt 0,")));
}

TEST(StreamLemmas, NoKindIsEmpty) {
  for (const StreamLemma lemma : {StreamLemma::kSteKinds, StreamLemma::kCdKinds}) {
    EXPECT_THAT(EmptyKinds(lemma), IsEmpty()) << SpecOf(lemma).id;
  }
}

/// What no reservation of IDs can help against.
TEST(StreamLemmas, FreshIdsNeedTheSameRegimeAndNoGlobalLeaf) {
  for (const char* needed :
       {"assume CR2.E2H is what the driver sets", "assume no live leaf is global"}) {
    const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFoundButOne, kNewestVariant, needed);
    EXPECT_EQ(run.outcome, LemmaOutcome::kRefuted) << needed << ": " << run.reason;
  }
  const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFoundButOne, kNewestVariant);
  EXPECT_THAT(run.used, Contains("assume no live leaf is global"));
  EXPECT_THAT(run.used, Not(Contains("given the STE is valid")));
}

/// The one STE that the scan of the newest misreads has S1Fmt set where it is IGNORED.
TEST(StreamLemmas, WhatTheScanMissesIsAFormatWithoutATable) {
  const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFound, kNewestVariant);
  EXPECT_THAT(run.reason, testing::HasSubstr("S1Fmt 2, S1CDMax 0"));
}

}  // namespace
}  // namespace quiesce
