#include "properties/proved/stream_lemmas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/driver/used_bits_rules.h"
#include "properties/proved/lemma_counterexample.h"

namespace quiesce {
namespace {

/// It replays as violated.
void ExpectCase(const LemmaRun& run, std::string_view what) {
  ASSERT_TRUE(run.counterexample.has_value()) << what << ": " << run.reason;
  const ReplayReport replay = ReplayCase(*run.counterexample);
  EXPECT_EQ(replay.verdict, ReplayVerdict::kAsExpected)
      << FormatReplay(*run.counterexample, replay);
  EXPECT_EQ(replay.violated_step, 1u) << what;
}

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(StreamLemmas, AreAsExpectedOfEachDriver) {
  for (const StreamExpectation& e : StreamExpectations()) {
    const LemmaRun run = RunStreamLemma(e.lemma, e.variant);
    EXPECT_EQ(run.outcome, e.expected) << SpecOf(e.lemma).id << " of " << e.variant.name << ": "
                                       << NameOf(run.outcome) << " " << run.reason;
    if (e.expected == LemmaOutcome::kRefuted) ExpectCase(run, e.variant.name);
  }
}

TEST(StreamLemmas, TwinsAreRefuted) {
  unsigned twins = 0;
  for (std::size_t i = 0; i < kStreamLemmaCount; ++i) {
    const auto lemma = static_cast<StreamLemma>(i);
    if (!IsAboutEntries(lemma)) continue;
    const LemmaRun run = RunBrokenLemma(lemma);
    EXPECT_EQ(run.outcome, LemmaOutcome::kRefuted) << SpecOf(lemma).id;
    ExpectCase(run, SpecOf(lemma).id);
    ++twins;
  }
  EXPECT_EQ(twins, 4u);
}

/// Nothing is left in a case that does not matter.
TEST(StreamLemmas, EachBitOfACounterexampleIsNeeded) {
  const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFound, kNewestVariant);
  ASSERT_TRUE(run.counterexample.has_value());
  unsigned bits = 0;
  for (EntryWords CaseLemma::*entry : {&CaseLemma::ste, &CaseLemma::cd}) {
    for (unsigned bit = 0; bit < 512; ++bit) {
      Case c = *run.counterexample;
      std::uint64_t& word = ((*c.lemma).*entry)[bit / 64];
      const std::uint64_t mask = std::uint64_t{1} << bit % 64;
      if ((word & mask) == 0) continue;
      word &= ~mask;
      EXPECT_NE(ReplayCase(c).verdict, ReplayVerdict::kAsExpected) << "bit " << bit;
      ++bits;
    }
  }
  EXPECT_GT(bits, 5u);
}

TEST(StreamLemmas, ACaseThatDoesNotShowTheViolationIsAMismatch) {
  LemmaRun run = RunStreamLemma(StreamLemma::kReadsAlike, kNewestVariant);
  ASSERT_TRUE(run.counterexample.has_value());
  run.counterexample->lemma->ste = {};
  EXPECT_EQ(RunLemmaCase(*run.counterexample, false, {}).outcome, LemmaOutcome::kEncodingMismatch);
}

/// The newest refuses what Linux could have written: a single CD with a format, which is ignored.
TEST(StreamLemmas, WhatIsWellFormedAndRefusedIsAFormatWithoutATable) {
  const LemmaRun run = RunStreamLemma(StreamLemma::kWellFormed, kNewestVariant);
  ASSERT_TRUE(run.counterexample.has_value());
  const Ste<Concrete> ste = SteFrom(EntryOf(run.counterexample->lemma->ste));
  EXPECT_EQ(Get<"S1CDMax">(ste).raw(), 0u);
  EXPECT_NE(Get<"S1Fmt">(ste).raw(), 0u);
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
    ExpectCase(run, needed);
  }
  const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFoundButOne, kNewestVariant);
  EXPECT_THAT(run.used, Contains("assume no live leaf is global"));
  EXPECT_THAT(run.used, Not(Contains("given the STE is valid")));
}

/// The one STE that the scan of the newest misreads has S1Fmt set where it is IGNORED.
TEST(StreamLemmas, WhatTheScanMissesIsAFormatWithoutATable) {
  const LemmaRun run = RunStreamLemma(StreamLemma::kIdsFound, kNewestVariant);
  ASSERT_TRUE(run.counterexample.has_value());
  const Ste<Concrete> ste = SteFrom(EntryOf(run.counterexample->lemma->ste));
  EXPECT_EQ(Get<"S1Fmt">(ste).raw(), 2u);
  EXPECT_EQ(Get<"S1CDMax">(ste).raw(), 0u);
}

}  // namespace
}  // namespace quiesce
