#include "reports/decode/queue_entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

TEST(DecodeEvent, TranslationFaultAsText) {
  const std::uint64_t words[] = {0x0000'0100'0000'5810, 0x0000'0288'8000'8001,
                                 0xFFFF'0000'1234'5678, 0x8'1234'5000};
  EXPECT_EQ(ToText(DecodeEvent(words)),
            "event F_TRANSLATION (0x10) StreamID 0x100 SubstreamID 0x5, IHI 0070 G.b 7.3.13\n"
            "  no valid translation: input address out of range, walks disabled, or invalid "
            "descriptor\n"
            "  recorded as R and S of the faulting stage say; always for stage 1 bypass\n"
            "  Type         [7:0]      0x10\n"
            "  SSV          [11]       0x1                 with SubstreamID\n"
            "  SubstreamID  [31:12]    0x5                 (valid if SSV)\n"
            "  StreamID     [63:32]    0x100\n"
            "  STAG         [79:64]    0x8001              (valid if Stall)\n"
            "  Stall        [95]       0x1                 stalled\n"
            "  PnU          [97]       0x0                 unprivileged\n"
            "  InD          [98]       0x0                 data\n"
            "  RnW          [99]       0x1                 read\n"
            "  NSIPA        [102]      0x0                 (0 on the Non-secure queue)\n"
            "  S2           [103]      0x1                 stage 2\n"
            "  CLASS        [105:104]  0x2                 IN\n"
            "  IMPDEF       [127:112]  0x0\n"
            "  InputAddr    [191:128]  0xffff000012345678\n"
            "  IPA          [243:204]  0x812345000         (valid if S2)\n");
}

TEST(DecodeEvent, SubstreamIdWithoutSsvIsNotInTheTitle) {
  const std::uint64_t words[] = {0x0000'0100'0000'5004, 0, 0, 0};
  EXPECT_EQ(DecodeEvent(words).title, "event C_BAD_STE (0x04) StreamID 0x100, IHI 0070 G.b 7.3.5");
}

TEST(DecodeEvent, BadSubstreamIdNeedsNoSsv) {
  const std::uint64_t words[] = {0x0000'0100'0000'5008, 0, 0, 0};
  EXPECT_THAT(DecodeEvent(words).title, HasSubstr("StreamID 0x100 SubstreamID 0x5"));
}

TEST(DecodeEvent, NumbersThatAreNotArchitectedSaySo) {
  const std::uint64_t reserved[] = {0x0000'0100'0000'0030, 0, 0, 0};
  EXPECT_EQ(DecodeEvent(reserved).title, "event 0x30");
  EXPECT_THAT(DecodeEvent(reserved).notes[0], HasSubstr("reserved event number"));
  const std::uint64_t impdef[] = {0x0000'0100'0000'00E3, 0, 0, 0};
  EXPECT_THAT(DecodeEvent(impdef).notes[0], HasSubstr("IMPLEMENTATION DEFINED"));
}

TEST(DecodeCommand, SaysWhatItDoesAndWhenItIsIllegal) {
  const std::uint64_t words[] = {0x0000'0100'0000'0005, 1};
  const Decoded d = DecodeCommand(words);
  EXPECT_EQ(d.title, "command CMD_CFGI_CD (0x05), IHI 0070 G.b 4.3.3");
  EXPECT_THAT(d.notes, ::testing::ElementsAre("invalidate one CD", "CERROR_ILL if IDR0.S1P = 0",
                                              "CERROR_ILL if SSec = 1"));
}

TEST(DecodeCommand, RangeOf31IsAll) {
  const std::uint64_t all[] = {0x04, 31};
  const std::uint64_t range[] = {0x04, 30};
  EXPECT_EQ(DecodeCommand(all).title, "command CMD_CFGI_ALL (0x04), IHI 0070 G.b 4.3.6");
  EXPECT_EQ(DecodeCommand(range).title, "command CMD_CFGI_STE_RANGE (0x04), IHI 0070 G.b 4.3.2");
}

TEST(DecodeCommand, OpcodesThatAreNotArchitectedSaySo) {
  const std::uint64_t reserved[] = {0x47, 0};
  EXPECT_EQ(DecodeCommand(reserved).title, "command 0x47");
  EXPECT_EQ(DecodeCommand(reserved).notes[0], "a reserved opcode: CERROR_ILL");
  const std::uint64_t impdef[] = {0x80, 0};
  EXPECT_THAT(DecodeCommand(impdef).notes[0], HasSubstr("IMPLEMENTATION DEFINED"));
}

}  // namespace
}  // namespace quiesce
