#include "model/driver/insert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/driver/adopt_fixture.h"
#include "model/driver/adopt_run.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;

/// Adoption, then masters; the image may change between.
class InsertTest : public testing::Test {
 protected:
  void Adopt(Image image, const Variant& variant = kNewestVariant) {
    image_ = std::move(image);
    variant_ = variant;
    AdoptDecision d = DecideAdoption(image_, variant_, platform_);
    ASSERT_EQ(d.kind, AdoptKind::kAdopted) << Describe(d);
    view_ = std::move(*d.view);
  }
  std::optional<DriverStop> Insert(std::uint32_t sid) {
    return InsertStream(image_, variant_, platform_, sid, allocator_, view_, writes_);
  }
  bool Deferred(std::uint32_t sid) {
    return AttachDeferred(image_, variant_, view_, std::span(&sid, 1)).deferred;
  }

  Platform platform_;
  L2Allocator allocator_{platform_.l2_pool};
  Image image_;
  Variant variant_;
  AdoptedView view_;
  std::vector<DriverWrite> writes_;
};

TEST_F(InsertTest, UsesTheFoundL2WithoutWriting) {
  Adopt(TwoLevelImageWithL2());
  EXPECT_EQ(Insert(0x110), std::nullopt);
  EXPECT_EQ(view_.SteAddress(0x110), kTestL2 + 0x10 * 64);
  EXPECT_THAT(writes_, testing::IsEmpty());
}

TEST_F(InsertTest, EmptyDescriptorGetsAFreshAbortTableThenTheDescriptor) {
  Adopt(TwoLevelImage());
  EXPECT_EQ(Insert(0x210), std::nullopt);
  const std::uint64_t l2 = platform_.l2_pool.first;
  EXPECT_EQ(view_.SteAddress(0x210), l2 + 0x10 * 64);
  EXPECT_EQ(writes_.size(), 256u * 8 + 1);
  EXPECT_EQ(writes_.back(), (DriverWrite{kTestTable + 2 * 8, l2 | 9}));
  EXPECT_EQ(image_.memory.Read64(kTestTable + 2 * 8).value, l2 | 9);
  EXPECT_EQ(image_.memory.Read64(l2 + 255 * 64).value, 1u);
  EXPECT_FALSE(Deferred(0x210));
  EXPECT_EQ(Insert(0x211), std::nullopt);
  EXPECT_EQ(writes_.size(), 256u * 8 + 1);
}

TEST_F(InsertTest, OldVersionsOverwriteALiveDescriptorWithNullPointer) {
  Image image = TwoLevelImage();
  PutL1(image, 2, 9, 0);
  Adopt(image, variants::kV7);
  EXPECT_EQ(Insert(0x200), std::nullopt);
  EXPECT_EQ(image_.memory.Read64(kTestTable + 2 * 8).value, platform_.l2_pool.first | 9);
}

TEST_F(InsertTest, RetestsWhatChangedSinceAdoption) {
  Adopt(TwoLevelImageWithL2());
  PutL1(image_, 1, 12, kTestL2);
  EXPECT_EQ(Insert(0x100)->rule, AdoptRule::kL1Span);
  PutL1(image_, 1, 9, 0);
  EXPECT_EQ(Insert(0x100)->rule, AdoptRule::kL1PointerNull);
  PutL1(image_, 1, 9, kTestL2 + 0x40);
  EXPECT_EQ(Insert(0x100)->rule, AdoptRule::kL1PointerMisaligned);
  EXPECT_EQ(Insert(0x100)->address, kTestTable + 8);
  EXPECT_THAT(writes_, testing::IsEmpty());
}

TEST_F(InsertTest, V7DoesNotRetestThePointer) {
  Adopt(TwoLevelImageWithL2(), variants::kV7);
  PutL1(image_, 1, 9, kTestL2 + 0x40);
  EXPECT_EQ(Insert(0x100), std::nullopt);
  EXPECT_EQ(view_.SteAddress(0x100), kTestL2 + 0x40);
}

