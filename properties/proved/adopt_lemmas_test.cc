#include "properties/proved/adopt_lemmas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <vector>

#include "properties/proved/run_lemma.h"
#include "reports/case/case_text.h"

namespace quiesce {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr const char* kWithinOas = "assume the driver's address is below 2^OAS";

std::string Show(const LemmaRun& run) {
  std::string text(NameOf(run.outcome));
  text += " " + run.reason + "\n";
  if (run.counterexample) text += FormatCase(*run.counterexample);
  return text;
}

/// One lemma about one variant.
struct Subject {
  LemmaExpectation expectation;
  std::size_t lemma;
};
void PrintTo(const Subject& s, std::ostream* out) {
  *out << s.expectation.variant << " " << kAdoptLemmas[s.lemma].id;
}

std::vector<Subject> AllSubjects() {
  std::vector<Subject> all;
  for (const LemmaExpectation& e : LemmaExpectations()) {
    for (std::size_t i = 0; i < kAdoptLemmaCount; ++i) all.push_back({e, i});
  }
  return all;
}

/// Every lemma for every adopting variant, each refutation replayed.
class AdoptLemmaTest : public testing::TestWithParam<Subject> {};

TEST_P(AdoptLemmaTest, IsAsExpected) {
  const auto& [expectation, index] = GetParam();
  const LemmaRun run = RunLemma(static_cast<AdoptLemma>(index), *FindVariant(expectation.variant));
  EXPECT_EQ(run.outcome, expectation.outcomes[index]) << Show(run);
  EXPECT_EQ(run.counterexample.has_value(), run.outcome == LemmaOutcome::kRefuted);
  EXPECT_LT(run.seconds, 60);
}

INSTANTIATE_TEST_SUITE_P(All, AdoptLemmaTest, testing::ValuesIn(AllSubjects()));

TEST(AdoptLemmas, EveryAdoptingVariantHasAnExpectation) {
  std::vector<std::string_view> expected;
  for (const LemmaExpectation& e : LemmaExpectations()) expected.push_back(e.variant);
  std::vector<std::string_view> adopting;
  for (const Variant& v : kVariants) {
    if (v.adopts) adopting.push_back(v.name);
  }
  EXPECT_EQ(expected, adopting);
}

// The assumption that no version of the driver establishes itself: without it, a table above the
// OAS is accepted, and an SMMU that truncates uses other memory than the driver.
TEST(AdoptLemmas, AddressesAboveOasBreakEvenTheNewest) {
  for (const AdoptLemma lemma : {AdoptLemma::kLinear, AdoptLemma::kL1, AdoptLemma::kL2}) {
    EXPECT_THAT(RunLemma(lemma, kNewestVariant).used, Contains(kWithinOas));
    const LemmaRun run = RunLemma(lemma, kNewestVariant, kWithinOas);
    EXPECT_EQ(run.outcome, LemmaOutcome::kRefuted) << Show(run);
  }
}

// LOG2SIZE - SPLIT is bounded before the shift since T3; T2 needs IDR1.SIDSIZE <= 32 instead.
TEST(AdoptLemmas, SidSizeIsNeededOnlyBeforeT3) {
  constexpr const char* kSidSize = "assume IDR1.SIDSIZE <= 32";
  EXPECT_THAT(RunLemma(AdoptLemma::kL1, variants::kT2).used, Contains(kSidSize));
  EXPECT_THAT(RunLemma(AdoptLemma::kL1, kNewestVariant).used, Not(Contains(kSidSize)));
}

TEST(AdoptLemmas, ChecksThatTheL2LemmaRestsOn) {
  EXPECT_THAT(RunLemma(AdoptLemma::kL2, kNewestVariant).used,
              ElementsAre("given FMT is 2-level", "given the driver sees an L2 table", kWithinOas,
                          "check ADOPT-2LVL-FEATURE", "check ADOPT-2LVL-SPLIT",
                          "check ADOPT-L1STD-SPAN", "check ADOPT-L1STD-PTR-ALIGN"));
}

/// The newest variant with one check taken out; the insert-time re-test of the same with it.
struct Mutant {
  std::string_view name;
  AdoptLemma broken;
  void (*change)(Variant&);
};

void PrintTo(const Mutant& mutant, std::ostream* out) { *out << mutant.name; }

class MutantTest : public testing::TestWithParam<Mutant> {};

TEST_P(MutantTest, BreaksItsLemmaAndTheCounterexampleRuns) {
  Variant mutant = kNewestVariant;
  GetParam().change(mutant);
  const LemmaRun run = RunLemma(GetParam().broken, mutant);
  EXPECT_EQ(run.outcome, LemmaOutcome::kRefuted) << Show(run);
  ASSERT_TRUE(run.counterexample);
  EXPECT_FALSE(run.counterexample->changes.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Newest, MutantTest,
    testing::Values(
        Mutant{"L1BaseMisaligned", AdoptLemma::kL1, [](Variant& v) { v.l1_base_aligned = false; }},
        Mutant{"LinearBaseMisaligned", AdoptLemma::kLinear,
               [](Variant& v) { v.linear_base_aligned = false; }},
        Mutant{"SpanIgnored", AdoptLemma::kL2,
               [](Variant& v) { v.l1_span_is_9 = v.insert_retests_span = false; }},
        Mutant{"L2PtrMisaligned", AdoptLemma::kL2,
               [](Variant& v) { v.l1_pointer_aligned = v.insert_retests_pointer = false; }},
        Mutant{"AnySplitL1", AdoptLemma::kL1, [](Variant& v) { v.two_level_split_is_8 = false; }},
        Mutant{"AnySplitL2", AdoptLemma::kL2, [](Variant& v) { v.two_level_split_is_8 = false; }},
        Mutant{"Log2SizeAboveSidBits", AdoptLemma::kSidRange,
               [](Variant& v) { v.two_level_log2size_within_sid_bits = false; }}));

// LOG2SIZE >= SPLIT adds nothing to a driver that bounds LOG2SIZE - SPLIT before shifting: the
// difference wraps to a large number. Neither does L2Ptr != 0, which is 16 KiB aligned.
TEST(AdoptLemmas, ChecksThatTheLemmasDoNotNeed) {
  Variant lax = kNewestVariant;
  lax.two_level_log2size_covers_split = false;
  lax.l1_pointer_not_zero = false;
  for (std::size_t i = 0; i < kAdoptLemmaCount; ++i) {
    const LemmaRun run = RunLemma(static_cast<AdoptLemma>(i), lax);
    EXPECT_EQ(run.outcome, LemmaOutcome::kProved) << Show(run);
  }
}

TEST(RunLemma, UnknownPremiseIsNoProof) {
  const LemmaRun run = RunLemma(AdoptLemma::kL1, kNewestVariant, "assume nothing");
  EXPECT_EQ(run.outcome, LemmaOutcome::kUndecided);
  EXPECT_EQ(run.reason, "no premise 'assume nothing'");
}

TEST(RunLemma, BudgetThatIsTooSmallIsNoProof) {
  const LemmaRun run = RunLemma(AdoptLemma::kL1, kNewestVariant, {}, {.rlimit = 1});
  EXPECT_EQ(run.outcome, LemmaOutcome::kUndecided);
}

}  // namespace
}  // namespace quiesce
