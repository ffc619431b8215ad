#include "model/image/memory.h"

#include <gtest/gtest.h>

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

TEST(SparseMemory, LinesComeInAddressOrder) {
  SparseMemory m;
  m.Write64(0x9000, 1);
  m.Write64(0x1000, 2);
  std::vector<std::uint64_t> seen;
  m.ForEachLine([&](std::uint64_t pa, const std::uint64_t*) { seen.push_back(pa); });
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{0x1000, 0x9000}));
}

}  // namespace
}  // namespace quiesce