TEST_F(InsertTest, RangeAndMemoryRejectOneDevice) {
  Adopt(TwoLevelImage());
  EXPECT_EQ(Insert(0x1000)->rule, AdoptRule::kInsertSidOutOfRange);
  allocator_ = L2Allocator({0x8000'0000, kDriverL2Bytes - 1});
  EXPECT_EQ(Insert(0x000)->rule, AdoptRule::kInsertNoMemory);
  Adopt(LinearImage());
  EXPECT_EQ(Insert(63), std::nullopt);
  EXPECT_EQ(Insert(64)->rule, AdoptRule::kInsertSidOutOfRange);
}

TEST_F(InsertTest, DeferralByVersion) {
  Image image = LinearImage();
  PutSte(image, kTestTable + 0 * 64, ValidSte(0));
  PutSte(image, kTestTable + 1 * 64, With<"V">(ValidSte(5), 0));
  PutSte(image, kTestTable + 2 * 64, ValidSte(4));
  Adopt(image);
  EXPECT_FALSE(Deferred(0));
  EXPECT_FALSE(Deferred(1));
  EXPECT_TRUE(Deferred(2));
  const std::uint32_t both[] = {0, 2};
  EXPECT_TRUE(AttachDeferred(image_, variant_, view_, both).deferred);
  variant_ = variants::kV2;
  EXPECT_TRUE(Deferred(0));
}

std::vector<std::uint64_t> Cr0Writes(const Variant& variant, std::uint64_t cr0) {
  DriverFeatures<Concrete> features{};
  features.ats = Bool<Concrete>(true);
  features.pri = Bool<Concrete>(true);
  return AdoptModeCr0Writes(variant, features, cr0);
}

TEST(AdoptModeReset, Cr0TraceByVersion) {
  EXPECT_THAT(Cr0Writes(variants::kV1, 0x1F), ElementsAre(0x01, 0x09, 0x0D, 0x0F, 0x1F, 0x19));
  EXPECT_THAT(Cr0Writes(variants::kV2, 0x1F), ElementsAre(0x01, 0x09, 0x19, 0x19));
  EXPECT_THAT(Cr0Writes(variants::kV6, 0x0F), ElementsAre(0x01, 0x09, 0x19, 0x19));
  EXPECT_THAT(Cr0Writes(variants::kV7, 0x5F), ElementsAre(0x11, 0x19, 0x19));
  EXPECT_THAT(Cr0Writes(kNewestVariant, 0x5F), ElementsAre(0x51, 0x59, 0x59));
}

TEST(ApplyAdoption, RunsResetAndMasters) {
  Image image = TwoLevelImageWithL2();
  PutSte(image, kTestL2 + 5 * 64, ValidSte(4));
  const std::uint32_t sids[] = {0x105, 0x106, 0x5000};
  const AdoptionRun run = ApplyAdoption(image, kNewestVariant, {}, sids);
  ASSERT_EQ(run.masters.size(), 3u);
  EXPECT_TRUE(run.masters[0].deferred);
  EXPECT_EQ(run.masters[0].ste, kTestL2 + 5 * 64);
  EXPECT_FALSE(run.masters[1].deferred);
  EXPECT_EQ(run.masters[2].rejected->rule, AdoptRule::kInsertSidOutOfRange);
  EXPECT_THAT(run.writes, ElementsAre(DriverWrite{Reg::CR0, 0x11}, DriverWrite{Reg::CR0, 0x19},
                                      DriverWrite{Reg::CR0, 0x19}));
  EXPECT_EQ(image.registers.Read(Reg::CR0ACK), 0x19u);
}

TEST(ApplyAdoption, TossedWritesNothing) {
  Image image = TwoLevelImage();
  PutL1(image, 0, 3, kTestL2);
  const Image before = image;
  const std::uint32_t sid = 0;
  EXPECT_TRUE(ApplyAdoption(image, kNewestVariant, {}, std::span(&sid, 1)).writes.empty());
  EXPECT_EQ(image, before);
}

}  // namespace
}  // namespace quiesce
