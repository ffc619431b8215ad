#include "model/smmu/queue/ring.h"

#include <gtest/gtest.h>

#include "spec/word/concrete.h"

namespace quiesce {
namespace {

using Index = QueueIndex<Concrete>;
using Qs = Bits<Concrete, 5>;

/// What IHI 0070 G.b 3.5.1 says of every pair of indexes of small queues, in its own terms.
struct Pair {
  unsigned prod, cons;  // without wrap
  bool same_wrap;
  Index prod_reg, cons_reg;
  Qs qs;
};

template <class F>
void ForEveryPair(F&& f) {
  for (unsigned qs = 0; qs <= 5; ++qs) {
    const unsigned size = 1u << qs;
    for (unsigned p = 0; p < 2 * size; ++p) {
      for (unsigned c = 0; c < 2 * size; ++c) {
        f(Pair{p % size, c % size, p / size == c / size, Index(p), Index(c), Qs(qs)});
      }
    }
  }
}

TEST(Ring, EmptyIsSameIndexAndSameWrap) {
  ForEveryPair([](const Pair& q) {
    EXPECT_EQ(bool(IsEmpty(q.prod_reg, q.cons_reg, q.qs)), q.prod == q.cons && q.same_wrap);
  });
}

TEST(Ring, FullIsSameIndexAndOtherWrap) {
  ForEveryPair([](const Pair& q) {
    EXPECT_EQ(bool(IsFull(q.prod_reg, q.cons_reg, q.qs)), q.prod == q.cons && !q.same_wrap);
  });
}

TEST(Ring, InconsistentStatesAreTheTwoOfTheArchitecture) {
  ForEveryPair([](const Pair& q) {
    const bool bad = (q.prod > q.cons && !q.same_wrap) || (q.prod < q.cons && q.same_wrap);
    EXPECT_EQ(bool(IsConsistent(q.prod_reg, q.cons_reg, q.qs)), !bad);
  });
}

TEST(Ring, BitsAboveTheWrapFlagAreIgnored) {
  ForEveryPair([](const Pair& q) {
    const Index junk(0xFFFFFu << (q.qs.raw() + 1));
    EXPECT_EQ(Used(q.prod_reg | junk, q.cons_reg, q.qs).raw(),
              Used(q.prod_reg, q.cons_reg, q.qs).raw());
    EXPECT_EQ(EntryOf(q.prod_reg | junk, q.qs).raw(), q.prod);
  });
}

TEST(Ring, NextVisitsEveryEntryAndTogglesTheWrapFlag) {
  for (unsigned qs = 0; qs <= 5; ++qs) {
    Index at(0);
    for (unsigned n = 0; n < (2u << qs); ++n) {
      EXPECT_EQ(EntryOf(at, Qs(qs)).raw(), n % (1u << qs));
      EXPECT_EQ(at.raw() >> qs, n >> qs);
      at = Next(at, Qs(qs));
    }
    EXPECT_EQ(at.raw(), 0u);
  }
}

TEST(Ring, FillingAndDrainingKeepTheCount) {
  const Qs qs(3);
  for (unsigned start = 0; start < 16; ++start) {
    Index prod(start);
    const Index cons(start);
    for (unsigned n = 0; n < 8; ++n) {
      EXPECT_EQ(Used(prod, cons, qs).raw(), n);
      EXPECT_TRUE(bool(OnlyAdds(prod, Next(prod, qs), cons, qs)));
      EXPECT_FALSE(bool(OnlyAdds(Next(prod, qs), prod, cons, qs)));
      prod = Next(prod, qs);
    }
    EXPECT_TRUE(bool(IsFull(prod, cons, qs)));
    EXPECT_FALSE(bool(OnlyAdds(prod, Next(prod, qs), cons, qs)));
    EXPECT_TRUE(bool(OnlyFrees(cons, Next(cons, qs), prod, qs)));
    EXPECT_FALSE(bool(OnlyFrees(Next(cons, qs), cons, prod, qs)));
  }
}

TEST(Ring, TheLargestQueueUsesAllTwentyBits) {
  const Qs qs(19);
  EXPECT_TRUE(bool(IsFull(Index(0x80000), Index(0), qs)));
  EXPECT_EQ(Next(Index(0xFFFFF), qs).raw(), 0u);
  EXPECT_EQ(Used(Index(0), Index(0xFFFFF), qs).raw(), 1u);
}

TEST(Ring, SizeIsCapped) {
  EXPECT_EQ(EffectiveLog2Size(Qs(31), Qs(8)).raw(), 8u);
  EXPECT_EQ(EffectiveLog2Size(Qs(3), Qs(8)).raw(), 3u);
}

TEST(Ring, BaseIsAlignedToTheQueueAndToThirtyTwoBytes) {
  const Bits<Concrete, 64> addr(0x12345FE0);
  EXPECT_EQ(EffectiveBase(addr, Qs(8), 4).raw(), 0x12345000u);  // 256 commands: 4 KiB
  EXPECT_EQ(EffectiveBase(addr, Qs(0), 4).raw(), 0x12345FE0u);  // one command: 32 bytes
  EXPECT_EQ(EffectiveBase(addr, Qs(1), 5).raw(), 0x12345FC0u);  // two events: 64 bytes
}

TEST(Ring, EntriesFollowTheBase) {
  const Bits<Concrete, 64> base(0x1000);
  EXPECT_EQ(EntryAddress(base, Index(3), Qs(4), 4).raw(), 0x1030u);
  EXPECT_EQ(EntryAddress(base, Index(0x13), Qs(4), 5).raw(), 0x1060u);  // wrap flag set
}

}  // namespace
}  // namespace quiesce
