#include "model/world/render_page_table.h"

#include <gtest/gtest.h>

#include <optional>

namespace quiesce {
namespace {

constexpr std::uint64_t kAddress = MaxValue(48);

struct Leaf {
  std::uint64_t descriptor;
  unsigned level;
};

/// Follows table descriptors from the base, each level consuming one granule's worth of index.
std::optional<Leaf> Walk(const SparseMemory& memory, const PageTable& t, Stage stage,
                         std::uint64_t base, std::uint64_t input) {
  const unsigned g = BitsOf(t.granule);
  std::uint64_t table = base;
  unsigned top = 64 - t.txsz;
  for (unsigned level = StartLevel(t, stage); level <= 3; ++level) {
    const unsigned low = g + (3 - level) * (g - 3);
    const std::uint64_t index = (input & MaxValue(top)) >> low;
    const WordRead entry = memory.Read64(table + 8 * index);
    EXPECT_EQ(entry.status, BusStatus::kOk) << "level " << level;
    if ((entry.value & 1) == 0) return std::nullopt;
    if (level == 3 || (entry.value & 2) == 0) return Leaf{entry.value, level};
    table = entry.value & kAddress & ~MaxValue(g);
    top = low;
  }
  return std::nullopt;
}

struct Rendered {
  SparseMemory memory;
  std::uint64_t base;
};

Rendered RenderOne(const PageTable& t, Stage stage) {
  Rendered r;
  TableAllocator allocator(r.memory, 0x1000);
  r.base = RenderPageTable(allocator, t, stage);
  return r;
}

TEST(RenderPageTable, StartLevelsFollowTheArchitecture) {
  const auto level = [](GranuleSize g, unsigned txsz, Stage s) {
    return StartLevel({.granule = g, .txsz = txsz}, s);
  };
  EXPECT_EQ(level(GranuleSize::k4K, 16, Stage::k1), 0u);
  EXPECT_EQ(level(GranuleSize::k4K, 25, Stage::k1), 1u);
  EXPECT_EQ(level(GranuleSize::k4K, 34, Stage::k1), 2u);
  EXPECT_EQ(level(GranuleSize::k16K, 16, Stage::k1), 0u);
  EXPECT_EQ(level(GranuleSize::k16K, 39, Stage::k1), 3u);
  EXPECT_EQ(level(GranuleSize::k64K, 22, Stage::k1), 2u);
  EXPECT_EQ(level(GranuleSize::k4K, 20, Stage::k2), 0u);
  EXPECT_EQ(level(GranuleSize::k4K, 21, Stage::k2), 1u) << "16 concatenated tables";
  EXPECT_EQ(level(GranuleSize::k4K, 39, Stage::k2), 2u) << "level 3 would need IDR3.STT";
  EXPECT_EQ(level(GranuleSize::k16K, 16, Stage::k2), 1u);
  EXPECT_EQ(level(GranuleSize::k64K, 16, Stage::k2), 1u);
  EXPECT_EQ(level(GranuleSize::k64K, 31, Stage::k2), 3u);
}

TEST(RenderPageTable, StartLevelFieldPerGranule) {
  EXPECT_EQ(S2Sl0({.granule = GranuleSize::k4K, .txsz = 16}), 2u);
  EXPECT_EQ(S2Sl0({.granule = GranuleSize::k4K, .txsz = 24}), 1u);
  EXPECT_EQ(S2Sl0({.granule = GranuleSize::k16K, .txsz = 16}), 2u);
  EXPECT_EQ(S2Sl0({.granule = GranuleSize::k64K, .txsz = 31}), 0u);
}

TEST(RenderPageTable, EveryGeometryReachesItsLeaf) {
  for (const Stage stage : {Stage::k1, Stage::k2}) {
    for (const GranuleSize g : {GranuleSize::k4K, GranuleSize::k16K, GranuleSize::k64K}) {
      for (unsigned txsz = 16; txsz <= 39; ++txsz) {
        const std::uint64_t input = MaxValue(64 - txsz) & ~MaxValue(BitsOf(g));
        const PageTable t{.granule = g, .txsz = txsz, .mappings = {{input, 0x8'0000'0000}}};
        const Rendered r = RenderOne(t, stage);
        const auto leaf = Walk(r.memory, t, stage, r.base, input);
        ASSERT_TRUE(leaf.has_value()) << "granule " << BitsOf(g) << " TxSZ " << txsz;
        EXPECT_EQ(leaf->level, 3u);
        EXPECT_EQ(leaf->descriptor & kAddress & ~MaxValue(BitsOf(g)), 0x8'0000'0000u);
      }
    }
  }
}

TEST(RenderPageTable, PermissionsOfBothStages) {
  PageTable t{.txsz = 25,
              .mappings = {{.input = 0x1000, .read = false, .write = true},
                           {.input = 0x2000, .write = false}}};
  const Rendered s1 = RenderOne(t, Stage::k1);
  EXPECT_EQ(Walk(s1.memory, t, Stage::k1, s1.base, 0x1000)->descriptor >> 6 & 3, 0b01u);
  EXPECT_EQ(Walk(s1.memory, t, Stage::k1, s1.base, 0x2000)->descriptor >> 6 & 3, 0b11u);
  const Rendered s2 = RenderOne(t, Stage::k2);
  EXPECT_EQ(Walk(s1.memory, t, Stage::k1, s1.base, 0x1000)->descriptor >> 11 & 1, 1u) << "nG";
  EXPECT_EQ(Walk(s2.memory, t, Stage::k2, s2.base, 0x1000)->descriptor >> 11 & 1, 0u);
  EXPECT_EQ(Walk(s2.memory, t, Stage::k2, s2.base, 0x1000)->descriptor >> 6 & 3, 0b10u);
  EXPECT_EQ(Walk(s2.memory, t, Stage::k2, s2.base, 0x2000)->descriptor >> 6 & 3, 0b01u);
}

TEST(RenderPageTable, BlocksStandWhereTheGranuleAllowsThem) {
  const PageTable t{
      .txsz = 16,
      .mappings = {
          {0x20'0000, 0x1234'5678, 2}, {0x4000'0000, 0x8000'0000, 1}, {0x80'0000'0000, 0, 0}}};
  const Rendered r = RenderOne(t, Stage::k1);
  const auto block2 = Walk(r.memory, t, Stage::k1, r.base, 0x2F'FFFF);
  ASSERT_TRUE(block2.has_value());
  EXPECT_EQ(block2->level, 2u);
  EXPECT_EQ(block2->descriptor & kAddress & ~MaxValue(21), 0x1220'0000u) << "cut to the block";
  EXPECT_EQ(Walk(r.memory, t, Stage::k1, r.base, 0x4000'0000)->level, 1u);
  EXPECT_FALSE(Walk(r.memory, t, Stage::k1, r.base, 0x80'0000'0000).has_value());
}

TEST(RenderPageTable, WhatMeetsAnEarlierMappingIsLeftOut) {
  SparseMemory memory;
  TableAllocator allocator(memory, 0);
  PageTableWriter writer(allocator, {.txsz = 25}, Stage::k1);
  EXPECT_TRUE(writer.Map({0x20'0000, 0x40'0000, 2}));
  EXPECT_FALSE(writer.Map({0x20'1000, 0x1000, 3})) << "a page under a block";
  EXPECT_TRUE(writer.Map({0x40'0000, 0x1000, 3}));
  EXPECT_FALSE(writer.Map({0x40'0000, 0x2000, 3})) << "the same page";
  EXPECT_FALSE(writer.Map({0x40'0000, 0x2000, 2})) << "a block over a table";
  EXPECT_FALSE(writer.Map({std::uint64_t{1} << 39, 0, 3})) << "outside the input range";
}

TEST(TableAllocator, AlignsToTheSize) {
  SparseMemory memory;
  TableAllocator allocator(memory, 0x1000);
  EXPECT_EQ(allocator.Allocate(8), 0x1000u);
  EXPECT_EQ(allocator.Allocate(0x4000), 0x4000u);
  EXPECT_EQ(allocator.Allocate(0x3000), 0x8000u);
  EXPECT_EQ(allocator.end(), 0xC000u);
  EXPECT_TRUE(memory.Present(0x7FC0));
}

}  // namespace
}  // namespace quiesce
