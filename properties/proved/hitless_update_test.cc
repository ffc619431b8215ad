// QZ-08 for all pairs of entries: what is proved of the driver's updates, and what is refuted.
#include "properties/proved/hitless_update.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

bool IsProved(const HitlessAnswer& a) { return a.holds == true; }

TEST(HitlessUpdate, NoMixtureIsEverFetched) {
  for (const EntryKind kind : {EntryKind::kSte, EntryKind::kCd}) {
    EXPECT_TRUE(IsProved(ProveHitless(kind, UpdatePlanner::kArchitecture)));
  }
}

TEST(HitlessUpdate, EveryBrokenTwinIsRefutedByAMixtureThatMemoryHolds) {
  for (const EntryKind kind : {EntryKind::kSte, EntryKind::kCd}) {
    for (const UpdatePlanner p : {UpdatePlanner::kForgetsOne, UpdatePlanner::kInOrder}) {
      const HitlessAnswer answer = ProveHitless(kind, p);
      EXPECT_EQ(answer.holds, false) << answer.reason;
      ASSERT_TRUE(answer.mixed.has_value()) << NameOf(p);
      EXPECT_EQ(ReplayMixed(kind, p, *answer.mixed), "") << NameOf(p);
    }
  }
}

/// The driver takes fewer STE bits for used than the architecture looks at: see used_bits.h. Of CDs
/// it takes all but those of a half that is switched off.
TEST(HitlessUpdate, TheDriversOwnUsedBitsAreEnoughForCdsAlone) {
  const HitlessAnswer ste = ProveHitless(EntryKind::kSte, UpdatePlanner::kLinux);
  ASSERT_TRUE(ste.mixed.has_value());
  EXPECT_EQ(ReplayMixed(EntryKind::kSte, UpdatePlanner::kLinux, *ste.mixed), "");
  EXPECT_TRUE(IsProved(ProveHitless(EntryKind::kCd, UpdatePlanner::kLinux)));
}

TEST(HitlessUpdate, TheDriversOwnUsedBitsAreEnoughForStesThatItCouldHaveWritten) {
  const HitlessAnswer answer = ProveHitless(EntryKind::kSte, UpdatePlanner::kLinuxOwn);
  std::string text = answer.reason;
  if (answer.mixed) {
    for (const EntryWords* e :
         {&answer.mixed->live, &answer.mixed->target, &answer.mixed->fetched}) {
      for (const std::uint64_t word : *e) text += " " + std::to_string(word);
      text += "\n";
    }
  }
  EXPECT_TRUE(IsProved(answer)) << text;
}

TEST(HitlessUpdate, WhereThePlanGoesThroughInvalidItHasTo) {
  EXPECT_TRUE(IsProved(ProveInvalidIsNeeded(EntryKind::kSte)));
  EXPECT_TRUE(IsProved(ProveInvalidIsNeeded(EntryKind::kCd)));
}

TEST(HitlessUpdate, UsedBitsDecideUseAndLegalityWhereTheSmmuHasEl2) {
  EXPECT_TRUE(IsProved(ProveUsedBitsDecide(true)));
  EXPECT_EQ(ProveUsedBitsDecide(false).holds, false) << "S2VMID counts where STRW is IGNORED";
}

}  // namespace
}  // namespace quiesce
