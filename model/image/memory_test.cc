#include "model/image/memory.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

namespace quiesce {
namespace {

TEST(SparseMemory, AnswersUnmappedAsTold) {
  const SparseMemory holes;
  EXPECT_EQ(holes.Read64(0x1000).status, BusStatus::kAbort);
  const SparseMemory capture(BusStatus::kNotCaptured);
  EXPECT_EQ(capture.Read64(~std::uint64_t{0}).status, BusStatus::kNotCaptured);
}

TEST(SparseMemory, PresenceHas64ByteGranularity) {
  SparseMemory m;
  m.Map(0x1040, 0x40);
  EXPECT_FALSE(m.Present(0x103F));
  EXPECT_TRUE(m.Present(0x1040));
  EXPECT_TRUE(m.Present(0x107F));
  EXPECT_FALSE(m.Present(0x1080));
}

TEST(SparseMemory, MapKeepsContentAndWritesReadBack) {
  SparseMemory m;
  m.Write64(0xFFFF'FFFF'FFFF'FFF8, 7);
  m.Map(0xFFFF'FFFF'FFFF'FFC0, 0x40);
  EXPECT_EQ(m.Read64(0xFFFF'FFFF'FFFF'FFF8).value, 7u);
  EXPECT_EQ(m.Read64(0xFFFF'FFFF'FFFF'FFC0).value, 0u);
}

TEST(SparseMemory, ManyFramesSurviveRehash) {
  SparseMemory m;
  for (std::uint64_t i = 0; i < 1000; ++i) m.Write64(i << 30, i + 1);
  for (std::uint64_t i = 0; i < 1000; ++i) EXPECT_EQ(m.Read64(i << 30).value, i + 1);
}

TEST(SparseMemory, CopiesAreApartAndMovesLeaveNothingBehind) {
  SparseMemory a;
  a.Write64(0x1000, 1);
  SparseMemory b = a;
  b.Write64(0x1000, 2);
  b.Write64(0x2000, 3);
  EXPECT_EQ(a.Read64(0x1000).value, 1u);
  EXPECT_FALSE(a.Present(0x2000));
  a = b;
  EXPECT_EQ(a, b);
  const SparseMemory c = std::move(b);
  EXPECT_EQ(c, a);
  b = SparseMemory();
  EXPECT_FALSE(b.Present(0x1000));
}

TEST(SparseMemory, ClearForgetsContentAndReusesFrames) {
  SparseMemory m;
  m.Write64(0x1000, 1);
  const std::size_t bytes = m.BytesAllocated();
  m.Clear();
  EXPECT_FALSE(m.Present(0x1000));
  m.Map(0x5000, 8);
  EXPECT_EQ(m.Read64(0x5000).value, 0u);
  EXPECT_EQ(m.BytesAllocated(), bytes);
}

TEST(SparseMemory, NextFrameFindsWhatIsMapped) {
  SparseMemory m;
  EXPECT_EQ(m.NextFrame(0), std::nullopt);
  m.Map(0x9000, 8);
  m.Map(0x1000, 8);
  EXPECT_EQ(m.NextFrame(0), 1u);
  EXPECT_EQ(m.NextFrame(1), 1u);
  EXPECT_EQ(m.NextFrame(2), 9u);
  EXPECT_EQ(m.NextFrame(10), std::nullopt);
}

TEST(SparseMemory, LinesComeInAddressOrder) {
  SparseMemory m;
  m.Write64(0x9000, 1);
  m.Write64(0x1000, 2);
  std::vector<std::uint64_t> seen;
  m.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) { seen.push_back(pa); });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{0x1000, 0x9000}));
}

/// Frames 1 and 3 of 0..9, each word its own address; of frame 3 only the second line.
class TwoFrames : public PageSource {
 public:
  std::uint64_t Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const override {
    ++loads;
    const std::uint64_t present = pfn == 1 ? ~std::uint64_t{0} : pfn == 3 ? 2 : 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (present >> (i / 8) & 1) words[i] = pfn * SparseMemory::kFrameBytes + i * 8;
    }
    return present;
  }
  std::vector<FrameRange> Frames() const override { return {{0, 1}, {3, 9}}; }

  mutable int loads = 0;
};

TEST(SparseMemoryWithSource, ReadsFramesOnceAndOnlyWhenLookedAt) {
  const auto source = std::make_shared<TwoFrames>();
  const SparseMemory m(BusStatus::kNotCaptured, source);
  EXPECT_EQ(source->loads, 0);
  EXPECT_EQ(m.Read64(0x1008).value, 0x1008u);
  EXPECT_EQ(m.Line(0x1FC0)[7], 0x1FF8u);
  EXPECT_EQ(source->loads, 1);
  EXPECT_EQ(m.Read64(0x3000).status, BusStatus::kNotCaptured);
  EXPECT_EQ(m.Read64(0x3040).value, 0x3040u);
  EXPECT_EQ(m.Read64(0x2000).status, BusStatus::kNotCaptured);
}

TEST(SparseMemoryWithSource, KeepsTheRestOfAFrameThatIsWritten) {
  SparseMemory m(BusStatus::kAbort, std::make_shared<TwoFrames>());
  m.Write64(0x1000, 7);
  m.Map(0x3000, 0x40);
  EXPECT_EQ(m.Read64(0x1000).value, 7u);
  EXPECT_EQ(m.Read64(0x1008).value, 0x1008u);
  EXPECT_EQ(m.Read64(0x3000).value, 0u);
  EXPECT_EQ(m.Read64(0x3040).value, 0x3040u);
}

TEST(SparseMemoryWithSource, ListsLinesWithoutKeepingThem) {
  SparseMemory m(BusStatus::kAbort, std::make_shared<TwoFrames>());
  m.Write64(0x1000, 7);
  m.Write64(0x2000, 8);
  m.Write64(0xB000, 9);
  const std::size_t bytes = m.BytesAllocated();
  std::vector<std::uint64_t> seen;
  m.ForEachLine([&](std::uint64_t pa, const std::uint64_t* words) {
    if (pa % SparseMemory::kFrameBytes == 0 || pa > 0x2000) seen.push_back(words[0]);
  });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{7, 8, 0x3040, 9}));
  EXPECT_EQ(m.BytesAllocated(), bytes);
}

TEST(SparseMemoryWithSource, EqualsAMemoryWithTheSameLines) {
  const SparseMemory lazy(BusStatus::kAbort, std::make_shared<TwoFrames>());
  SparseMemory eager;
  EXPECT_FALSE(lazy == eager);
  lazy.ForEachLine([&](std::uint64_t pa, const std::uint64_t* words) {
    for (unsigned i = 0; i < 8; ++i) eager.Write64(pa + i * 8, words[i]);
  });
  EXPECT_TRUE(lazy == eager);
  EXPECT_TRUE(eager == lazy);
  eager.Map(0x2000, 8);
  EXPECT_FALSE(lazy == eager);
  eager.Clear();
  EXPECT_FALSE(eager == lazy);
}

TEST(SparseMemory, TheJournalTakesBackWordsAndPresence) {
  SparseMemory memory;
  memory.Write64(0x1000, 1);
  const SparseMemory before = memory;
  memory.StartJournal();
  for (unsigned run = 0; run < 2; ++run) {
    memory.Write64(0x1000, 2);
    memory.Write64(0x1000, 3);
    memory.Write64(0x1040, 4);
    memory.Map(0x5000, 64);
    EXPECT_NE(memory, before);
    memory.Undo();
    EXPECT_EQ(memory, before);
    EXPECT_FALSE(memory.Present(0x1040) || memory.Present(0x5000));
  }
}

TEST(SparseMemory, TheJournalSaysWhereChangesWere) {
  SparseMemory memory;
  memory.Map(0x1000, 64);
  memory.StartJournal();
  EXPECT_EQ(memory.changes(), 0u);
  memory.Write64(0x1008, 5);
  ASSERT_EQ(memory.changes(), 1u);
  EXPECT_EQ(memory.ChangedAt(0), 0x1008u);
  memory.Undo();
  EXPECT_EQ(memory.changes(), 0u);
}

TEST(SparseMemory, AllZeroLooksAtWholeLinesThatArePresent) {
  SparseMemory memory;
  EXPECT_TRUE(memory.AllZero(0x1000, 0x10000)) << "nothing is there";
  memory.Map(0x1000, 0x3000);
  memory.Write64(0x2FF8, 1);
  EXPECT_TRUE(memory.AllZero(0x1000, 0x1FC0));
  EXPECT_FALSE(memory.AllZero(0x1000, 0x1FC1));
  EXPECT_FALSE(memory.AllZero(0x2FF8, 8));
  EXPECT_TRUE(memory.AllZero(0x3000, 0x1000));
  EXPECT_TRUE(memory.AllZero(0x2FF8, 0));
}

TEST(SparseMemory, WithoutAJournalNothingIsTakenBack) {
  SparseMemory memory;
  memory.Write64(0x1000, 1);
  memory.Undo();
  EXPECT_EQ(memory.Read64(0x1000).value, 1u);
}

}  // namespace
}  // namespace quiesce
