// Known facts of the series' history, as hand-overs.
#include <gtest/gtest.h>

#include "model/world/hand_over_run.h"
#include "properties/handover/example.h"
#include "properties/handover/recipes.h"

namespace quiesce {
namespace {

using I = Invariant;

HandOverResult RunAs(HandOver h, const Variant& variant) {
  h.config.variant = variant;
  FixedChoices choices;
  return Run(h, choices);
}

std::string Text(const HandOverResult& result) {
  std::string text;
  for (const Violation& v : result.violations) text += Describe(v) + "\n";
  for (const auto& stop : result.stops) {
    if (stop) text += Describe(*stop) + "\n";
  }
  return text;
}

HandOver OfBug(std::string_view bug) { return FindRecipe(bug)->make(); }

TEST(HandOver, TheNewestHoldsOnACleanCrash) {
  const HandOverResult r = RunAs(Example(), kNewestVariant);
  EXPECT_TRUE(r.adopted);
  EXPECT_TRUE(r.violations.empty()) << Text(r);
  EXPECT_GT(r.transactions, 50u);
}

TEST(HandOver, TheStatusQuoAborts) {
  const HandOverResult r = RunAs(Example(), variants::kStatusQuo);
  EXPECT_TRUE(r.Violates(I::kNotAborted));
  EXPECT_FALSE(r.Violates(I::kNotBypassed)) << Text(r);
}

TEST(HandOver, AFullResetToBypassLetsDmaThroughAndIntoTheNextKernel) {
  HandOver h = Example();
  h.config.policy = policies::kFullResetBypass;
  const HandOverResult r = RunAs(h, kNewestVariant);
  EXPECT_TRUE(r.Violates(I::kNotBypassed));
  EXPECT_TRUE(r.Violates(I::kNextKernelIntact));
}

TEST(HandOver, VersionOneAndTwoTakeEverySpanForNine) {
  for (const Variant& v : kVariants) {
    const bool takes = v.name == "v1" || v.name == "v2";
    EXPECT_EQ(RunAs(OfBug("bug-13"), v).Violates(I::kSameSte), takes) << v.name;
  }
}

TEST(HandOver, VersionsUpToSevenHandOutLiveAsids) {
  for (const Variant& v : kVariants) {
    const bool hands_out = v.adopts && !v.reserves_ids;
    EXPECT_EQ(RunAs(OfBug("bug-59"), v).Violates(I::kFreshIds), hands_out) << v.name;
  }
}

TEST(HandOver, VersionsUpToSevenOverwriteALiveDescriptorWithoutPointer) {
  for (const Variant& v : kVariants) {
    const bool overwrites = v.adopts && v.empty_l1 == EmptyL1::kSpanOrPointerZero;
    const HandOverResult r = RunAs(OfBug("bug-14"), v);
    EXPECT_EQ(r.Violates(I::kSameSte), overwrites) << v.name << "\n" << Text(r);
    EXPECT_EQ(r.Violates(I::kOthersUnaffected), overwrites) << v.name << "\n" << Text(r);
  }
}

TEST(HandOver, IsTheSameEveryTime) {
  const HandOver h = OfBug("bug-41");
  HandOverRunner runner(h);
  FixedChoices choices;
  const HandOverResult first = runner.Run(choices);
  const HandOverResult second = runner.Run(choices);
  EXPECT_EQ(first.violations, second.violations);
  EXPECT_EQ(first.driver_steps, second.driver_steps);
  EXPECT_FALSE(first.violations.empty());
}

TEST(HandOver, IsAPlainValue) {
  const HandOver h = OfBug("bug-34");
  HandOver copy = h;
  EXPECT_EQ(copy, h);
  copy.schedule.actions[0].word.value ^= 1;
  EXPECT_FALSE(copy == h);
  copy = h;
  copy.config.variant.reserves_asids = false;
  EXPECT_FALSE(copy == h);
}

TEST(HandOver, AnAbortHasTheConsequenceThatTheSystemGivesIt) {
  HandOver h = Example();
  h.on_abort = AbortConsequence::kSError;
  EXPECT_TRUE(RunAs(h, kNewestVariant).consequences.empty());
  const HandOverResult r = RunAs(h, variants::kStatusQuo);
  ASSERT_FALSE(r.consequences.empty());
  EXPECT_EQ(r.consequences[0].what, AbortConsequence::kSError);
}

/// Both streams with one ASID, in caches that keep and use all that they may.
HandOverResult RunWithAsids(unsigned first, unsigned second) {
  Scenario s = ExampleScenario();
  s.streams[0].substreams[0].asid = first;
  s.streams[1].substreams[0].asid = second;
  const HandOver h = Example(s);
  EXPECT_EQ(IsWellFormed(h), first != second);
  FixedChoices choices{{ChoicePoint::kCacheHit, 1}, {ChoicePoint::kCacheFill, 1}};
  return Run(h, choices);
}

/// What a TLB gives is UNPREDICTABLE before the next kernel has done anything. 5.4.1.
TEST(HandOver, NothingIsAskedOfDmaWhoseAddressSpaceHasAnothersTag) {
  const HandOverResult shared = RunWithAsids(7, 7);
  EXPECT_TRUE(shared.violations.empty()) << Text(shared);
  EXPECT_TRUE(RunWithAsids(7, 8).violations.empty());
}

/// The first stream's second page, which its device may write, is there.
HandOver WithPageAt(std::uint64_t pa) {
  Scenario s = ExampleScenario();
  s.streams[0].substreams[0].table.mappings[1].output = pa;
  return Example(s);
}

TEST(HandOver, IsNotWellFormedIfDmaMayWriteTheTablesOrTheNextKernel) {
  EXPECT_TRUE(IsWellFormed(WithPageAt(0x5002'0000)));
  EXPECT_FALSE(IsWellFormed(WithPageAt(kNextRam.first)));
  const Places places = PlacesOf(Example(), kSidA);
  for (const std::uint64_t pa : {places.l1std, places.ste, places.cd_table}) {
    EXPECT_FALSE(IsWellFormed(WithPageAt(pa)));
  }
}

/// Two streams of one domain are no error: DMA in flight is judged as ever.
TEST(HandOver, OneDomainForTwoStreamsIsJudged) {
  Scenario s = ExampleScenario();
  s.corruptions = {AliasSte{kSidB, kSidA}};
  EXPECT_TRUE(RunAs(Example(s), variants::kStatusQuo).Violates(I::kNotAborted));
}

/// The descriptor of a fresh L2 table may be cached as the empty one that it was.
TEST(HandOver, NoVersionInvalidatesTheDescriptorOfAFreshL2Table) {
  const HandOverResult r = RunAs(OfBug("bug-36"), kNewestVariant);
  EXPECT_TRUE(r.Violates(I::kLiveStructures)) << Text(r);
}

}  // namespace
}  // namespace quiesce
