#include "properties/sampled/adoption.h"

#include <gtest/gtest.h>

#include "model/image/load.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/render.h"
#include "properties/sampled/stream_census.h"

namespace quiesce {
namespace {

/// Two buses: a stage 1 stream, a bypass stream, and an L1STD that is empty between them.
Scenario TwoBuses() {
  Scenario s;
  s.stream_table.unused = UnusedSte::kAbort;
  Stream translated{.sid = 0x100, .kind = SteKind::kStage1};
  Substream sub;
  sub.table = {.txsz = 25, .mappings = {{.input = 0x1000, .output = 0x8'0000}}};
  translated.substreams.push_back(sub);
  s.streams = {translated, {.sid = 0x305, .kind = SteKind::kBypass}};
  return s;
}

AdoptionCheck Check(const Scenario& s, const Variant& variant = kNewestVariant) {
  FixedChoices choices;
  return CheckAdoptionPreservesTranslation(Render(s), variant, AdoptionOptions(), ProbesOf(s),
                                           choices);
}

TEST(Adoption, HoldsForAWellFormedImage) {
  const AdoptionCheck check = Check(TwoBuses());
  EXPECT_EQ(check.verdict, AdoptionVerdict::kHeld);
  EXPECT_GT(check.counts.completed, 4u);
  EXPECT_GT(check.counts.refused, 4u);
  EXPECT_GT(check.counts.behind_empty_l1, 0u) << "the driver has replaced empty L1STDs";
  EXPECT_EQ(check.counts.no_answer, 0u);
  EXPECT_EQ(check.deferred, 2u);
  EXPECT_GT(check.fresh_tables, 0u);
}

TEST(Adoption, SaysWhyNothingWasAdopted) {
  Scenario s = TwoBuses();
  s.corruptions = {LieSpan{0x100, 5}};
  const AdoptionCheck check = Check(s);
  EXPECT_EQ(check.verdict, AdoptionVerdict::kNotAdopted);
  EXPECT_EQ(check.decision.stop->rule, AdoptRule::kL1Span);
  EXPECT_EQ(check.counts.compared, 0u);
}

// Bug 14 of the series, v1 to v7: the L2 table of bus 1 is at PA 0, and the driver takes its live
// descriptor for an empty one.
TEST(Adoption, V7OverwritesALiveDescriptorWithANullPointer) {
  Scenario s = TwoBuses();
  s.table_base = 0;
  s.corruptions = {NullL2Ptr{0x305}};
  EXPECT_EQ(Check(s).verdict, AdoptionVerdict::kNotAdopted);
  const AdoptionCheck v7 = Check(s, variants::kV7);
  ASSERT_EQ(v7.verdict, AdoptionVerdict::kViolated);
  EXPECT_NE(v7.change->reason.find("before adoption, abort after"), std::string::npos)
      << v7.change->reason;
}

TEST(Adoption, LeavesOutWhatLiesInTheMemoryOfTheKdumpKernel) {
  Scenario s = TwoBuses();
  s.table_base = Platform().l2_pool.first;
  const AdoptionCheck check = Check(s);
  EXPECT_EQ(check.verdict, AdoptionVerdict::kHeld);
  EXPECT_EQ(check.counts.completed, 0u);
  EXPECT_GT(check.counts.in_kdump_memory, 10u);
}

TEST(StreamCensus, CountsByTheConfigOfEachSte) {
  Scenario s = TwoBuses();
  s.streams.push_back({.sid = 0x306, .kind = SteKind::kInvalid});
  const StreamCensus census = CountStreams(Render(s));
  EXPECT_EQ(census.translate, 1u);
  EXPECT_EQ(census.bypass, 1u);
  EXPECT_EQ(census.abort, 2u * 256 - 3);
  EXPECT_EQ(census.invalid, 1u);
  EXPECT_EQ(census.without_ste, 65536u - 512);
  EXPECT_EQ(census.active, (std::vector<std::uint32_t>{0x100, 0x305}));
}

TEST(Probes, OfAnImageFindItsStreamsAndLeaves) {
  const Image image = Render(TwoBuses());
  const Probes probes = ProbesOf(image);
  for (const std::uint32_t sid : {0x100u, 0x305u, 0u, 0xFFFFu, 0x10000u}) {
    EXPECT_TRUE(std::binary_search(probes.sids.begin(), probes.sids.end(), sid)) << sid;
  }
  FixedChoices choices;
  const AdoptionCheck check =
      CheckAdoptionPreservesTranslation(image, kNewestVariant, AdoptionOptions(), probes, choices);
  EXPECT_EQ(check.verdict, AdoptionVerdict::kHeld);
  EXPECT_GT(check.counts.completed, 4u);
}

class Captures : public testing::TestWithParam<const char*> {};

TEST_P(Captures, TranslateAsBeforeAdoption) {
  const auto loaded = LoadImage(std::string(QUIESCE_CORPUS_DIR "/captures/") + GetParam());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  FixedChoices choices;
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      loaded->image, kNewestVariant, AdoptionOptions(), ProbesOf(loaded->image), choices);
  EXPECT_EQ(check.verdict, AdoptionVerdict::kHeld) << (check.change ? check.change->reason : "");
  EXPECT_GT(check.counts.compared, 50u);
  EXPECT_GT(check.counts.refused, 30u);
}

INSTANTIATE_TEST_SUITE_P(Corpus, Captures,
                         testing::Values("linux-6.1-idle.image", "linux-6.1-kdump.image",
                                         "linux-6.1-passthrough.image"));

}  // namespace
}  // namespace quiesce
