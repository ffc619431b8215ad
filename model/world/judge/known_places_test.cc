#include "model/world/judge/known_places.h"

#include <gtest/gtest.h>

#include "model/smmu/testing/running_smmu.h"
#include "model/world/judge/first_words.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kFetched = 0x9000'0000;
constexpr std::uint64_t kElsewhere = 0x9000'1000;

struct KnownPlacesTest : ::testing::Test {
  KnownPlacesTest() {
    fetched.Add(kFetched);
    places.Refresh(machine, fetched);
    Find();
  }
  void Find() {
    LineList lines;
    lines.Add(kFetched);
    places.AddSte(1, 0x1000, lines);
    places.AddCd({.stream_id = 1}, {.address = 0x2000}, lines);
  }
  bool Knows() {
    places.Refresh(machine, fetched);
    const std::uint64_t* const ste = places.FindSte(1);
    const CdNow* const cd = places.FindCd({.stream_id = 1});
    EXPECT_EQ(ste == nullptr, cd == nullptr);
    return ste != nullptr && *ste == 0x1000 && cd->address == 0x2000u;
  }
  static Image Queues() {
    Image image;
    image.registers = testing::RunningRegisters();
    testing::MapQueues(image.memory);
    return image;
  }
  static AddressMap Ram() {
    AddressMap map;
    map.Add(Owner::kNextKernel, {kFetched, 0x2000});
    return map;
  }
  ScriptedChoices choices;
  Machine machine{Queues(), Ram()};
  FetchedLines fetched;
  KnownPlaces places;
};

TEST_F(KnownPlacesTest, StayWhileWhatLedThereStays) {
  ASSERT_FALSE(fetched.MayHold(kElsewhere));
  machine.WriteWord(kElsewhere, 1);
  EXPECT_TRUE(Knows());
  EXPECT_EQ(places.FindSte(2), nullptr);
  EXPECT_EQ(places.FindCd({.stream_id = 2}), nullptr);
}

TEST_F(KnownPlacesTest, GoWithAWordThatWasFetched) {
  machine.WriteWord(kFetched + 8, 1);
  EXPECT_FALSE(Knows());
}

TEST_F(KnownPlacesTest, GoWithTheSameWordAgain) {
  machine.WriteWord(kFetched, 1);
  EXPECT_FALSE(Knows());
  Find();
  machine.WriteWord(kElsewhere, 1);
  machine.WriteWord(kFetched, 2);
  EXPECT_FALSE(Knows());
}

TEST_F(KnownPlacesTest, GoWithTheRegisters) {
  machine.WriteRegister(testing::kCr0At, 4, 0, choices);
  machine.CompletePending(choices);
  EXPECT_FALSE(Knows());
}

TEST_F(KnownPlacesTest, GoWithTheRun) {
  machine.WriteWord(kElsewhere, 1);
  EXPECT_TRUE(Knows());
  machine.Reset();
  EXPECT_FALSE(Knows());
}

TEST(FirstWords, KeepWhatCameFirstUntilTheyAreCleared) {
  FirstWords words;
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(words.Note(i * 64, i), i);
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(words.Note(i * 64, i + 1), i);
  words.Clear();
  EXPECT_EQ(words.Note(64, 7), 7u);
}

}  // namespace
}  // namespace quiesce
