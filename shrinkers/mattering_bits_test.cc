#include "shrinkers/mattering_bits.h"

#include <gtest/gtest.h>

#include "generators/system.h"
#include "model/world/hand_over_run.h"

namespace quiesce {
namespace {

constexpr std::uint32_t kSid = 0x110;
constexpr std::uint64_t kL1Std = 0x4000'0008;  // of kSid
constexpr std::uint64_t kSpanBits = 0x1F;

HandOverCase CaseWith(const Corruption& corruption) {
  Scenario s;
  s.stream_table.log2size = 10;
  Stream stream{.sid = kSid, .vmid = 0};
  stream.substreams = {{.table = {.mappings = {{.input = 0x1000'0000, .output = 0x5000'0000}}}}};
  s.streams = {stream};
  s.corruptions = {corruption};
  HandOverCase c{InMachine(s)};
  HandOver& h = c.hand_over;
  h.devices = {{.sids = {kSid}, .in_flight = {{.stream_id = kSid, .address = 0x1000'0000}}}};
  h.calls = FullPlan(h);
  return c;
}

std::uint64_t L1StdOf(const HandOverCase& c) {
  return CrashedImage(c.hand_over).memory.Read64(kL1Std).value;
}

TEST(FindMatteringBits, GivesTheMaskOfAPlantedBug) {
  const HandOverCase c = CaseWith(LieSpan{kSid, 0b01101});
  const MatteringBits found =
      FindMatteringBits(c, [](const HandOverCase& d) { return (L1StdOf(d) & 0b01001) == 0b01001; });
  ASSERT_EQ(found.words.size(), 1u);
  const DamagedWord& w = found.words[0];
  EXPECT_EQ(w.place, DamagedWord::Place::kMemory);
  EXPECT_EQ(w.address, kL1Std);
  EXPECT_EQ(w.sound & kSpanBits, 9u);
  EXPECT_EQ(w.value & kSpanBits, 0b01101u);
  EXPECT_EQ(w.matters, 0b01001u);
  EXPECT_EQ(found.executions, 64u);
  EXPECT_EQ(found.left_out, 0u);
}

/// v7 takes a table that is not aligned to its size for the aligned one below: of the offset, only
/// the bit that makes it so matters.
TEST(FindMatteringBits, GivesTheMaskOfAHistoricalBug) {
  HandOverCase c = CaseWith(MisalignL2Ptr{kSid, 0x40});
  const MatteringBits found = FindMatteringBits(c, [](const HandOverCase& d) {
    HandOverRunner runner(d.hand_over);
    runner.Use(variants::kV7);
    PlannedChoices choices(d.choices);
    return runner.Run(choices).Violates(Invariant::kSameSte);
  });
  ASSERT_EQ(found.words.size(), 1u);
  EXPECT_EQ(found.words[0].matters & 0x3FC0, 0x40u);
}

TEST(FindMatteringBits, LooksAtRegistersCachesAndLaterStores) {
  HandOverCase c = CaseWith(LieSplit{6});
  HandOver& h = c.hand_over;
  h.caches = {{h.devices[0].in_flight[0], {{kL1Std, 0}}}};
  Action store{.when = {}, .kind = ActionKind::kCorrupt};
  store.word = {kL1Std, 5};
  Action write{.when = {}, .kind = ActionKind::kWriteRegister};
  write.word = {SpecOf(Reg::GERRORN).offset, 1};
  h.schedule.actions = {store, write};
  const MatteringBits found = FindMatteringBits(c, [](const HandOverCase& d) {
    const Schedule& schedule = d.hand_over.schedule;
    return (d.hand_over.caches[0].then[0].value & 2) == 0 &&
           (schedule.actions[0].word.value & 4) != 0 && (schedule.actions[1].word.value & 1) != 0;
  });
  ASSERT_EQ(found.words.size(), 4u);
  EXPECT_EQ(found.words[0].place, DamagedWord::Place::kRegister);
  EXPECT_EQ(found.words[0].address, SpecOf(Reg::STRTAB_BASE_CFG).offset);
  EXPECT_EQ(found.words[0].matters, 0u);
  EXPECT_EQ(found.words[1].matters, 2u);
  EXPECT_EQ(found.words[2].matters, 4u);
  EXPECT_EQ(found.words[3].place, DamagedWord::Place::kLaterRegister);
  EXPECT_EQ(found.words[3].matters, 1u);
}

TEST(FindMatteringBits, HasNothingToSayOfASoundCrash) {
  HandOverCase c = CaseWith(LieSplit{8});
  const MatteringBits found = FindMatteringBits(c, [](const HandOverCase&) { return true; });
  EXPECT_TRUE(found.words.empty());
  EXPECT_EQ(found.executions, 0u);
}

/// All of an L2 table.
TEST(FindMatteringBits, IsBounded) {
  HandOverCase c = CaseWith(MoveL2ToZero{kSid});
  std::get<Scenario>(c.hand_over.crashed).stream_table.unused = UnusedSte::kAbort;
  const MatteringBits found = FindMatteringBits(c, [](const HandOverCase&) { return false; });
  EXPECT_EQ(found.words.size(), kMostDamagedWords);
  EXPECT_GT(found.left_out, 0u);
  EXPECT_LE(found.executions, 64 * kMostDamagedWords);
}

}  // namespace
}  // namespace quiesce
