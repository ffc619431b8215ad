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
    trail.Restart(memory);
    EXPECT_EQ(trail.Read64(memory, 0x1000).value, 1u + round);
    EXPECT_EQ(trail.Read64(memory, 0x2000).value, 2u);
    EXPECT_EQ(trail.Line(memory, 0x2000)[0], 2u);
    memory.Write64(0x1000, 2);
  }
}

TEST(FrameTrail, AnswersForWhatIsNotThere) {
  SparseMemory memory(BusStatus::kNotCaptured);
  memory.Map(0x1000, 64);
  FrameTrail trail;
  for (unsigned round = 0; round < 2; ++round) {
    trail.Restart(memory);
    EXPECT_EQ(trail.Read64(memory, 0x1000).status, BusStatus::kOk);
    EXPECT_EQ(trail.Read64(memory, 0x1040).status, BusStatus::kNotCaptured) << "another line";
    EXPECT_EQ(trail.Read64(memory, 0x9000).status, BusStatus::kNotCaptured) << "another frame";
    EXPECT_EQ(trail.Line(memory, 0x9000), nullptr);
  }
}

TEST(FrameTrail, TakesAnotherOrderAndMoreReadsThanItHasPlaces) {
  SparseMemory memory;
  for (std::uint64_t i = 0; i < 100; ++i) memory.Write64(i << 12, i + 1);
  FrameTrail trail;
  trail.Restart(memory);
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(trail.Read64(memory, i << 12).value, i + 1);
  trail.Restart(memory);
  for (std::uint64_t i = 100; i-- > 0;) EXPECT_EQ(trail.Read64(memory, i << 12).value, i + 1);
}

TEST(FrameTrail, StartsAnewOnAnotherMemoryAndAfterClear) {
  SparseMemory first, second;
  first.Write64(0x1000, 1);
  second.Write64(0x1000, 2);
  FrameTrail trail;
  trail.Restart(first);
  EXPECT_EQ(trail.Read64(first, 0x1000).value, 1u);
  trail.Restart(second);
  EXPECT_EQ(trail.Read64(second, 0x1000).value, 2u);
  second.Clear();
  second.Write64(0x5000, 5);
  trail.Restart(second);
  EXPECT_EQ(trail.Read64(second, 0x1000).status, BusStatus::kAbort);
}

}  // namespace
}  // namespace quiesce
