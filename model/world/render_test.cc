#include "model/world/render.h"

#include <gtest/gtest.h>

#include "spec/stream_formats.h"

namespace quiesce {
namespace {

Stream BypassStream(std::uint32_t sid) { return {.sid = sid, .kind = SteKind::kBypass}; }

Stream Stage1Stream(std::uint32_t sid) {
  Stream s{.sid = sid, .kind = SteKind::kStage1};
  s.substreams.push_back({.ssid = 0, .asid = 7, .table = {.txsz = 25, .mappings = {{}}}});
  return s;
}

template <class R>
R ReadRecord(const Image& image, std::uint64_t pa) {
  std::array<std::uint64_t, R::kWords> raw{};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const WordRead w = image.memory.Read64(pa + 8 * i);
    EXPECT_EQ(w.status, BusStatus::kOk);
    raw[i] = w.value;
  }
  return FromRaw<R>(raw);
}

std::uint64_t StrtabBase(const Image& image) {
  return Addr<"ADDR">(image.registers.Get<Reg::STRTAB_BASE>()).raw();
}

L1Std<Concrete> L1StdAt(const Image& image, std::uint64_t index) {
  return ReadRecord<L1Std<Concrete>>(image, StrtabBase(image) + 8 * index);
}

Ste<Concrete> TwoLevelSte(const Image& image, std::uint32_t sid) {
  const auto l1 = L1StdAt(image, sid >> 8);
  return ReadRecord<Ste<Concrete>>(image, Addr<"L2Ptr">(l1).raw() + 64 * (sid & 0xFF));
}

TEST(Render, DescribesTheTableInItsRegisters) {
  const Image image = Render(Scenario());
  const auto cfg = image.registers.Get<Reg::STRTAB_BASE_CFG>();
  EXPECT_EQ(Get<"FMT">(cfg).raw(), 1u);
  EXPECT_EQ(Get<"LOG2SIZE">(cfg).raw(), 16u);
  EXPECT_EQ(Get<"SPLIT">(cfg).raw(), 8u);
  EXPECT_EQ(image.registers.Read(Reg::CR0), 0xDu);
  EXPECT_EQ(image.registers.Read(Reg::CR0ACK), 0xDu);
  EXPECT_EQ(StrtabBase(image), 0x4000'0000u);
  EXPECT_EQ(Get<"Span">(L1StdAt(image, 3)).raw(), 0u);
}

TEST(Render, FillsTheL2TableAroundAStream) {
  Scenario s;
  s.stream_table.unused = UnusedSte::kAbort;
  s.streams = {BypassStream(0x123)};
  const Image image = Render(s);
  EXPECT_EQ(Get<"Span">(L1StdAt(image, 0)).raw(), 0u);
  EXPECT_EQ(Get<"Span">(L1StdAt(image, 1)).raw(), 9u);
  EXPECT_EQ(Addr<"L2Ptr">(L1StdAt(image, 1)).raw() % 0x4000, 0u);
  EXPECT_EQ(TwoLevelSte(image, 0x123).word(0).raw(), 0x9u);
  EXPECT_EQ(TwoLevelSte(image, 0x124).word(0).raw(), 0x1u) << "V = 1, Config = abort";
}

TEST(Render, LinearTableHoldsEveryStream) {
  Scenario s;
  s.stream_table = {.format = TableFormat::kLinear, .log2size = 6};
  s.streams = {BypassStream(5), BypassStream(64)};
  const Image image = Render(s);
  EXPECT_EQ(StrtabBase(image) % 4096, 0u);
  EXPECT_EQ(ReadRecord<Ste<Concrete>>(image, StrtabBase(image) + 5 * 64).word(0).raw(), 0x9u);
  EXPECT_EQ(ReadRecord<Ste<Concrete>>(image, StrtabBase(image) + 6 * 64).word(0).raw(), 0u);
}

TEST(Render, Stage1StreamHasACdAndATable) {
  Scenario s;
  s.streams = {Stage1Stream(1)};
  const Image image = Render(s);
  const auto ste = TwoLevelSte(image, 1);
  EXPECT_EQ(Get<"Config">(ste).raw(), 5u);
  const auto cd = ReadRecord<Cd<Concrete>>(image, Addr<"S1ContextPtr">(ste).raw());
  EXPECT_TRUE(Is<"V">(cd).raw());
  EXPECT_EQ(Get<"ASID">(cd).raw(), 7u);
  EXPECT_EQ(Get<"T0SZ">(cd).raw(), 25u);
  EXPECT_EQ(image.memory.Read64(Addr<"TTB0">(cd).raw()).value & 3, 3u) << "a table descriptor";
}

TEST(Render, TwoLevelCdTableHoldsEachSubstreamInItsLeaf) {
  Scenario s;
  Stream stream{.sid = 1, .cd_format = CdTableFormat::kTwoLevel4K, .s1cdmax = 8};
  stream.substreams = {{.ssid = 0, .asid = 1}, {.ssid = 0x85, .asid = 2}};
  s.streams = {stream};
  const Image image = Render(s);
  const std::uint64_t l1cd_pa = Addr<"S1ContextPtr">(TwoLevelSte(image, 1)).raw() + 8 * (0x85 >> 6);
  const auto l1cd = ReadRecord<L1Cd<Concrete>>(image, l1cd_pa);
  EXPECT_TRUE(Is<"V">(l1cd).raw());
  const std::uint64_t cd_pa = Addr<"L2Ptr">(l1cd).raw() + 64 * (0x85 & 0x3F);
  EXPECT_EQ(Get<"ASID">(ReadRecord<Cd<Concrete>>(image, cd_pa)).raw(), 2u);
}

TEST(Render, NestedStreamMapsItsOwnCdInStage2) {
  Scenario s;
  Stream stream = Stage1Stream(1);
  stream.kind = SteKind::kNested;
  stream.stage2.txsz = 24;
  s.streams = {stream};
  const Image image = Render(s);
  const auto ste = TwoLevelSte(image, 1);
  EXPECT_EQ(Get<"Config">(ste).raw(), 7u);
  EXPECT_EQ(Get<"S2SL0">(ste).raw(), 1u) << "40 bits of IPA: two concatenated level 1 tables";
  const std::uint64_t ipa = Addr<"S1ContextPtr">(ste).raw();
  const std::uint64_t l1 = Addr<"S2TTB">(ste).raw() + 8 * (ipa >> 30);
  const std::uint64_t l2 =
      (image.memory.Read64(l1).value & MaxValue(48) & ~MaxValue(12)) + 8 * (ipa >> 21 & 0x1FF);
  const std::uint64_t l3 =
      (image.memory.Read64(l2).value & MaxValue(48) & ~MaxValue(12)) + 8 * (ipa >> 12 & 0x1FF);
  EXPECT_EQ(image.memory.Read64(l3).value & MaxValue(48) & ~MaxValue(12), ipa & ~MaxValue(12));
}

TEST(Render, Stage2StreamMapsNothingButWhatItIsTold) {
  Stream stream{.sid = 0, .kind = SteKind::kStage2};
  stream.stage2 = {.granule = GranuleSize::k64K};
  const Image image = Render({.smmu = {}, .control = {}, .stream_table = {}, .streams = {stream}});
  const std::uint64_t table = Addr<"S2TTB">(TwoLevelSte(image, 0)).raw();
  EXPECT_TRUE(image.memory.AllZero(table, 512));
}

TEST(Render, SameScenarioSameBytesAlsoInAReusedImage) {
  Scenario s;
  s.streams = {Stage1Stream(1), BypassStream(0x200)};
  Image reused = Render(s);
  RenderInto(Scenario(), reused);
  RenderInto(s, reused);
  EXPECT_EQ(reused, Render(s));
  EXPECT_NE(reused, Render(Scenario()));
}

}  // namespace
}  // namespace quiesce
