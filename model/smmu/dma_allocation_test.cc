// A translated transaction allocates nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "model/smmu/testing/running_smmu.h"

namespace {
std::size_t allocations = 0;
}  // namespace

// The whole test binary counts its allocations.
void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* p = std::malloc(bytes == 0 ? 1 : bytes)) return p;
  std::abort();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace quiesce {
namespace {

std::size_t AllocationsOf(testing::RunningSmmu& s, const Transaction& t) {
  const std::size_t before = allocations;
  s.smmu.Dma(t, s.choices);
  return allocations - before;
}

TEST(DmaAllocation, ATranslatedAccessAllocatesNothingCachedOrNot) {
  testing::RunningSmmu s;
  for (unsigned i = 0; i < 3; ++i) s.choices.Then(ChoicePoint::kCacheFill, 1);
  EXPECT_EQ(AllocationsOf(s, testing::Read()), 0u);
  ASSERT_EQ(s.smmu.caches().size(), 3u);
  EXPECT_EQ(AllocationsOf(s, testing::Write()), 0u);
  EXPECT_EQ(AllocationsOf(s, testing::ReadUnmapped()), 0u) << "nor does an event";
}

TEST(DmaAllocation, IsCounted) {
  testing::RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  EXPECT_GT(AllocationsOf(s, testing::ReadUnmapped()), 0u) << "a stall is kept";
}

}  // namespace
}  // namespace quiesce
