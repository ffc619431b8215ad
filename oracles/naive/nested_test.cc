// Stage 1 over stage 2: which stage faults, with which class and IPA, and what may be reported when
// stage 2 denies a hardware update.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "oracles/naive/fake_tables.h"

namespace quiesce::naive {
namespace {

constexpr std::uint64_t kReadOnlyS2 = 0x47C;  // AF, S2AP = RO, Normal

// Stage 1: 4K, two halves of 1GB blocks, level 1 table at IPA 0x1000, one leaf there for VA 0 that
// outputs IPA 0x4000'0000. Stage 2: 4K, level 1 table at PA 0x8000, IPA + 0x10'0000'0000 for the
// first two gigabytes.
class Nested : public testing::Test {
 protected:
  Nested() {
    config.stage1.emplace();
    config.stage1->lower = {Granule::k4K, 25, 0x1000, false, false, false};
    config.stage1->upper = config.stage1->lower;
    config.stage2.emplace();
    config.stage2->t0sz = 25;
    config.stage2->ttb = 0x8000;
    tables.Put(0x8000, 0x10'0000'0000 | kS2Leaf | kBlock);
    tables.Put(0x8008, 0x10'4000'0000 | kS2Leaf | kBlock);
    tables.Put(0x10'0000'1000, 0x4000'0000 | kUserLeaf | kBlock);
  }

  Outcomes Walk(Direction direction = Direction::kRead, bool privileged = false) const {
    return Translate(config, {0x42, direction, privileged}, tables.Reader());
  }
  Outcome WalkOne(Direction direction = Direction::kRead) const {
    const Outcomes all = Walk(direction);
    EXPECT_EQ(all.size(), 1u);
    return all.front();
  }

  Config config;
  FakeTables tables;
};

void ExpectFault(const Outcome& o, int stage, FaultKind kind, FaultClass fault_class) {
  EXPECT_FALSE(o.ok);
  EXPECT_EQ(o.stage, stage);
  EXPECT_EQ(o.kind, kind);
  EXPECT_EQ(o.fault_class, fault_class);
}

TEST_F(Nested, TranslatesTwice) {
  const Outcome o = WalkOne();
  EXPECT_TRUE(o.ok);
  EXPECT_EQ(o.pa, 0x10'4000'0042u);
}

TEST_F(Nested, Stage2FaultUnderATableHasClassTt) {
  tables.Put(0x8000, 0);
  const Outcome o = WalkOne(Direction::kWrite);
  ExpectFault(o, 2, FaultKind::kTranslation, FaultClass::kTt);
  EXPECT_EQ(o.ipa, 0x1000u);
  EXPECT_EQ(o.level, 1);
  EXPECT_FALSE(o.rnw);
}

TEST_F(Nested, TablesOutsideTheStage2RangeFaultAtStage2) {
  config.stage1->lower.ttb = 0xFF'FFFF'F000;
  const Outcome o = WalkOne();
  ExpectFault(o, 2, FaultKind::kTranslation, FaultClass::kTt);
  EXPECT_EQ(o.ipa, 0xFF'FFFF'F000u);
}

TEST_F(Nested, Stage2FaultOfTheOutputHasClassIn) {
  tables.Put(0x8008, kBlock | 0xFC);  // AF 0
  const Outcome o = WalkOne();
  ExpectFault(o, 2, FaultKind::kAccessFlag, FaultClass::kIn);
  EXPECT_EQ(o.ipa, 0x4000'0042u);
}

TEST_F(Nested, Stage1FaultHidesThatOfTheOutput) {
  tables.Put(0x8008, 0);
  tables.Put(0x10'0000'1000, 0x4000'0000 | 0x400 | kBlock);  // no unprivileged access
  ExpectFault(WalkOne(), 1, FaultKind::kPermission, FaultClass::kIn);
}

TEST_F(Nested, ExternalAbortsNameTheStageWhoseDescriptorAborted) {
  tables.Put(0x8000, 0x20'0000'0000 | kS2Leaf | kBlock);
  const Outcome stage1 = WalkOne();
  ExpectFault(stage1, 1, FaultKind::kExternalAbort, FaultClass::kTt);
  EXPECT_EQ(stage1.fetch_address, 0x20'0000'1000u);
  config.stage2->ttb = 0x9000;
  const Outcome stage2 = WalkOne();
  ExpectFault(stage2, 2, FaultKind::kExternalAbort, FaultClass::kTt);
  EXPECT_EQ(stage2.fetch_address, 0x9000u);
}

TEST_F(Nested, WalksAreDataReadsWhateverTheAccess) {
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock | std::uint64_t{1} << 54);  // RO, XN
  EXPECT_TRUE(WalkOne(Direction::kWrite).ok);
  tables.Put(0x8000, 0x10'0000'0000 | 0x4BC | kBlock);  // WO
  const Outcome o = WalkOne(Direction::kWrite);
  ExpectFault(o, 2, FaultKind::kPermission, FaultClass::kTt);
  EXPECT_FALSE(o.descriptor_write);
}

TEST_F(Nested, PtwProtectsWalksFromDevices) {
  tables.Put(0x8000, 0x10'0000'0000 | 0x4C0 | kBlock);  // Device
  EXPECT_TRUE(WalkOne().ok);
  config.stage2->ptw = true;
  ExpectFault(WalkOne(), 2, FaultKind::kPermission, FaultClass::kTt);
  ExpectFault(TranslateCdAddress(config, 0x42, {}, tables.Reader()), 2, FaultKind::kPermission,
              FaultClass::kCd);
}

TEST_F(Nested, CdAddressesAreDataReads) {
  const Outcome ok = TranslateCdAddress(config, 0x4000'0040, {}, tables.Reader());
  EXPECT_TRUE(ok.ok);
  EXPECT_EQ(ok.pa, 0x10'4000'0040u);
  const Outcome fault = TranslateCdAddress(config, 0x8000'0040, {}, tables.Reader());
  ExpectFault(fault, 2, FaultKind::kExternalAbort, FaultClass::kCd);
  EXPECT_EQ(fault.ipa, 0x8000'0040u);
}

TEST_F(Nested, UpdatesOfStage1NeedStage2Write) {
  config.stage1->ha = true;
  tables.Put(0x10'0000'1000, 0x4000'0000 | 0x40 | kBlock);  // AF 0
  EXPECT_TRUE(WalkOne().ok);
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock);
  const Outcome o = WalkOne();
  ExpectFault(o, 2, FaultKind::kPermission, FaultClass::kTt);
  EXPECT_TRUE(o.descriptor_write);
  EXPECT_EQ(o.ipa, 0x1000u);
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock | std::uint64_t{1} << 51);
  config.stage2->ha = config.stage2->hd = true;  // stage 2 is writable-clean
  EXPECT_TRUE(WalkOne().ok);
}

TEST_F(Nested, DirtyUpdatesOnlyForWrites) {
  config.stage1->ha = config.stage1->hd = true;
  tables.Put(0x10'0000'1000, 0x4000'0000 | 0x80 | kUserLeaf | kBlock | std::uint64_t{1} << 51);
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock);
  EXPECT_TRUE(WalkOne().ok);
  EXPECT_TRUE(WalkOne(Direction::kWrite).descriptor_write);
  EXPECT_TRUE(WalkOne(Direction::kAtomic).descriptor_write);
}

TEST_F(Nested, ReportsTheUpdatesOfBothStages) {
  constexpr std::uint64_t kDbm = std::uint64_t{1} << 51;
  constexpr std::uint64_t kCleanS2 = kDbm | 0x7C | kBlock;  // AF 0, readable, writable-clean
  constexpr std::uint64_t kCleanS1 = kDbm | 0x4000'0000 | 0xC0 | kBlock;
  config.stage1->ha = config.stage1->hd = config.stage2->ha = config.stage2->hd = true;
  tables.Put(0x10'0000'1000, kCleanS1);
  tables.Put(0x8000, 0x10'0000'0000 | kCleanS2).Put(0x8008, 0x10'4000'0000 | kCleanS2);
  const Update walk{2, 0x8000, 0x10'0000'0000 | kCleanS2, 0x10'0000'0000 | kCleanS2 | 0x400};
  const Update walk_write{2, 0x8000, walk.before, walk.after | 0x80};
  const Update output{2, 0x8008, 0x10'4000'0000 | kCleanS2, 0x10'4000'0000 | kCleanS2 | 0x400};
  const Update output_write{2, 0x8008, output.before, output.after | 0x80};
  const Update leaf{1, 0x10'0000'1000, kCleanS1, kCleanS1 | 0x400};
  const Update leaf_write{1, 0x10'0000'1000, kCleanS1, (kCleanS1 | 0x400) & ~std::uint64_t{0x80}};
  EXPECT_THAT(WalkOne().updates, testing::UnorderedElementsAre(output, walk, walk_write, leaf));
  EXPECT_THAT(WalkOne(Direction::kWrite).updates,
              testing::UnorderedElementsAre(output_write, walk, walk_write, leaf_write));
  EXPECT_THAT(TranslateCdAddress(config, 0x40, {}, tables.Reader()).updates,
              testing::ElementsAre(walk));
}

TEST_F(Nested, ADeniedUpdateMayLoseToTheStage1Fault) {
  config.stage1->ha = true;
  tables.Put(0x10'0000'1000, 0x4000'0000 | kBlock);  // AF 0, privileged only
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock);
  const Outcomes both = Walk();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_TRUE(both[0].descriptor_write);
  ExpectFault(both[1], 1, FaultKind::kPermission, FaultClass::kIn);
  EXPECT_EQ(Walk(Direction::kRead, true).size(), 1u);

  config.stage1->ips_bits = 32;
  tables.Put(0x10'0000'1000, 0x1'0000'0000 | kBlock);
  const Outcomes size = Walk();
  ASSERT_EQ(size.size(), 2u);
  ExpectFault(size[0], 1, FaultKind::kAddressSize, FaultClass::kIn);
  EXPECT_TRUE(size[1].descriptor_write);
}

TEST_F(Nested, ADeniedUpdateMayLoseToTheFaultOfTheOutput) {
  config.stage1->ha = true;
  tables.Put(0x10'0000'1000, 0x4000'0000 | 0x40 | kBlock);
  tables.Put(0x8000, 0x10'0000'0000 | kReadOnlyS2 | kBlock);
  tables.Put(0x8008, 0);
  const Outcomes both = Walk();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_TRUE(both[0].descriptor_write);
  ExpectFault(both[1], 2, FaultKind::kTranslation, FaultClass::kIn);
}

}  // namespace
}  // namespace quiesce::naive
