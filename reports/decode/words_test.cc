#include "reports/decode/words.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

using Words = std::vector<std::uint64_t>;

/// The words of the only record in the text.
Words One(std::string_view text, unsigned bits) {
  const auto groups = ParseWords(text, bits);
  if (!groups.ok() || groups->size() != 1) return {};
  return groups->front().words;
}

std::string ErrorOf(std::string_view text, unsigned bits) {
  return std::string(ParseWords(text, bits).status().message());
}

TEST(ParseWords, WideAndNarrowWordsMakeTheSameRecord) {
  const Words event = {0x0000'0100'0000'0002, 0, 5, 0};
  EXPECT_EQ(One("0x0000010000000002 0x0 0x5 0x0", 256), event);
  EXPECT_EQ(One("0x2 0x100 0x0 0x0, 0x5 0x0 0x0 0x0", 256), event);
  EXPECT_EQ(One("00000002 00000100 00000000 00000000\n00000005 00000000 00000000 00000000", 256),
            event);
  EXPECT_EQ(One("0x2 0 0x5 0", 256), (Words{2, 0, 5, 0}));
}

TEST(ParseWords, SeveralRecords) {
  const auto groups = ParseWords("0x11\n0x12\n\n0x13\n", 32);
  ASSERT_TRUE(groups.ok());
  ASSERT_EQ(groups->size(), 3u);
  EXPECT_EQ((*groups)[2].line, 4u);
  EXPECT_EQ((*groups)[2].words, Words{0x13});
}

TEST(ParseWords, MemoryDumps) {
  const Words command = {0x0000'0100'0000'0003, 1};
  EXPECT_EQ(One("0000000040001000: 0x0000010000000003 0x0000000000000001", 128), command);
  EXPECT_EQ(One("0x40001000:\t0x0000010000000003\t0x0000000000000001", 128), command);
  EXPECT_EQ(One("0x40001000 <queue+16>: 0x00000003 0x00000100\n0x40001008: 0x1 0x0", 128), command);
  EXPECT_EQ(One("40001000: 00000003 00000100 00000001 00000000    ................", 128), command);
}

TEST(ParseWords, HexdumpC) {
  EXPECT_EQ(One("00000000  03 00 00 00 00 01 00 00  01 00 00 00 00 00 00 00  |................|\n"
                "00000010\n",
                128),
            (Words{0x0000'0100'0000'0003, 1}));
  EXPECT_EQ(
      One("00000000  03 00 00 00 00 01 00 00  01 00 00 00 00 00 00 00  |................|", 128),
      (Words{0x0000'0100'0000'0003, 1}));
  EXPECT_EQ(One("00000020  1d 00 00 00                                       |.#:.|", 32),
            Words{0x1D});
  EXPECT_EQ(ErrorOf("00000000  03 00 00  |...|", 32),
            "line 1: a hexdump -C line must hold whole 32-bit or 64-bit words");
  EXPECT_EQ(ErrorOf("*", 32), "line 1: '*' hides repeated lines; use hexdump -vC");
}

TEST(ParseWords, TimestampsAndCommentsAreNoWords) {
  EXPECT_EQ(One("[   12.345678] 0x1d  # CR0\n# 0x5\n", 32), Words{0x1D});
  EXPECT_EQ(One("[12345678] 0x1d", 32), Words{0x1D});
}

TEST(ParseWords, ErrorsNameTheLine) {
  EXPECT_EQ(ErrorOf("", 256), "no words; expected 4 64-bit or 8 32-bit words each");
  EXPECT_EQ(ErrorOf("0x1 0x2\n0x3\n", 256),
            "line 2: 3 words up to here; expected 4 64-bit or 8 32-bit words each");
  EXPECT_EQ(ErrorOf("0x1\n0xzz", 32),
            "line 2: '0xzz' is not a word; expected 0x and up to 16 hex digits");
  EXPECT_EQ(ErrorOf("12", 32), "line 1: '12' is not a word; expected 0x and up to 16 hex digits");
  EXPECT_EQ(ErrorOf("0x00112233445566778", 64),
            "line 1: '0x00112233445566778' is not a word; expected 0x and up to 16 hex digits");
  EXPECT_EQ(ErrorOf("0x100000000", 32), "line 1: more than 32 bits for a 32-bit register");
}

}  // namespace
}  // namespace quiesce
