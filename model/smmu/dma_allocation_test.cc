// A translation allocates nothing, nor does a transaction that is translated.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "model/smmu/cache/warm.h"
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

/// Of translations from memory, the first by this view included.
std::size_t AllocationsOfWalks(testing::Rig& rig) {
  const SmmuView view = View(rig.image());
  FixedChoices choices;
  NoObserver nobody;
  const std::size_t before = allocations;
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_EQ(Translate(view, testing::Read(), choices, nobody).verdict, Verdict::kComplete);
  }
  EXPECT_TRUE(Translate(view, testing::ReadUnmapped(), choices, nobody).event.has_value());
  return allocations - before;
}

TEST(TranslateAllocation, Stage1AndNestedWalksAndTheirFaultsAllocateNothing) {
  testing::Rig stage1;
  stage1.MapStage1();
  EXPECT_EQ(AllocationsOfWalks(stage1), 0u);
  testing::Rig nested;
  nested.MapNested();
  EXPECT_EQ(AllocationsOfWalks(nested), 0u);
}

TEST(TranslateAllocation, AHitAllocatesNothing) {
  testing::Rig rig;
  rig.MapStage1();
  Caches caches({.tlb = 4});
  WarmSmmu smmu(View(rig.image()), caches);
  FixedChoices choices;
  smmu.Translate(testing::Read(), choices);
  const std::size_t before = allocations;
  EXPECT_EQ(smmu.Translate(testing::Read(), choices).verdict, Verdict::kComplete);
  EXPECT_EQ(allocations - before, 0u);
}

TEST(DmaAllocation, IsCounted) {
  testing::RunningSmmu s;
  s.rig.MapStage1(testing::kStage1Page, testing::StallingCd());
  EXPECT_GT(AllocationsOf(s, testing::ReadUnmapped()), 0u) << "a stall is kept";
}

}  // namespace
}  // namespace quiesce
