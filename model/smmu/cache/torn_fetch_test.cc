#include "model/smmu/cache/torn_fetch.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "model/smmu/mmio/testing/scripted_choices.h"
#include "model/smmu/testing/rig.h"

namespace quiesce {
namespace {

using testing::Rig;

constexpr std::uint64_t kWord0 = testing::kStreamTable + testing::kSid * 64;
constexpr std::uint64_t kWord1 = kWord0 + 8;

/// What a fetch can see of the two words.
std::set<std::pair<std::uint64_t, std::uint64_t>> Mixtures(std::span<const PendingStore> stores) {
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  for (unsigned first = 0; first < 3; ++first) {
    for (unsigned second = 0; second < 2; ++second) {
      SparseMemory memory;
      ScriptedChoices choices{{ChoicePoint::kTornFetch, first}, {ChoicePoint::kTornFetch, second}};
      Tear(memory, stores, choices);
      seen.emplace(memory.Read64(kWord0).value, memory.Read64(kWord1).value);
    }
  }
  return seen;
}

TEST(TornFetch, SeesEachWordAtAnyPointOfItsOwnStores) {
  const PendingStore stores[] = {{kWord0, 1, 0}, {kWord1, 10, 11}, {kWord0, 0, 2}};
  EXPECT_EQ(MixtureCount(stores), 6u);
  const std::set<std::pair<std::uint64_t, std::uint64_t>> all = {{1, 10}, {0, 10}, {2, 10},
                                                                 {1, 11}, {0, 11}, {2, 11}};
  EXPECT_EQ(Mixtures(stores), all);
}

TEST(TornFetch, FirstAlternativeIsTheEnd) {
  const PendingStore stores[] = {{kWord0, 1, 0}, {kWord1, 10, 11}, {kWord0, 0, 2}};
  SparseMemory torn, settled;
  ScriptedChoices choices;
  Tear(torn, stores, choices);
  Settle(settled, stores);
  EXPECT_EQ(torn, settled);
  EXPECT_EQ(choices.asked(ChoicePoint::kTornFetch), 2u);
}

// Bypass becomes stage 2 without V = 0 in between: the fetch may see Config of the new STE with
// S2TTB and S2PS of the old one.
TEST(TornFetch, ShowsAnUpdateThatSkipsTheInvalidState) {
  Rig rig;
  rig.MapStage2();
  const auto after = RawWords(testing::Stage2Ste());
  std::vector<PendingStore> stores;
  const auto before = RawWords(With<"Config">(With<"V">(Ste<Concrete>(), 1), 4));
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (before[i] != after[i]) stores.push_back({kWord0 + 8 * i, before[i], after[i]});
  }
  std::set<std::string> outcomes;
  for (std::uint64_t mixture = 0; mixture < MixtureCount(stores); ++mixture) {
    ScriptedChoices choices;
    for (std::size_t i = 0; i < stores.size(); ++i) {
      choices.Then(ChoicePoint::kTornFetch, mixture >> i & 1);
    }
    Tear(rig.memory(), stores, choices);
    outcomes.insert(rig.Summary(testing::Read()));
  }
  EXPECT_TRUE(outcomes.contains("complete 0x45678000"));
  EXPECT_TRUE(outcomes.contains("complete 0x123456789000"));
  EXPECT_GT(outcomes.size(), 2u);
}

}  // namespace
}  // namespace quiesce
