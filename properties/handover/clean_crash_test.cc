// On a clean crash the newest variant holds every invariant, and older ones do not all.
#include "properties/handover/clean_crash.h"

#include <gtest/gtest.h>

#include "model/smmu/fixed_choices.h"
#include "model/world/hand_over_run.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kSeeds = 400;
constexpr std::uint64_t kFewest = 100;  ///< of those, well-formed and with something in flight

std::string Text(const HandOverResult& result) {
  std::string text;
  for (const Violation& v : result.violations) text += Describe(v) + "\n";
  return text;
}

TEST(CleanCrash, TheNewestHoldsEveryInvariant) {
  std::uint64_t looked_at = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    FixedChoices choices;
    const HandOverResult r = HandOverRunner(h).Run(choices);
    EXPECT_TRUE(r.adopted) << seed;
    EXPECT_TRUE(r.violations.empty()) << "seed " << seed << "\n" << Text(r);
    looked_at += r.transactions != 0;
  }
  EXPECT_GE(looked_at, kFewest);
}

/// Caches that kept everything, hit whenever they may, and drop only when they must.
TEST(CleanCrash, TheNewestHoldsEveryInvariantWithWarmCaches) {
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    for (const HandOverDevice& d : h.devices) {
      for (const Transaction& t : d.in_flight) h.caches.push_back({t});
    }
    FixedChoices choices{{ChoicePoint::kCacheHit, 1},
                         {ChoicePoint::kCacheFill, 1},
                         {ChoicePoint::kInvalidationInstant, 1}};
    const HandOverResult r = HandOverRunner(h).Run(choices);
    EXPECT_TRUE(r.violations.empty()) << "seed " << seed << "\n" << Text(r);
  }
}

TEST(CleanCrash, TheStatusQuoAborts) {
  std::uint64_t aborts = 0;
  for (std::uint64_t seed = 0; seed < kFewest; ++seed) {
    HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    h.config.variant = variants::kStatusQuo;
    FixedChoices choices;
    aborts += quiesce::Run(h, choices).Violates(Invariant::kNotAborted);
  }
  EXPECT_GE(aborts, kFewest / 8);
}

TEST(CleanCrash, VersionSevenSharesIds) {
  for (std::uint64_t seed = 0;; ++seed) {
    ASSERT_LT(seed, 10 * kSeeds);
    HandOver h = CleanCrash(seed);
    if (!IsWellFormed(h)) continue;
    h.config.variant = variants::kV7;
    FixedChoices choices;
    if (quiesce::Run(h, choices).Violates(Invariant::kFreshIds)) return;
  }
}

}  // namespace
}  // namespace quiesce
