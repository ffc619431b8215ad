#include "spec/events.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(Events, FieldsMakeTheWordsThatHardwareWrites) {
  auto e = NewEvent<Concrete, EventType::F_TRANSLATION>();
  e = With<"StreamID">(e, 0x100);
  e = With<"STAG">(e, 0x8001);
  e = With<"Stall">(e, 1);
  e = With<"RnW">(e, 1);
  e = With<"S2">(e, 1);
  e = With<"CLASS">(e, 2);
  e = WithAddr<"InputAddr">(e, Bits<Concrete, 64>(0xFFFF'0000'1234'5678));
  e = WithAddr<"IPA">(e, Bits<Concrete, 64>(0x8'1234'5678));
  EXPECT_EQ(RawWords(e), (std::array<std::uint64_t, 4>{0x0000'0100'0000'0010, 0x0000'0288'8000'8001,
                                                       0xFFFF'0000'1234'5678, 0x8'1234'5000}));
}

TEST(Events, FetchAddressKeepsBitsAbove2) {
  const auto e = WithAddr<"FetchAddr">(NewEvent<Concrete, EventType::F_STE_FETCH>(),
                                       Bits<Concrete, 64>(0x4321'87FF));
  EXPECT_EQ(RawWords(e)[3], 0x4321'87F8u);
}

TEST(Events, NumbersAreFoundBothWays) {
  EXPECT_EQ(FindEvent(0x13)->type, EventType::F_PERMISSION);
  EXPECT_EQ(FindEvent(0x0C), nullptr);
  EXPECT_EQ(SpecOf(EventType::F_VMS_FETCH).code(), 0x25);
  EXPECT_TRUE(IsImpdefEvent(0xE0) && IsImpdefEvent(0xEF));
  EXPECT_FALSE(IsImpdefEvent(0xDF) || IsImpdefEvent(0xF0));
}

TEST(Events, OnlyThreeAreRecordedWhileTheSmmuIsOff) {
  unsigned off = 0;
  for (const EventSpec& e : kEvents) off += e.smmu_off ? 1u : 0u;
  EXPECT_EQ(off, 3u);
  EXPECT_TRUE(SpecOf(EventType::F_UUT).smmu_off);
}

TEST(Events, SomeRecordsHaveNoSubstream) {
  EXPECT_EQ(FindField(kF_STREAM_DISABLED, "SubstreamID"), nullptr);
  EXPECT_EQ(FindField(kF_TRANSL_FORBIDDEN, "SSV"), nullptr);
  EXPECT_EQ(FindField(kC_BAD_SUBSTREAMID, "SSV"), nullptr);
  EXPECT_NE(FindField(kC_BAD_SUBSTREAMID, "SubstreamID"), nullptr);
}

}  // namespace
}  // namespace quiesce
