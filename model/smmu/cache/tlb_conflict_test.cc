#include "model/smmu/cache/tlb_conflict.h"

#include <gtest/gtest.h>

#include "model/smmu/cache/testing/cached_smmu.h"

namespace quiesce {
namespace {

using testing::Rig;

constexpr std::uint64_t kHint = std::uint64_t{1} << 52;
constexpr std::uint64_t kNoConflictBit = std::uint64_t{1} << 16;
constexpr std::uint64_t kRegion = 0x4000'0000;

/// Keeps everything, and uses it only where told to.
struct KeepsEverything {
  std::size_t Hit(std::size_t) const { return hits ? 1 : 0; }
  bool Fill() const { return true; }
  std::size_t Evict(std::size_t) const { return 0; }
  bool hits = false;
};

class TlbConflictTest : public testing::CachedSmmu {
 protected:
  void SetUp() override {
    rig.MapStage1();
    rig.Set<Reg::IDR3, "BBML">(1);
  }
  std::string At(std::uint64_t address, bool hit) {
    KeepsEverything p{hit};
    NoObserver none;
    Transaction t = testing::Read();
    t.address = address;
    return testing::Summary(TranslateCached(caches, p, View(rig.image()), t, rig.choices, none));
  }
  std::uint64_t Map(std::uint64_t output, unsigned level, std::uint64_t bits = 0) {
    return rig.Map(Rig::kStage1Tables, {.input = kRegion,
                                        .output = output,
                                        .attributes = testing::kStage1Page | bits,
                                        .level = level});
  }
  /// A block is replaced by a table of pages without break-before-make, both are kept.
  void Split(std::uint64_t page_output, std::uint64_t block_bits = 0) {
    const std::uint64_t at = Map(0x8000'0000, 2, block_bits);
    EXPECT_EQ(At(kRegion, false), "complete 0x80000000");
    rig.memory().Write64(at, 0);
    Map(page_output, 3);
    At(kRegion, false);
  }
  std::string Picking(unsigned alternative) {
    rig.choices.Set(ChoicePoint::kTlbConflict, alternative);
    return At(kRegion, true);
  }
};

TEST_F(TlbConflictTest, TwoSizesMayConflict) {
  Split(0x8000'0000);
  EXPECT_EQ(Picking(0), "complete 0x80000000");
  EXPECT_EQ(Picking(1), "abort F_TLB_CONFLICT");
}

TEST_F(TlbConflictTest, Level2ResolvesSizes) {
  rig.Set<Reg::IDR3, "BBML">(2);
  Split(0x8000'0000);
  EXPECT_EQ(Picking(1), "complete 0x80000000");
}

TEST_F(TlbConflictTest, Level1HonoursNt) {
  Split(0x8000'0000, kNoConflictBit);
  EXPECT_EQ(Picking(1), "complete 0x80000000");
}

TEST_F(TlbConflictTest, OtherOutputsConflictWhateverTheLevel) {
  rig.Set<Reg::IDR3, "BBML">(2);
  Split(0x9000'0000);
  EXPECT_EQ(Picking(0), "complete 0x80000000");
  EXPECT_EQ(Picking(1), "abort F_TLB_CONFLICT");
}

TEST_F(TlbConflictTest, MayMixAttributesButNotAddresses) {
  const std::uint64_t at = Map(0x8000'0000, 3);
  At(kRegion, false);
  rig.memory().Write64(at, 0x9000'0000 | testing::kStage1Page | kWriteBit);
  At(kRegion, false);
  rig.choices.Set(ChoicePoint::kTlbConflict, 2);
  EXPECT_EQ(At(kRegion, true), "complete 0x80000000");
  KeepsEverything hit{true};
  NoObserver none;
  Transaction t = testing::Write();
  t.address = kRegion;
  EXPECT_EQ(testing::Summary(TranslateCached(caches, hit, View(rig.image()), t, rig.choices, none)),
            "abort F_PERMISSION w S1 IN");
}

TEST_F(TlbConflictTest, WhatHardwareUpdatesIsNoConflict) {
  const std::uint64_t at = Map(0x8000'0000, 3);
  At(kRegion, false);
  rig.memory().Write64(at, rig.memory().Read64(at).value | kHint);
  At(kRegion, false);
  EXPECT_EQ(Picking(1), "complete 0x80000000") << "BBML 1 resolves the Contiguous bit";
  At(kRegion, false);
  EXPECT_EQ(Picking(1), "complete 0x80000000");
}

TEST_F(TlbConflictTest, ContiguousLeafMayServeItsGroup) {
  Map(0x8000'0000, 3, kHint);
  EXPECT_EQ(At(kRegion, false), "complete 0x80000000");
  EXPECT_EQ(At(kRegion + 0xF000, true), "complete 0x8000f000") << "not mapped in memory";
  EXPECT_EQ(At(kRegion + 0x1'0000, true), "abort F_TRANSLATION r S1 IN");
}

TEST_F(TlbConflictTest, EventNamesTheAccessAndHasNoClass) {
  Split(0x9000'0000);
  rig.choices.Set(ChoicePoint::kTlbConflict, 1);
  KeepsEverything hit{true};
  NoObserver none;
  Transaction t = testing::Read();
  t.address = kRegion + 0x123;
  const Outcome o = TranslateCached(caches, hit, View(rig.image()), t, rig.choices, none);
  ASSERT_TRUE(o.event);
  EXPECT_EQ(o.event->input_address, t.address);
  EXPECT_TRUE(o.event->rnw);
  EXPECT_FALSE(o.event->stall);
  EXPECT_EQ(o.event->event_class, EventClass{});
}

}  // namespace
}  // namespace quiesce
