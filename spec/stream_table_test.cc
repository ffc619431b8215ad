#include "spec/stream_table.h"

#include <gtest/gtest.h>

#include <optional>

#include "spec/rules/legal_examples.h"
#include "spec/rules/stream_table_rules.h"

namespace quiesce {
namespace {

using Sid = Bits<Concrete, 32>;
using Table = StrtabConfig<Concrete>;

constexpr std::uint64_t kAllOnes = 0x000F'FFFF'FFFF'FFC0;

struct Config {
  unsigned fmt = 0;
  unsigned split = 8;
  unsigned log2size = 16;
  std::uint64_t addr = 0x8000'0000;
  Caps<Concrete> caps = ExampleCaps();
};

Table Decode(const Config& c) {
  RegisterRecord<Concrete, Reg::STRTAB_BASE> base;
  RegisterRecord<Concrete, Reg::STRTAB_BASE_CFG> cfg;
  SetAddr<"ADDR">(base, c.addr);
  Set<"FMT">(cfg, c.fmt);
  Set<"SPLIT">(cfg, c.split);
  Set<"LOG2SIZE">(cfg, c.log2size);
  return DecodeStrtab(base, cfg, c.caps);
}

L1Std<Concrete> Descriptor(unsigned span, std::uint64_t l2ptr) {
  L1Std<Concrete> d;
  Set<"Span">(d, span);
  SetAddr<"L2Ptr">(d, l2ptr);
  return d;
}

TEST(StreamTableTest, ReservedFormatsAreLinear) {
  EXPECT_FALSE(bool(Decode({.fmt = 0}).two_level));
  EXPECT_TRUE(bool(Decode({.fmt = 1}).two_level));
  EXPECT_FALSE(bool(Decode({.fmt = 2}).two_level));
  EXPECT_FALSE(bool(Decode({.fmt = 3}).two_level));
  Config no_two_level{.fmt = 1};
  Set<"ST_LEVEL">(no_two_level.caps.idr0, 0);
  EXPECT_FALSE(bool(Decode(no_two_level).two_level));
}

TEST(StreamTableTest, EverySplitButEightAndTenActsAsSix) {
  for (unsigned split = 0; split < 32; ++split) {
    const unsigned want = split == 8 || split == 10 ? split : 6;
    EXPECT_EQ(Decode({.fmt = 1, .split = split}).split.raw(), want) << split;
  }
}

TEST(StreamTableTest, LinearBaseIsAlignedToTheSizeAsWritten) {
  EXPECT_EQ(Decode({.log2size = 0, .addr = kAllOnes}).base.raw(), kAllOnes);
  EXPECT_EQ(Decode({.log2size = 10, .addr = kAllOnes}).base.raw(), 0x000F'FFFF'FFFF'0000u);
  // LOG2SIZE 20 with 16-bit StreamIDs: 65536 STEs are reachable, the base is aligned for a million.
  const Table t = Decode({.log2size = 20, .addr = kAllOnes});
  EXPECT_EQ(t.sid_bits.raw(), 16u);
  EXPECT_EQ(t.base.raw(), 0x000F'FFFF'FC00'0000u);
  EXPECT_EQ(Decode({.log2size = 46, .addr = kAllOnes}).base.raw(), 0u);
  EXPECT_EQ(Decode({.log2size = 63, .addr = kAllOnes}).base.raw(), 0u);
}

TEST(StreamTableTest, Level1BaseIsAlignedToTheSizeAsWrittenOr64Bytes) {
  EXPECT_EQ(Decode({.fmt = 1, .split = 8, .log2size = 11, .addr = kAllOnes}).base.raw(), kAllOnes);
  // 2^(12-8) descriptors of 8 bytes: 128.
  EXPECT_EQ(Decode({.fmt = 1, .split = 8, .log2size = 12, .addr = kAllOnes}).base.raw(),
            0x000F'FFFF'FFFF'FF80u);
  EXPECT_EQ(Decode({.fmt = 1, .split = 8, .log2size = 20, .addr = kAllOnes}).base.raw(),
            0x000F'FFFF'FFFF'8000u);
  EXPECT_EQ(Decode({.fmt = 1, .split = 7, .log2size = 20, .addr = kAllOnes}).base.raw(),
            0x000F'FFFF'FFFE'0000u);
  EXPECT_EQ(Decode({.fmt = 1, .split = 10, .log2size = 3, .addr = kAllOnes}).base.raw(), kAllOnes);
}

TEST(StreamTableTest, V3_0HasNoAddressBitsAbove47) {
  const Caps<Concrete> caps = ExampleCapsV3_0();
  EXPECT_EQ(Decode({.log2size = 0, .addr = kAllOnes, .caps = caps}).base.raw(),
            0x0000'FFFF'FFFF'FFC0u);
  EXPECT_EQ(L2Base(Descriptor(1, kAllOnes), caps).raw(), 0x0000'FFFF'FFFF'FFC0u);
}

TEST(StreamTableTest, StreamIdRangeIsTheSmallerOfTableAndHardware) {
  const Table hw = Decode({.log2size = 20});
  EXPECT_TRUE(bool(SidInRange(hw, Sid(0xFFFF))));
  EXPECT_FALSE(bool(SidInRange(hw, Sid(0x10000))));
  const Table one = Decode({.log2size = 0});
  EXPECT_TRUE(bool(SidInRange(one, Sid(0))));
  EXPECT_FALSE(bool(SidInRange(one, Sid(1))));
  Config all{.log2size = 63};
  Set<"SIDSIZE">(all.caps.idr1, 32);
  EXPECT_TRUE(bool(SidInRange(Decode(all), Sid(0xFFFF'FFFF))));
  EXPECT_EQ(FirstStreamIdViolation(one, Sid(1)), StreamTableRule::kSidRange);
  EXPECT_EQ(FirstStreamIdViolation(one, Sid(0)), std::nullopt);
}

TEST(StreamTableTest, LinearAddresses) {
  const Table t = Decode({.log2size = 16, .addr = 0x8000'0000});
  EXPECT_EQ(LinearSteAddress(t, Sid(0)).raw(), 0x8000'0000u);
  EXPECT_EQ(LinearSteAddress(t, Sid(0xFFFF)).raw(), 0x803F'FFC0u);
  EXPECT_EQ(LinearBounds(t).first.raw(), 0x8000'0000u);
  EXPECT_EQ(LinearBounds(t).end.raw(), 0x8040'0000u);
}

/// The example of figure 3.2: SPLIT 8, StreamIDs 0 to 1023.
TEST(StreamTableTest, TheExampleOfTheArchitecture) {
  const Table t = Decode({.fmt = 1, .split = 8, .log2size = 10, .addr = 0x7000'0000});
  const Caps<Concrete> caps = ExampleCaps();
  EXPECT_EQ(L1StdAddress(t, Sid(255)).raw(), 0x7000'0000u);
  EXPECT_EQ(L1StdAddress(t, Sid(256)).raw(), 0x7000'0008u);
  EXPECT_EQ(L1StdAddress(t, Sid(768)).raw(), 0x7000'0018u);
  EXPECT_EQ(L1Bounds(t).end.raw(), 0x7000'0020u);

  const auto four = Descriptor(3, 0x2F00);  // the figure's 0x2F20 is aligned to 256 bytes
  EXPECT_EQ(L2SteAddress(t, four, Sid(259), caps).raw(), 0x2FC0u);
  EXPECT_EQ(L2SteAddress(t, Descriptor(3, 0x2F20), Sid(259), caps).raw(), 0x2FC0u);
  EXPECT_EQ(FirstL1StdViolation(t, four, Sid(259)), std::nullopt);
  EXPECT_EQ(FirstL1StdViolation(t, four, Sid(260)), StreamTableRule::kSidBeyondSpan);
  EXPECT_EQ(FirstL1StdViolation(t, Descriptor(0, 0), Sid(512)), StreamTableRule::kSpanZero);
  EXPECT_EQ(L2SteAddress(t, Descriptor(1, 0x4000), Sid(768), caps).raw(), 0x4000u);
  EXPECT_EQ(FirstL1StdViolation(t, Descriptor(1, 0x4000), Sid(769)),
            StreamTableRule::kSidBeyondSpan);
}

/// What SPLIT 8 makes of a Span, for StreamID 0.
std::optional<StreamTableRule> RuleOfSpan(unsigned span) {
  if (span == 0) return StreamTableRule::kSpanZero;
  if (span <= 9) return std::nullopt;
  return span <= 11 ? StreamTableRule::kSpanBeyondSplit : StreamTableRule::kSpanReserved;
}

TEST(StreamTableTest, SpansThatDescribeNoArray) {
  const Table t = Decode({.fmt = 1, .split = 8});
  for (unsigned span = 0; span < 32; ++span) {
    const auto d = Descriptor(span, 0x4000);
    EXPECT_EQ(FirstL1StdViolation(t, d, Sid(0)), RuleOfSpan(span)) << span;
    EXPECT_EQ(bool(L1StdUsable(t, d, Sid(0))), !RuleOfSpan(span).has_value()) << span;
  }
}

TEST(StreamTableTest, EachRuleOfADescriptorFiresAlone) {
  const Table t = Decode({.fmt = 1, .split = 6});
  for (unsigned span = 0; span < 32; ++span) {
    for (unsigned sid = 0; sid < 64; ++sid) {
      AllRules<Concrete, StreamTableRule> sink;
      L1StdRules(t, Descriptor(span, 0), Sid(sid), sink);
      int broken = 0;
      for (const auto& entry : sink.entries()) broken += entry.broken ? 1 : 0;
      EXPECT_EQ(sink.entries().size() + 1, kStreamTableRuleCount);
      EXPECT_EQ(broken, L1StdUsable(t, Descriptor(span, 0), Sid(sid)) ? 0 : 1);
    }
  }
}

TEST(StreamTableTest, Level2ArrayIsAlignedToItsSpan) {
  const Caps<Concrete> caps = ExampleCaps();
  EXPECT_EQ(L2Base(Descriptor(1, kAllOnes), caps).raw(), kAllOnes);
  EXPECT_EQ(L2Base(Descriptor(2, kAllOnes), caps).raw(), 0x000F'FFFF'FFFF'FF80u);
  EXPECT_EQ(L2Base(Descriptor(9, kAllOnes), caps).raw(), 0x000F'FFFF'FFFF'C000u);
  EXPECT_EQ(L2Base(Descriptor(11, kAllOnes), caps).raw(), 0x000F'FFFF'FFFF'0000u);
}

TEST(StreamTableTest, SplitBeyondTheTableLeavesOneDescriptor) {
  const Table t = Decode({.fmt = 1, .split = 10, .log2size = 7, .addr = 0x7000'0000});
  EXPECT_EQ(L1StdAddress(t, Sid(127)).raw(), 0x7000'0000u);
  EXPECT_EQ(L1Bounds(t).end.raw(), 0x7000'0008u);
  EXPECT_FALSE(bool(SidInRange(t, Sid(128))));
  // The whole span is legal, but only 2^7 of its STEs can be reached.
  const auto whole = Descriptor(11, 0x9000'0000);
  EXPECT_EQ(FirstL1StdViolation(t, whole, Sid(127)), std::nullopt);
  EXPECT_EQ(L2Bounds(t, whole, ExampleCaps()).end.raw(), 0x9000'2000u);
}

TEST(StreamTableTest, BoundsFollowTheReachableStreamIdsNotTheSizeAsWritten) {
  const Table t = Decode({.fmt = 1, .split = 8, .log2size = 24, .addr = 0x7000'0000});
  EXPECT_EQ(L1Bounds(t).end.raw(), 0x7000'0800u);  // 2^(16-8) descriptors
  EXPECT_EQ(L1StdAddress(t, Sid(0xFFFF)).raw(), 0x7000'07F8u);
  EXPECT_EQ(L2Bounds(t, Descriptor(9, 0x9000'0000), ExampleCaps()).end.raw(), 0x9000'4000u);
}

}  // namespace
}  // namespace quiesce
