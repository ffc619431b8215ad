#include "model/image/frame_trail.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(FrameTrail, ReadsMemoryAsItIs) {
  SparseMemory memory;
  memory.Write64(0x1000, 1);
  memory.Write64(0x2000, 2);
  FrameTrail trail;
  for (unsigned round = 0; round < 2; ++round) {
    trail.Take(memory);
    EXPECT_EQ(trail.Read64(memory, 0x1000, 0).value, 1u + round);
    EXPECT_EQ(trail.Read64(memory, 0x2000, 1).value, 2u);
    EXPECT_EQ(trail.Line(memory, 0x2000, 1)[0], 2u);
    memory.Write64(0x1000, 2);
  }
}

TEST(FrameTrail, AnswersForWhatIsNotThere) {
  SparseMemory memory(BusStatus::kNotCaptured);
  memory.Map(0x1000, 64);
  FrameTrail trail;
  for (unsigned round = 0; round < 2; ++round) {
    trail.Take(memory);
    EXPECT_EQ(trail.Read64(memory, 0x1000, 0).status, BusStatus::kOk);
    EXPECT_EQ(trail.Read64(memory, 0x1040, 1).status, BusStatus::kNotCaptured) << "another line";
    EXPECT_EQ(trail.Read64(memory, 0x9000, 2).status, BusStatus::kNotCaptured) << "another frame";
    EXPECT_EQ(trail.Line(memory, 0x9000, 3), nullptr);
  }
}

TEST(FrameTrail, TakesAnyPlaceForAnyRead) {
  SparseMemory memory;
  for (std::uint64_t i = 0; i < 100; ++i) memory.Write64(i << 12, i + 1);
  FrameTrail trail;
  trail.Take(memory);
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(trail.Read64(memory, i << 12, static_cast<unsigned>(i)).value, i + 1);
  }
  for (std::uint64_t i = 100; i-- > 0;) EXPECT_EQ(trail.Read64(memory, i << 12, 7).value, i + 1);
}

TEST(FrameTrail, StartsAnewOnAnotherMemoryAndAfterClear) {
  SparseMemory first, second;
  first.Write64(0x1000, 1);
  second.Write64(0x1000, 2);
  FrameTrail trail;
  trail.Take(first);
  EXPECT_EQ(trail.Read64(first, 0x1000, 0).value, 1u);
  trail.Take(second);
  EXPECT_EQ(trail.Read64(second, 0x1000, 0).value, 2u);
  second.Clear();
  second.Write64(0x5000, 5);
  trail.Take(second);
  EXPECT_EQ(trail.Read64(second, 0x1000, 0).status, BusStatus::kAbort);
}

}  // namespace
}  // namespace quiesce
