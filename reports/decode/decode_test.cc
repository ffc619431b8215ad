#include "reports/decode/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/registers.h"
#include "spec/stream_formats.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Decode, RegisterAsText) {
  const std::uint64_t word[] = {0x10210};
  EXPECT_EQ(DecodeText(kSTRTAB_BASE_CFG, word),
            "STRTAB_BASE_CFG, IHI 0070 G.b 6.3.25\n"
            "  LOG2SIZE  [5:0]    0x10  (log2 of the number of StreamIDs, capped at IDR1.SIDSIZE)\n"
            "  SPLIT     [10:6]   0x8   16 KiB leaves (6, 8 or 10; any other value behaves as 6)\n"
            "  FMT       [17:16]  0x1   2-level\n");
}

TEST(Decode, AddressesAreInPlace) {
  const std::uint64_t word[] = {0x4000'0000'1234'5640};
  EXPECT_THAT(DecodeText(kSTRTAB_BASE, word), HasSubstr("ADDR  [51:6]  0x12345640"));
  EXPECT_THAT(DecodeText(kSTRTAB_BASE, word), HasSubstr("RA    [62]    0x1"));
}

TEST(Decode, ReservedBitsAreListedAsRuns) {
  const std::uint64_t word[] = {0xC000'0020};
  EXPECT_THAT(DecodeText(kCR0, word), HasSubstr("\n  reserved bits set: [5], [31:30]\n"));
  const std::uint64_t clean[] = {0x1D};
  EXPECT_THAT(DecodeText(kCR0, clean), Not(HasSubstr("reserved")));
}

TEST(Decode, ReservedBitsThatOtherSmmusUseAreNamed) {
  std::uint64_t words[8] = {};
  words[1] = 1ull << 26;  // S1MPAM
  words[4] = 0xFFull << 16;
  EXPECT_THAT(DecodeText(kSteFormat, words),
              HasSubstr("reserved bits set: [90] (S1MPAM, MPAM), [279:272] (PARTID, MPAM)\n"));
}

TEST(Decode, ImplementationDefinedBitsAreNotReserved) {
  std::uint64_t words[8] = {};
  words[1] = 0xFFFull << 52;
  words[4] = 0xFFFF;
  EXPECT_TRUE(Decode(kSteFormat, words).reserved.empty());
}

TEST(Decode, JsonKeepsEveryBitOfAValue) {
  const std::uint64_t word[] = {0x000F'FFFF'FFFF'FFC0};
  const auto json = ToJson(Decode(kSTRTAB_BASE, word));
  EXPECT_EQ(json["title"], "STRTAB_BASE, IHI 0070 G.b 6.3.24");
  EXPECT_EQ(json["words"][0], "0xfffffffffffc0");
  EXPECT_EQ(json["fields"][0]["name"], "ADDR");
  EXPECT_EQ(json["fields"][0]["bits"], "[51:6]");
  EXPECT_EQ(json["fields"][0]["value"], "0xfffffffffffc0");
  EXPECT_TRUE(json["reserved"].empty());
}

}  // namespace
}  // namespace quiesce
