#include "oracles/expected_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

const char kTranslationRead[] =
    "0x30 0x10001b000 R EVENT "
    "00000010 00000030 00000000 00000208 0001b000 00000001 00000000 00000000";
constexpr ExpectedEvent kTranslationWords = {
    {0x0000'0030'0000'0010, 0x0000'0208'0000'0000, 0x1'0001'b000, 0}};

ExpectedRow Row(const std::string& text) {
  const auto rows = ParseExpectedRows(text, "e.tsv");
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows->at(0);
}

std::string ErrorOf(const std::string& text) {
  return std::string(ParseExpectedRows(text, "e.tsv").status().message());
}

std::string Difference(const std::string& row, const ObservedResult& observed,
                       const OracleQuirks& quirks = {}) {
  return CompareRow(Row(row), observed, quirks).value_or("");
}

/// A record like kTranslationWords with one bit of the 256 flipped.
ExpectedEvent Flipped(unsigned bit) {
  ExpectedEvent e = kTranslationWords;
  e.words[bit / 64] ^= std::uint64_t{1} << (bit % 64);
  return e;
}

TEST(ExpectedRows, Parse) {
  const auto rows = ParseExpectedRows(
      "# sid iova access result\n"
      "\n"
      "0x0008\t0xffebba5c\tW\tOK 0x43df9a5c  # a comment\n"
      "0x0020\t0x1000\tR\tNOEVENT-NOLAND\n"
      "0x0030\t0xfffffa5c\tW\tSKIP\n" +
          std::string(kTranslationRead),
      "e.tsv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 4u);
  EXPECT_EQ(rows->at(0).line, 3u);
  EXPECT_EQ(rows->at(0).stream_id, 8u);
  EXPECT_EQ(rows->at(0).address, 0xffebba5cu);
  EXPECT_TRUE(rows->at(0).write);
  EXPECT_EQ(std::get<Completed>(rows->at(0).result), Completed{0x43df9a5c});
  EXPECT_FALSE(rows->at(1).write);
  EXPECT_EQ(std::get<SilentlyAborted>(rows->at(1).result), SilentlyAborted{});
  EXPECT_TRUE(rows->at(2).skipped());
  EXPECT_EQ(std::get<ExpectedEvent>(rows->at(3).result), kTranslationWords);
}

TEST(ExpectedRows, NameTheLineThatDoesNotParse) {
  EXPECT_EQ(ErrorOf("#\n0x8 0x0 W\n"), "e.tsv:2: expected `StreamID address R|W result`");
  EXPECT_EQ(ErrorOf("dev 0x0 W SKIP"), "e.tsv:1: 'dev' is not a StreamID");
  EXPECT_EQ(ErrorOf("0x100000000 0x0 W SKIP"), "e.tsv:1: '0x100000000' is not a StreamID");
  EXPECT_EQ(ErrorOf("0x8 here W SKIP"), "e.tsv:1: 'here' is not an address");
  EXPECT_EQ(ErrorOf("0x8 0x0 X SKIP"), "e.tsv:1: 'X' is no access: expected R or W");
  EXPECT_EQ(ErrorOf("0x8 0x0 W EVENT 0 1"), "e.tsv:1: EVENT needs 8 words of 32 bits, not 2");
  EXPECT_EQ(ErrorOf("0x8 0x0 W EVENT 0 1 2 3 4 5 6 123456789"),
            "e.tsv:1: '123456789' is not a 32-bit word in hex");
  for (const char* result :
       {"OK", "OK there", "OK 0x0 0x1", "SKIP 1", "NOEVENT-NOLAND x", "FINE"}) {
    EXPECT_THAT(ErrorOf(std::string("0x8 0x0 W ") + result),
                HasSubstr("e.tsv:1: expected a result"));
  }
}

TEST(ExpectedRows, MustNotBeEmpty) {
  EXPECT_EQ(ErrorOf("# sid\n"), "e.tsv: no rows: there is nothing to compare with");
  EXPECT_EQ(LoadExpectedRows("/nonexistent").status().message(),
            "/nonexistent: cannot read: No such file or directory");
}

TEST(CompareRow, NeedsTheSameAddress) {
  const std::string row = "0x8 0x1234 W OK 0x40001234";
  EXPECT_EQ(Difference(row, Completed{0x40001234}), "");
  EXPECT_EQ(Difference(row, Completed{0x40002234}),
            "StreamID 0x8 write 0x1234: it completes at 0x40001234, "
            "but the model completes at 0x40002234");
  EXPECT_THAT(Difference(row, kTranslationWords), HasSubstr("but the model records F_TRANSLATION"));
  EXPECT_THAT(Difference(row, SilentlyAborted{}),
              HasSubstr("but the model aborts without a record"));
}

TEST(CompareRow, NeedsASilentAbort) {
  const std::string row = "0x8 0x1234 R NOEVENT-NOLAND";
  EXPECT_EQ(Difference(row, SilentlyAborted{}), "");
  EXPECT_EQ(Difference(row, Completed{0}),
            "StreamID 0x8 read 0x1234: it aborts without a record, but the model completes at 0x0");
  EXPECT_NE(Difference(row, kTranslationWords), "");
}

TEST(CompareRow, HasNoAnswerForNoAnswer) {
  for (const char* result : {"OK 0x0", "NOEVENT-NOLAND"}) {
    EXPECT_THAT(Difference(std::string("0x8 0x0 R ") + result, NoAnswer{"0x1000 is not captured"}),
                HasSubstr("but the model has no answer: 0x1000 is not captured"));
  }
}

TEST(CompareRow, NeedsEveryDefinedBitOfARecord) {
  EXPECT_EQ(Difference(kTranslationRead, kTranslationWords), "");
  const auto is_free = [](unsigned bit) {
    const bool substream_id = bit >= 12 && bit < 32;  // SSV is 0
    const bool stag = bit >= 64 && bit < 80;          // Stall is 0
    const bool impdef = bit >= 112 && bit < 128;
    const bool ipa = bit >= 204 && bit < 244;  // S2 is 0
    return substream_id || stag || impdef || ipa;
  };
  for (unsigned bit = 0; bit < 256; ++bit) {
    EXPECT_EQ(Difference(kTranslationRead, Flipped(bit)) == "", is_free(bit)) << "bit " << bit;
  }
}

TEST(CompareRow, NamesTheField) {
  EXPECT_EQ(Difference(kTranslationRead, Flipped(99)),
            "StreamID 0x30 read 0x10001b000: F_TRANSLATION.RnW is 0x1, but the model records 0x0");
  EXPECT_THAT(
      Difference(kTranslationRead, Flipped(140)),
      HasSubstr("F_TRANSLATION.InputAddr is 0x10001b000, but the model records 0x10001a000"));
  EXPECT_THAT(Difference(kTranslationRead, Flipped(32)),
              HasSubstr("F_TRANSLATION.StreamID is 0x30"));
  EXPECT_THAT(Difference(kTranslationRead, Flipped(1)),
              HasSubstr("F_TRANSLATION is recorded, but the model records F_ACCESS"));
  EXPECT_THAT(Difference(kTranslationRead, Flipped(8)),
              HasSubstr("RES0 bits than the model: 0x100"));
}

TEST(CompareRow, QuirkClassZeroExcusesAZeroClassOnly) {
  const OracleQuirks quirks{.qemu7_class_zero = true};
  const char class_zero[] =
      "0x30 0x10001b000 R EVENT "
      "00000010 00000030 00000000 00000008 0001b000 00000001 00000000 00000000";
  EXPECT_THAT(Difference(class_zero, kTranslationWords), HasSubstr("F_TRANSLATION.CLASS is 0x0"));
  EXPECT_EQ(Difference(class_zero, kTranslationWords, quirks), "");
  EXPECT_NE(Difference(class_zero, Flipped(99), quirks), "");
  EXPECT_NE(Difference(kTranslationRead, Flipped(104), quirks), "");
}

TEST(CompareRow, QuirkInvalidSidExcusesAMissingRecordOnly) {
  const OracleQuirks quirks{.qemu_records_invalid_sid = true};
  const std::string row = "0x700 0x0 R EVENT 2 700 0 0 0 0 0 0";
  EXPECT_THAT(Difference(row, SilentlyAborted{}), HasSubstr("it records C_BAD_STREAMID"));
  EXPECT_EQ(Difference(row, SilentlyAborted{}, quirks), "");
  EXPECT_NE(Difference(row, Completed{0}, quirks), "");
  EXPECT_NE(Difference(kTranslationRead, SilentlyAborted{}, quirks), "");
}

TEST(KnownQuirks, AreTheNamedFlags) {
  for (const QuirkSpec& quirk : KnownQuirks()) {
    OracleQuirks quirks;
    quirks.*quirk.flag = true;
    EXPECT_EQ(quirks.qemu7_class_zero, quirk.name == "qemu7-class-zero");
    EXPECT_EQ(quirks.qemu_records_invalid_sid, quirk.name == "qemu-records-invalid-sid");
  }
  EXPECT_EQ(KnownQuirks().size(), 2u);
}

/// How many rows of each kind a kept file has: completed, recorded, silent, skipped.
using Counts = std::array<std::size_t, 4>;
class CorpusRows : public ::testing::TestWithParam<std::pair<const char*, Counts>> {};
INSTANTIATE_TEST_SUITE_P(Corpus, CorpusRows,
                         ::testing::Values(std::pair("idle", Counts{2362, 468, 12, 22}),
                                           std::pair("kdump", Counts{0, 222, 12, 8}),
                                           std::pair("passthrough", Counts{240, 12, 12, 0})));

TEST_P(CorpusRows, Parse) {
  for (const char* oracle : {"qemu7", "qemu10"}) {
    const auto rows = LoadExpectedRows(std::string(QUIESCE_CORPUS_DIR) + "/captures/linux-6.1-" +
                                       GetParam().first + ".expected-" + oracle + ".tsv");
    ASSERT_TRUE(rows.ok()) << rows.status();
    Counts counts{};
    for (const ExpectedRow& row : *rows) ++counts[row.result.index()];
    EXPECT_EQ(counts, GetParam().second);
  }
}

}  // namespace
}  // namespace quiesce
