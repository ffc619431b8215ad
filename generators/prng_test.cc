#include "generators/prng.h"

#include <gtest/gtest.h>

#include <set>

namespace quiesce {
namespace {

TEST(Prng, IsSplitMix64) {
  Prng p(1234567);  // the published test vector of the reference code
  EXPECT_EQ(p.Next(), 6457827717110365317u);
  EXPECT_EQ(p.Next(), 3203168211198807973u);
  EXPECT_EQ(p.Next(), 9817491932198370423u);
}

TEST(Prng, BetweenReachesBothEndsAndNoMore) {
  Prng p(1);
  std::set<unsigned> seen;
  for (int i = 0; i < 200; ++i) seen.insert(p.Between(3, 6));
  EXPECT_EQ(seen, (std::set<unsigned>{3, 4, 5, 6}));
}

TEST(Prng, BitsStayWithinTheWidth) {
  Prng p(2);
  std::uint64_t all = 0;
  for (int i = 0; i < 100; ++i) all |= p.Bits(5);
  EXPECT_EQ(all, 31u);
}

TEST(CaseSeed, DependsOnEachOfItsInputs) {
  const std::set<std::uint64_t> seeds = {CaseSeed(1, "a", 0), CaseSeed(2, "a", 0),
                                         CaseSeed(1, "b", 0), CaseSeed(1, "a", 1)};
  EXPECT_EQ(seeds.size(), 4u);
  EXPECT_EQ(CaseSeed(1, "a", 0), CaseSeed(1, "a", 0));
}

}  // namespace
}  // namespace quiesce
