// The adoption property under RapidCheck, as a bulk run, and against the drivers that it must
// reject.
#include <gmock/gmock.h>

#include <ostream>

#include "absl/strings/str_format.h"
#include "generators/scenario_gen.h"
#include "model/smmu/fixed_choices.h"
#include "model/world/render.h"
#include "properties/manifest.h"
#include "properties/sampled/campaign.h"
#include "properties/sampled/check_prop.h"
#include "shrinkers/scenario.h"

namespace quiesce {

/// What RapidCheck prints of a counterexample.
void showValue(const Scenario& s, std::ostream& os) {
  os << s.streams.size() << " streams, table base 0x" << std::hex << s.table_base << std::dec;
  for (const Corruption& c : s.corruptions) os << "; " << Describe(c);
}

namespace {

constexpr ScenarioOptions kCorrupted{.max_corruptions = 3};
constexpr std::uint64_t kSeed = 1;

/// The reason of a violation, or nothing: a plain value, as RC_ASSERT does not short-circuit.
std::string ViolationOf(const Scenario& scenario) {
  FixedChoices choices;
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      Render(scenario), kNewestVariant, AdoptionOptions(), ProbesOf(scenario), choices);
  return check.change ? check.change->reason : "";
}

TEST(AdoptionPreservesTranslation, HoldsForDrawnScenarios) {
  CheckProperty({.cases = 5000}, [] {
    const Scenario scenario = *ScenarioGen(kCorrupted, SmallerScenarios);
    const std::string violation = ViolationOf(scenario);
    RC_ASSERT(violation == "");
  });
}

CampaignConfig ConfigOf(const Variant& variant) {
  CampaignConfig config;
  config.seed = kSeed;
  config.cases = 20'000;
  config.variant = variant;
  return config;
}

TEST(AdoptionPreservesTranslation, BulkRunReachesWhatItMust) {
  CampaignConfig config = ConfigOf(kNewestVariant);
  config.goals = kAdoptionGoals;
  const CampaignResult r = RunAdoptionCampaign(config);
  EXPECT_EQ(r.result, Result::kPassed) << NameOf(r.result) << ": " << r.reason;
  EXPECT_EQ(r.cases, 20'000u);
}

class Manifest : public testing::TestWithParam<ManifestEntry> {};

TEST_P(Manifest, ComesTrue) {
  const ManifestEntry& entry = GetParam();
  CampaignConfig config = ConfigOf(entry.variant);
  config.options.disjoint = entry.disjoint;
  config.at_least = entry.least;
  const CampaignResult r = RunAdoptionCampaign(config);
  EXPECT_EQ(r.result, entry.expected) << NameOf(r.result) << ": " << r.reason;
  if (!r.violation) return;
  EXPECT_FALSE(r.violation->exhausted);
  EXPECT_LE(r.violation->smallest.scenario.streams.size(), 2u);
  EXPECT_LE(r.violation->smallest.scenario.corruptions.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Adoption, Manifest, testing::ValuesIn(kAdoptionManifest),
                         [](const auto& info) { return absl::StrFormat("Entry%u", info.index); });

TEST(AdoptionPreservesTranslation, NullPointerMutantLosesDmaAndShrinksToItsCause) {
  CampaignConfig config = ConfigOf(mutants::kNullPointerIsEmpty);
  config.at_least = ChangeKind::kAccess;
  const CampaignResult r = RunAdoptionCampaign(config);
  ASSERT_TRUE(r.violation.has_value());
  const AdoptionViolation& v = *r.violation;
  EXPECT_FALSE(v.exhausted);
  ASSERT_EQ(v.smallest.scenario.corruptions.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<NullL2Ptr>(v.smallest.scenario.corruptions[0]));
  EXPECT_EQ(v.smallest.scenario.table_base, 0u) << "something must live at PA 0";
  EXPECT_THAT(v.change.reason, testing::HasSubstr("completes"));
}

// The newest driver: one flipped bit makes an L2Ptr point to the L1 table. The descriptor that the
// driver writes for another bus is then an STE that lets DMA through untranslated.
TEST(AdoptionPreservesTranslation, OverlappingTablesTurnAnAbortIntoABypass) {
  Scenario s;
  s.streams = {{.sid = 0x100, .kind = SteKind::kBypass}};
  s.corruptions = {FlipL1StdBit{0x100, 14}};
  FixedChoices choices;
  const AdoptionCheck disjoint = CheckAdoptionPreservesTranslation(
      Render(s), kNewestVariant, {.disjoint = true}, ProbesOf(s), choices);
  EXPECT_EQ(disjoint.verdict, AdoptionVerdict::kHeld);
  EXPECT_GT(disjoint.counts.overlaps, 0u);
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      Render(s), kNewestVariant, {.disjoint = false}, ProbesOf(s), choices);
  ASSERT_TRUE(check.change.has_value());
  EXPECT_EQ(check.change->kind, ChangeKind::kAccess);
  EXPECT_EQ(check.change->reason,
            "StreamID 0x100, read of 0x1000: abort, C_BAD_STE before adoption, completes at 0x1000 "
            "after");
}

TEST(Campaign, KeepsTheDrawnCaseBeforeItShrinks) {
  std::vector<AdoptionCase> kept;
  CampaignConfig config = ConfigOf(mutants::kNullPointerIsEmpty);
  config.keep = [&](const AdoptionCase& c, const TranslationChange&) { kept.push_back(c); };
  const CampaignResult r = RunAdoptionCampaign(config);
  ASSERT_TRUE(r.violation.has_value());
  ASSERT_GE(kept.size(), 2u);
  EXPECT_EQ(kept.front(), r.violation->drawn);
  EXPECT_EQ(kept.back(), r.violation->smallest);
  EXPECT_EQ(kept.front(), DrawAdoptionCase(kSeed, r.violation->index, config.scenarios));
}

TEST(Campaign, MissingASituationIsCoverageShort) {
  constexpr CoverageGoal kNever[] = {{"adopted", 1000}};
  CampaignConfig config = ConfigOf(kNewestVariant);
  config.cases = 2000;
  config.goals = kNever;
  const CampaignResult r = RunAdoptionCampaign(config);
  EXPECT_EQ(r.result, Result::kCoverageShort);
  EXPECT_THAT(r.reason, testing::StartsWith("'adopted' in "));
}

TEST(Campaign, NoCaseIsNotAPass) {
  CampaignConfig config = ConfigOf(kNewestVariant);
  config.cases = 0;
  EXPECT_EQ(RunAdoptionCampaign(config).result, Result::kNotRun);
}

TEST(Campaign, SameSeedSameAnswer) {
  CampaignConfig config = ConfigOf(kNewestVariant);
  config.cases = 300;
  EXPECT_EQ(RunAdoptionCampaign(config).coverage, RunAdoptionCampaign(config).coverage);
}

TEST(CoverageGoal, MinimumLeavesRoomForShortRuns) {
  EXPECT_EQ(MinimumFor({"x", 100}, 100), 0u);
  EXPECT_EQ(MinimumFor({"x", 100}, 10'000), 873u);
  EXPECT_EQ(MinimumFor({"x", 0}, 10'000), 0u);
}

}  // namespace
}  // namespace quiesce
