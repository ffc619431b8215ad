#include "oracles/naive/levels.h"

#include <gtest/gtest.h>

namespace quiesce::naive {
namespace {

struct Range {
  Granule granule;
  unsigned min;
  unsigned max;
  int level;
};

// The summary rows of Tables D8-18, D8-28 and D8-37 as printed.
constexpr Range kStage1Ranges[] = {
    {Granule::k4K, 16, 24, 0},  {Granule::k4K, 25, 33, 1},  {Granule::k4K, 34, 42, 2},
    {Granule::k4K, 43, 48, 3},  {Granule::k16K, 16, 16, 0}, {Granule::k16K, 17, 27, 1},
    {Granule::k16K, 28, 38, 2}, {Granule::k16K, 39, 48, 3}, {Granule::k64K, 12, 21, 1},
    {Granule::k64K, 22, 34, 2}, {Granule::k64K, 35, 47, 3},
};

TEST(Stage1Start, AgreesWithThePrintedRanges) {
  int rows = 0;
  for (const Range& range : kStage1Ranges) {
    for (unsigned tsz = range.min; tsz <= range.max; ++tsz, ++rows) {
      const std::optional<Lookup> start = Stage1Start(range.granule, tsz);
      ASSERT_TRUE(start) << tsz;
      EXPECT_EQ(start->level, range.level) << tsz;
      EXPECT_EQ(start->msb, 63 - tsz);
    }
  }
  EXPECT_EQ(rows, 33 + 33 + 36);
}

TEST(Stage1Start, HasNoOtherValue) {
  EXPECT_FALSE(Stage1Start(Granule::k4K, 15));
  EXPECT_FALSE(Stage1Start(Granule::k4K, 49));
  EXPECT_FALSE(Stage1Start(Granule::k16K, 15));
  EXPECT_FALSE(Stage1Start(Granule::k16K, 49));
  EXPECT_FALSE(Stage1Start(Granule::k64K, 11));
  EXPECT_FALSE(Stage1Start(Granule::k64K, 48));
}

struct Concatenation {
  Granule granule;
  unsigned sl0;
  int level;
  unsigned last_single;  ///< the smallest T0SZ that needs one table
  unsigned max;          ///< the largest T0SZ of the level
  unsigned most_tables;  ///< at the smallest T0SZ of the level
};

// Tables D8-21 to D8-24, D8-31 to D8-33, D8-39 to D8-41 as printed: each T0SZ below last_single
// doubles the number of tables.
constexpr Concatenation kConcatenations[] = {
    {Granule::k4K, 2, 0, 16, 24, 1},   {Granule::k4K, 1, 1, 25, 33, 16},
    {Granule::k4K, 0, 2, 34, 42, 16},  {Granule::k4K, 3, 3, 43, 48, 16},
    {Granule::k16K, 2, 1, 17, 27, 2},  {Granule::k16K, 1, 2, 28, 38, 16},
    {Granule::k16K, 0, 3, 39, 48, 16}, {Granule::k64K, 2, 1, 12, 21, 1},
    {Granule::k64K, 1, 2, 22, 34, 16}, {Granule::k64K, 0, 3, 35, 47, 16},
};

TEST(Stage2Start, DoublesTheTablesBelowTheFullOne) {
  for (const Concatenation& c : kConcatenations) {
    unsigned tables = 1;
    for (unsigned t0sz = c.max; t0sz + 4 >= c.last_single; --t0sz) {
      if (t0sz < c.last_single) tables *= 2;
      const std::optional<Stage2Lookup> start = Stage2Start(c.granule, c.sl0, t0sz);
      ASSERT_EQ(start.has_value(), tables <= c.most_tables) << c.sl0 << " " << t0sz;
      if (!start) break;
      EXPECT_EQ(start->lookup.level, c.level);
      EXPECT_EQ(start->lookup.msb, 63 - t0sz);
      EXPECT_EQ(start->tables, tables);
    }
    EXPECT_FALSE(Stage2Start(c.granule, c.sl0, c.max + 1));
  }
}

TEST(Stage2Start, RejectsReservedSl0) {
  for (unsigned t0sz = 0; t0sz < 64; ++t0sz) {
    EXPECT_FALSE(Stage2Start(Granule::k64K, 3, t0sz));
    EXPECT_FALSE(Stage2Start(Granule::k16K, 3, t0sz));  // level 0 needs DS
  }
}

TEST(Lookups, TileTheInputAddress) {
  for (const Granule granule : {Granule::k4K, Granule::k16K, Granule::k64K}) {
    for (unsigned tsz = 12; tsz <= 48; ++tsz) {
      const std::optional<Lookup> start = Stage1Start(granule, tsz);
      if (!start) continue;
      Lookup above = *start;
      for (int level = start->level + 1; level <= 3; ++level) {
        const Lookup next = NextLookup(granule, level);
        EXPECT_EQ(next.level, level);
        EXPECT_EQ(next.msb + 1, above.lsb);
        above = next;
      }
      const unsigned page_bits = granule == Granule::k4K ? 12 : granule == Granule::k16K ? 14 : 16;
      EXPECT_EQ(above.lsb, page_bits);
    }
  }
}

}  // namespace
}  // namespace quiesce::naive
