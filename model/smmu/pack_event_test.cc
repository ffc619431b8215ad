#include "model/smmu/pack_event.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

using Words = std::array<std::uint64_t, 4>;

TEST(PackEvent, BadStreamIdIsTypeAndStream) {
  Event e;
  e.type = EventType::C_BAD_STREAMID;
  e.stream_id = 0x100;
  e.rnw = true;  // not in this record
  EXPECT_EQ(PackEvent(e), (Words{0x0000'0100'0000'0002, 0, 0, 0}));
}

TEST(PackEvent, TranslationFaultOfARead) {
  Event e;
  e.type = EventType::F_TRANSLATION;
  e.stream_id = 8;
  e.rnw = true;
  e.event_class = EventClass::kIn;
  e.input_address = 0xFFFF'FFFF'ECD8'7A48;
  EXPECT_EQ(PackEvent(e),
            (Words{0x0000'0008'0000'0010, 0x0000'0208'0000'0000, 0xFFFF'FFFF'ECD8'7A48, 0}));
}

TEST(PackEvent, Stage2PermissionFaultOnADescriptorWrite) {
  Event e;
  e.type = EventType::F_PERMISSION;
  e.ssv = true;
  e.substream_id = 0xABCDE;
  e.s2 = true;
  e.stall = true;
  e.event_class = EventClass::kTt;
  e.ttrnw = false;
  e.ipa = 0x000F'1234'5678'9ABC;
  EXPECT_EQ(PackEvent(e),
            (Words{0x0000'0000'ABCD'E813, 0x0000'0180'8000'0000, 0, 0x000F'1234'5678'9000}));
}

TEST(PackEvent, AbortedFetchKeepsAddressBits51To3) {
  Event e;
  e.type = EventType::F_STE_FETCH;
  e.fetch_address = 0x1234'5678'9ABF;
  EXPECT_EQ(PackEvent(e), (Words{0x03, 0, 0, 0x1234'5678'9AB8}));
}

TEST(PackEvent, BadTranslationRequestHasItsOwnFields) {
  Event e;
  e.type = EventType::F_BAD_ATS_TREQ;
  e.ind = true;
  e.input_address = 0x7000;
  EXPECT_EQ(PackEvent(e), (Words{0x05, 0x0000'0000'E000'0001, 0x7000, 0}));
}

}  // namespace
}  // namespace quiesce
