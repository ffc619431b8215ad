#include "generators/scenario.h"

#include <gtest/gtest.h>

#include <set>

#include "generators/prng.h"
#include "model/world/render.h"

namespace quiesce {
namespace {

constexpr int kCases = 3000;
constexpr ScenarioOptions kCorrupted{.max_corruptions = 3};

void ExpectWellFormed(const Scenario& s, const Stream& stream) {
  EXPECT_LT(stream.sid, std::uint64_t{1} << s.stream_table.log2size);
  EXPECT_LE(stream.s1cdmax, s.smmu.ssid_bits);
  EXPECT_TRUE(s.smmu.stage1 || !HasStage1(stream.kind));
  EXPECT_TRUE(s.smmu.stage2 || !HasStage2(stream.kind));
  EXPECT_TRUE(s.smmu.hyp || !stream.el2);
  if (HasStage2(stream.kind)) {
    EXPECT_GE(stream.stage2.txsz, 64 - std::min(OasBits(s.smmu), 48u));
    EXPECT_LE(stream.stage2.txsz, 39u);
    EXPECT_TRUE(s.smmu.vmid16 || stream.vmid < 256);
  }
  for (const Substream& sub : stream.substreams) {
    EXPECT_EQ(sub.ssid >> stream.s1cdmax, 0u);
    EXPECT_TRUE(s.smmu.asid16 || sub.asid < 256);
    EXPECT_GE(sub.table.txsz, 16u);
    EXPECT_LE(sub.table.txsz, 39u);
  }
}

TEST(ExpandScenario, IsAFunctionOfTheSeed) {
  EXPECT_EQ(ExpandScenario(42, kCorrupted), ExpandScenario(42, kCorrupted));
  EXPECT_NE(ExpandScenario(42, kCorrupted), ExpandScenario(43, kCorrupted));
}

TEST(ExpandScenario, IsWellFormedUnlessCorruptionsAreAskedFor) {
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Scenario s = ExpandScenario(CaseSeed(1, "well-formed", i), {});
    EXPECT_TRUE(s.corruptions.empty());
    EXPECT_LE(s.stream_table.log2size, s.smmu.sid_bits);
    EXPECT_TRUE(s.smmu.two_level_strtab || s.stream_table.format == TableFormat::kLinear);
    std::set<std::uint32_t> sids;
    for (const Stream& stream : s.streams) {
      ExpectWellFormed(s, stream);
      EXPECT_TRUE(sids.insert(stream.sid).second) << "StreamIDs are distinct";
    }
  }
}

TEST(ExpandScenario, ReachesEveryKindAndCorner) {
  std::set<SteKind> kinds;
  std::set<std::size_t> corruptions;
  std::set<GranuleSize> granules;
  std::set<unsigned> splits;
  int clean = 0, at_zero = 0;
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Scenario s = ExpandScenario(CaseSeed(1, "corners", i), kCorrupted);
    for (const Stream& stream : s.streams) {
      kinds.insert(stream.kind);
      for (const Substream& sub : stream.substreams) granules.insert(sub.table.granule);
    }
    for (const Corruption& c : s.corruptions) corruptions.insert(c.index());
    splits.insert(s.stream_table.split);
    clean += s.corruptions.empty();
    at_zero += s.table_base == 0;
  }
  EXPECT_EQ(kinds.size(), 6u);
  EXPECT_EQ(corruptions.size(), 10u);  // those of the structures alone, see scenario.cc
  EXPECT_EQ(granules.size(), 3u);
  EXPECT_EQ(splits, (std::set<unsigned>{6, 8, 10}));
  EXPECT_GT(clean, kCases / 5);
  EXPECT_GT(at_zero, kCases / 6);
}

TEST(ExpandScenario, TablesLieBelowTheOutputSize) {
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const Scenario s = ExpandScenario(CaseSeed(1, "oas", i), {});
    std::uint64_t last = 0;
    Render(s).memory.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) { last = pa; });
    EXPECT_LE(last, MaxValue(OasBits(s.smmu)));
  }
}

}  // namespace
}  // namespace quiesce
