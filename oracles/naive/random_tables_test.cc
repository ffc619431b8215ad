#include "oracles/naive/random_tables.h"

#include <gtest/gtest.h>

#include <map>

#include "oracles/naive/levels.h"
#include "oracles/naive/translate.h"

namespace quiesce::naive {
namespace {

constexpr unsigned kSeeds = 3000;
constexpr unsigned kAccesses = 16;

TEST(SplitMix, IsThePublishedGenerator) {
  SplitMix random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
}

TEST(DrawTables, IsAFunctionOfTheSeed) {
  RandomTables a;
  RandomTables b;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    DrawTables(seed + 1, b);  // leaves something behind
    DrawTables(seed, a);
    DrawTables(seed, b);
    EXPECT_EQ(a.memory, b.memory);
    EXPECT_EQ(a.targets, b.targets);
    EXPECT_EQ(a.cd_address, b.cd_address);
  }
}

// Every outcome that the oracle can give is common enough to be compared.
TEST(DrawTables, ReachesEveryOutcome) {
  std::map<std::string, unsigned> seen;
  RandomTables tables;
  unsigned total = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    DrawTables(seed, tables);
    SplitMix random(~seed);
    for (unsigned i = 0; i < kAccesses; ++i, ++total) {
      const Access access = DrawAccess(tables, random);
      const Outcomes all = Translate(tables.drawn.config, access, Reader(tables.memory));
      const Outcome& o = all.front();
      std::string key = "ok";
      if (!o.ok) {
        key = "s" + std::to_string(o.stage) + " kind" + std::to_string(int(o.kind)) + " class" +
              std::to_string(int(o.fault_class)) + (o.descriptor_write ? " w" : "");
      }
      ++seen[key];
      if (all.size() > 1) ++seen["several"];
    }
  }
  const auto share = [&](const std::string& key) { return 1000.0 * seen[key] / total; };
  for (const auto& [key, count] : seen) RecordProperty(key, std::to_string(count));
  EXPECT_GT(share("ok"), 150) << "per thousand";
  for (int kind = 0; kind < 4; ++kind) {
    EXPECT_GT(share("s1 kind" + std::to_string(kind) + " class2"), 1) << kind;
    EXPECT_GT(share("s2 kind" + std::to_string(kind) + " class2"), 1) << kind;
    EXPECT_GT(share("s2 kind" + std::to_string(kind) + " class1"), 0.3) << kind;
  }
  EXPECT_GT(share("s1 kind4 class1"), 1);
  EXPECT_GT(share("s2 kind4 class1"), 0.05);
  EXPECT_GT(share("s2 kind4 class2"), 0.3);
  EXPECT_GT(share("s2 kind3 class1 w"), 0.1);
  EXPECT_GT(seen["several"], 0u);
}

TEST(DrawTables, DrawsEveryStartLevelOfBothStages) {
  std::map<std::pair<Granule, int>, unsigned> stage1;
  std::map<std::pair<Granule, int>, unsigned> stage2;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    SplitMix random(seed);
    const DrawnConfig d = DrawConfig(random);
    if (d.config.stage1) {
      const Half& half = d.config.stage1->lower;
      ++stage1[{half.granule, Stage1Start(half.granule, half.tsz)->level}];
    }
    if (d.config.stage2) {
      const Stage2& s2 = *d.config.stage2;
      ++stage2[{s2.granule, Stage2Start(s2.granule, s2.sl0, s2.t0sz)->lookup.level}];
    }
  }
  EXPECT_EQ(stage1.size(), 4u + 4u + 3u);
  EXPECT_EQ(stage2.size(), 4u + 3u + 3u);
}

}  // namespace
}  // namespace quiesce::naive
