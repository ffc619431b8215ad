#include "model/smmu/event_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::ElementsAre;

Event Full(EventType type) {
  Event e;
  e.type = type;
  e.stream_id = 0x89AB;
  e.ssv = true;
  e.substream_id = 0x12345;
  e.pnu = e.ind = e.rnw = e.s2 = e.ttrnw = true;
  e.event_class = EventClass::kTt;
  e.input_address = 0xFFEE'DDCC'BBAA'9988;
  e.ipa = 0x000F'1234'5678'9000;
  e.fetch_address = 0x000A'BCDE'F012'3458;
  return e;
}

constexpr std::uint64_t kStream = 0x89AB'0000'0000;
constexpr std::uint64_t kSubstream = 0x1234'5800;  // SSV and SubstreamID

TEST(EventRecordTest, TranslationFaultsHoldAccessStageAndIpa) {
  // RnW 99, InD 98, PnU 97, S2 103, CLASS 105:104.
  EXPECT_THAT(PackEvent(Full(EventType::F_TRANSLATION)),
              ElementsAre(kStream | kSubstream | 0x10, 0x18E'0000'0000, 0xFFEE'DDCC'BBAA'9988,
                          0x000F'1234'5678'9000));
}

TEST(EventRecordTest, PermissionFaultsAddTtrnw) {
  EXPECT_EQ(PackEvent(Full(EventType::F_PERMISSION))[1], 0x118E'0000'0000u);
}

TEST(EventRecordTest, OnlyAStallHasAStag) {
  Event e = Full(EventType::F_ACCESS);
  EXPECT_EQ(PackEvent(e, 0x77)[1], 0x18E'0000'0000u);
  e.stall = true;
  EXPECT_EQ(PackEvent(e, 0x77)[1], 0x18E'8000'0077u);
}

TEST(EventRecordTest, WalkAbortsHoldTheFetchAddress) {
  EXPECT_THAT(PackEvent(Full(EventType::F_WALK_EABT)),
              ElementsAre(kStream | kSubstream | 0x0B, 0x18E'0000'0000, 0xFFEE'DDCC'BBAA'9988,
                          0x000A'BCDE'F012'3458));
}

TEST(EventRecordTest, FetchAbortsHoldNoAccess) {
  EXPECT_THAT(PackEvent(Full(EventType::F_CD_FETCH)),
              ElementsAre(kStream | kSubstream | 0x09, 0, 0, 0x000A'BCDE'F012'3458));
}

TEST(EventRecordTest, ConfigurationErrorsHoldTheStreamOnly) {
  EXPECT_THAT(PackEvent(Full(EventType::C_BAD_STE)),
              ElementsAre(kStream | kSubstream | 0x04, 0, 0, 0));
  EXPECT_THAT(PackEvent(Full(EventType::F_STREAM_DISABLED)), ElementsAre(kStream | 0x06, 0, 0, 0));
  EXPECT_THAT(PackEvent(Full(EventType::C_BAD_SUBSTREAMID)),
              ElementsAre(kStream | 0x1234'5008, 0, 0, 0));
}

TEST(EventRecordTest, AtsRecords) {
  EXPECT_THAT(PackEvent(Full(EventType::F_TRANSL_FORBIDDEN)),
              ElementsAre(kStream | 0x07, 0x8'0000'0000, 0xFFEE'DDCC'BBAA'9988, 0));
  // R 95, X 93, Priv 92; Span 1; page address.
  EXPECT_THAT(PackEvent(Full(EventType::F_BAD_ATS_TREQ)),
              ElementsAre(kStream | kSubstream | 0x05, 0xB000'0001, 0xFFEE'DDCC'BBAA'9000, 0));
}

}  // namespace
}  // namespace quiesce
