#include "model/image/image_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kHead =
    "quiesce-image 1\n"
    "register IDR0 0x00000001\n"
    "register IDR1 0x00000000\n"
    "register IDR5 0x00000000\n"
    "register CR0 0x00000000\n"
    "register STRTAB_BASE 0x4000000000001000\n"
    "register STRTAB_BASE_CFG 0x00000000\n"
    "unmapped not-captured\n";

const std::string kBody =
    "region 0x000000001000 0x1000 stream table\n"
    "region 0x000000003000 0x40\n"
    "0x000000001040: 0000000000000001 0000100000000000 0000000000000000 0000000000000000"
    " 0000000000000000 0000000000000000 0000000000000000 ffffffffffffffff x3\n"
    "0x000000003000: 0000000000000000 0000000000000002 0000000000000000 0000000000000000"
    " 0000000000000000 0000000000000000 0000000000000000 0000000000000000\n";

std::string ErrorOf(const std::string& text) {
  return std::string(ParseImageText(text, "a.image").status().message());
}

/// The error of one line after the eight of kHead.
std::string ErrorOfLine(const std::string& line) { return ErrorOf(kHead + line + "\n"); }

TEST(ImageText, ReadsRegistersRegionsAndRows) {
  const auto loaded = ParseImageText(kHead + kBody, "a.image");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const SparseMemory& m = loaded->image.memory;
  EXPECT_EQ(loaded->image.registers.Read(Reg::STRTAB_BASE), 0x4000'0000'0000'1000u);
  EXPECT_THAT(loaded->regions,
              ElementsAre(Region{0x1000, 0x1000, "stream table"}, Region{0x3000, 0x40, ""}));
  EXPECT_EQ(m.Read64(0x1000).status, BusStatus::kOk);
  EXPECT_EQ(m.Read64(0x1000).value, 0u);
  for (const std::uint64_t line : {0x1040u, 0x1080u, 0x10C0u}) {
    EXPECT_EQ(m.Read64(line).value, 1u);
    EXPECT_EQ(m.Read64(line + 0x38).value, ~std::uint64_t{0});
  }
  EXPECT_EQ(m.Read64(0x1100).value, 0u);
  EXPECT_EQ(m.Read64(0x3008).value, 2u);
  EXPECT_EQ(m.Read64(0x3040).status, BusStatus::kNotCaptured);
}

TEST(ImageText, IsCanonical) {
  const auto loaded = ParseImageText(kHead + kBody, "a.image");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(FormatImageText(*loaded), kHead + kBody);
}

TEST(ImageText, TakesCommentsAndEmptyLinesAndPlainRows) {
  const auto loaded = ParseImageText(kHead +
                                         "\n  # regions\nregion 4096 64\n"
                                         "0x1000: 1 2 3 4 5 6 7 8\n",
                                     "a.image");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.memory.Read64(0x1038).value, 8u);
}

TEST(ImageText, KeepsMemoryThatNoRegionLists) {
  LoadedImage made;
  made.image.memory.Write64(0x5008, 7);
  made.image.memory.Map(0x7000, 64);
  const auto read = ParseImageText(FormatImageText(made), "a.image");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->image, made.image);
  EXPECT_EQ(read->image.memory.unmapped(), BusStatus::kAbort);
  EXPECT_THAT(read->regions,
              ElementsAre(Region{0x5000, 64, "unlisted"}, Region{0x7000, 64, "unlisted"}));
}

TEST(ImageText, RefusesOtherFilesAndVersions) {
  EXPECT_EQ(ErrorOf(""), "a.image: the file is empty: expected `quiesce-image 1`");
  EXPECT_EQ(ErrorOf("hello\n"), "a.image:1: not an image: expected `quiesce-image 1`");
  EXPECT_EQ(ErrorOf("quiesce-image 2\n"),
            "a.image:1: version 2 of the format is unknown: this tool reads version 1");
}

TEST(ImageText, NamesTheLineOfAnUnknownKey) {
  EXPECT_EQ(ErrorOfLine("colour blue"), "a.image:9: unknown key 'colour'");
}

TEST(ImageText, RefusesBadRegisters) {
  EXPECT_EQ(ErrorOfLine("register CR1"), "a.image:9: expected `register NAME value`");
  EXPECT_THAT(ErrorOfLine("register CR9 0"), HasSubstr("a.image:9: 'CR9' is neither"));
  EXPECT_EQ(ErrorOfLine("register CR0 1"), "a.image:9: CR0 is 0x1 here, but line 5 says otherwise");
  EXPECT_THAT(ErrorOf("quiesce-image 1\nunmapped abort\n"),
              HasSubstr("registers are missing: IDR0"));
}

TEST(ImageText, NeedsToKnowWhatOtherAddressesAnswer) {
  EXPECT_EQ(ErrorOfLine("unmapped abort"), "a.image:9: `unmapped` is given twice");
  EXPECT_EQ(ErrorOf("quiesce-image 1\nunmapped zero\n"),
            "a.image:2: expected `unmapped abort` or `unmapped not-captured`");
  EXPECT_THAT(ErrorOf("quiesce-image 1\n"), HasSubstr("is missing"));
}

TEST(ImageText, RefusesBadRegions) {
  EXPECT_THAT(ErrorOfLine("region here"), HasSubstr("a.image:9: expected a region"));
  EXPECT_THAT(ErrorOfLine("region 0x1000 0x1000 a\nregion 0x1fc0 0x40 b"),
              HasSubstr("a.image:10: region 0x1fc0+0x40 (b) overlaps region 0x1000+0x1000 (a)"));
  EXPECT_EQ(ErrorOfLine("region 0x0 0xffffffffffffffc0"),
            "a.image:9: the regions come to more than 0x40000000 bytes");
}

TEST(ImageText, RefusesBadRows) {
  const std::string region = "region 0x1000 0x80\n";
  const auto error = [&](const std::string& row) { return ErrorOfLine(region + row); };
  EXPECT_EQ(error("0x1008: 1 2 3 4 5 6 7 8"),
            "a.image:10: '0x1008:' is not the address of a 64-byte line");
  EXPECT_THAT(error("0x1000: 1 2 3 4 5 6 7"), HasSubstr("expected eight 64-bit words"));
  EXPECT_THAT(error("0x1000: 1 2 3 4 5 6 7 8 x2 9"), HasSubstr("expected eight 64-bit words"));
  EXPECT_THAT(error("0x1000: 1 2 3 g 5 6 7 8"), HasSubstr("'g' is not a 64-bit word"));
  EXPECT_THAT(error("0x1000: 1 2 3 4 5 6 7 8 2"), HasSubstr("'2' is not a repeat count"));
  EXPECT_THAT(error("0x1000: 1 2 3 4 5 6 7 8 x1"), HasSubstr("'x1' is not a repeat count"));
  EXPECT_THAT(error("0x1000: 1 2 3 4 5 6 7 8 x3"),
              HasSubstr("a.image:10: 0x1000..0x10bf is outside every region above"));
  EXPECT_EQ(error("0x1040: 1 2 3 4 5 6 7 8\n0x1040: 1 2 3 4 5 6 7 8"),
            "a.image:11: 0x1040 is not after the rows before it");
}

}  // namespace
}  // namespace quiesce
