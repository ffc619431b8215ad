#include "model/world/render_corruption.h"

#include <gtest/gtest.h>

#include "model/world/render.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

Scenario TwoBuses() {
  Scenario s;
  Stream translated{.sid = 0x100, .kind = SteKind::kStage1};
  translated.substreams.push_back({});
  s.streams = {translated, {.sid = 0x205, .kind = SteKind::kBypass}};
  return s;
}

Image WithCorruption(Corruption c) {
  Scenario s = TwoBuses();
  s.corruptions = {c};
  return Render(s);
}

L1Std<Concrete> L1StdAt(const Image& image, std::uint64_t index) {
  const auto base = Addr<"ADDR">(image.registers.Get<Reg::STRTAB_BASE>()).raw();
  return L1Std<Concrete>(Bits<Concrete, 64>(image.memory.Read64(base + 8 * index).value));
}

TEST(Corruption, NullL2PtrKeepsTheSpan) {
  const Image image = WithCorruption(NullL2Ptr{0x100});
  EXPECT_EQ(L1StdAt(image, 1).word(0).raw(), 9u);
  EXPECT_NE(Addr<"L2Ptr">(L1StdAt(image, 2)).raw(), 0u);
}

TEST(Corruption, SpanAndMisalignmentChangeOneDescriptor) {
  const Image clean = Render(TwoBuses());
  EXPECT_EQ(Get<"Span">(L1StdAt(WithCorruption(LieSpan{0x2FF, 5}), 2)).raw(), 5u);
  const Image shifted = WithCorruption(MisalignL2Ptr{0x205, 0x40});
  EXPECT_EQ(Addr<"L2Ptr">(L1StdAt(shifted, 2)).raw(),
            Addr<"L2Ptr">(L1StdAt(clean, 2)).raw() + 0x40);
  EXPECT_EQ(L1StdAt(shifted, 1).word(0).raw(), L1StdAt(clean, 1).word(0).raw());
}

TEST(Corruption, AliasedDescriptorsAreEqual) {
  const Image image = WithCorruption(AliasL1Std{.sid = 0x700, .source_sid = 0x205});
  EXPECT_EQ(L1StdAt(image, 7).word(0).raw(), L1StdAt(image, 2).word(0).raw());
}

TEST(Corruption, RegisterFieldsLie) {
  const auto log2 = WithCorruption(LieLog2Size{63}).registers.Get<Reg::STRTAB_BASE_CFG>();
  EXPECT_EQ(Get<"LOG2SIZE">(log2).raw(), 63u);
  const auto split = WithCorruption(LieSplit{10}).registers.Get<Reg::STRTAB_BASE_CFG>();
  EXPECT_EQ(Get<"SPLIT">(split).raw(), 10u);
  EXPECT_EQ(Get<"LOG2SIZE">(split).raw(), 16u);
  EXPECT_EQ(WithCorruption(FlipRegisterBit{Reg::GBPA, 20}).registers.Read(Reg::GBPA), 1u << 20);
}

TEST(Corruption, EachFlipChangesExactlyOneBitAndUndoesItself) {
  for (const Corruption& c :
       std::initializer_list<Corruption>{FlipL1StdBit{0x100, 63}, FlipSteBit{0x205, 511},
                                         FlipCdBit{0x100, 0, 31}, FlipRegisterBit{Reg::CR0, 0}}) {
    Scenario s = TwoBuses();
    s.corruptions = {c};
    EXPECT_NE(Render(s), Render(TwoBuses())) << Describe(c);
    s.corruptions = {c, c};
    EXPECT_EQ(Render(s), Render(TwoBuses())) << Describe(c);
  }
}

TEST(Corruption, MissingTargetChangesNothing) {
  for (const Corruption& c : std::initializer_list<Corruption>{
           FlipL1StdBit{0x10000, 0}, FlipL1StdBit{0x100, 64}, FlipSteBit{0x900, 0},
           FlipSteBit{0x100, 512}, FlipCdBit{0x100, 1, 0}, FlipRegisterBit{Reg::CR0, 32},
           NullL2Ptr{0x10000}, AliasL1Std{0x100, 0x10000}}) {
    EXPECT_EQ(WithCorruption(c), Render(TwoBuses())) << Describe(c);
  }
}

TEST(Corruption, LinearTablesHaveNoL1Std) {
  Scenario s = TwoBuses();
  s.stream_table.format = TableFormat::kLinear;
  s.stream_table.log2size = 10;
  const Image clean = Render(s);
  s.corruptions = {NullL2Ptr{0x100}, LieSpan{0x100, 3}, AliasL1Std{0x100, 0x205}};
  EXPECT_EQ(Render(s), clean);
}

TEST(Corruption, DescribesItselfOnOneLine) {
  EXPECT_EQ(Describe(NullL2Ptr{0x100}), "NullL2Ptr sid=0x100");
  EXPECT_EQ(Describe(FlipRegisterBit{Reg::CR0, 3}), "FlipRegisterBit CR0 bit=3");
  EXPECT_EQ(Describe(AliasL1Std{1, 2}), "AliasL1Std sid=0x1 source_sid=0x2");
}

}  // namespace
}  // namespace quiesce
