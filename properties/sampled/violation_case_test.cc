#include "properties/sampled/violation_case.h"

#include <gtest/gtest.h>

#include "properties/manifest.h"
#include "reports/case/case_text.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

AdoptionViolation FindViolation(const ManifestEntry& entry) {
  CampaignConfig config;
  config.seed = 1;
  config.cases = 50'000;
  config.variant = entry.variant;
  config.options.disjoint = entry.disjoint;
  config.at_least = entry.least;
  const CampaignResult r = RunAdoptionCampaign(config);
  EXPECT_TRUE(r.violation.has_value()) << entry.variant.name;
  return *r.violation;
}

constexpr ManifestEntry kV7 = kAdoptionManifest.back();
static_assert(kV7.variant.name == "v7");

TEST(ViolationCase, OfV7ReplaysAsAViolation) {
  const AdoptionViolation v = FindViolation(kV7);
  const auto c = CaseOf(v.smallest, kV7.variant, {}, v.change);
  ASSERT_TRUE(c.has_value());
  EXPECT_EQ(c->expect.violates, "QZ-09");
  EXPECT_EQ(ReplayCase(*c).verdict, ReplayVerdict::kAsExpected) << FormatCase(*c);
  EXPECT_LE(c->steps.size(), 3u);
  const auto read = ParseCase(FormatCase(*c), "v7.case");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(ImageOf(*read), ImageOf(*c));
  EXPECT_EQ(ReplayCase(*read).verdict, ReplayVerdict::kAsExpected);
}

TEST(ViolationCase, HoldsTheRenderedImage) {
  const AdoptionViolation v = FindViolation(kV7);
  const auto c = CaseOf(v.smallest, kV7.variant, {}, v.change);
  ASSERT_TRUE(c.has_value());
  FixedChoices choices = ChoicesOf(v.smallest);
  const AdoptionCheck check = CheckAdoptionPreservesTranslation(
      ImageOf(*c), kV7.variant, {}, ProbesOf(v.smallest.scenario), choices);
  ASSERT_TRUE(check.change.has_value());
  EXPECT_EQ(check.change->reason, v.change.reason);
}

TEST(ViolationCase, CannotNameAMutantOrSayAts) {
  const AdoptionViolation v = FindViolation(kV7);
  EXPECT_FALSE(CaseOf(v.smallest, mutants::kNullPointerIsEmpty, {}, v.change).has_value());
  TranslationChange ats = v.change;
  ats.transaction.ats = AtsKind::kTranslated;
  EXPECT_FALSE(CaseOf(v.smallest, kV7.variant, {}, ats).has_value());
}

}  // namespace
}  // namespace quiesce
