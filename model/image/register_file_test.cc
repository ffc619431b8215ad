#include "model/image/register_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kNeeded =
    "IDR0=0x0d40101a\n"
    "IDR1=0x02730010\n"
    "IDR5=0x74\n"
    "CR0=0xd\n"
    "STRTAB_BASE=0x4000000043091000\n"
    "STRTAB_BASE_CFG=0x10210\n";

std::string ErrorOf(std::string_view text) {
  return std::string(ParseRegisterFile(text, "r.txt").status().message());
}

/// The message for one line after the six that translation needs, without its "r.txt:7: ".
std::string ErrorOfLine(std::string_view line) {
  const std::string error = ErrorOf(std::string(kNeeded) + std::string(line) + "\n");
  EXPECT_THAT(error, HasSubstr("r.txt:"));
  return error;
}

TEST(RegisterFile, TakesOffsetsNamesHalvesAndComments) {
  const auto r = ParseRegisterFile(
      "# a comment line\n"
      "\n"
      "0x00000=0x0d40101a  # IDR0\n"
      "  0x4 = 0x02730010\n"
      "IDR5=116\n"
      "CR0=0xd  # as the kernel left it\r\n"
      "0x80=0x43091000  # STRTAB_BASE_LO\n"
      "STRTAB_BASE_HI=0x40000000\n"
      "0x00088=0x00010210  # STRTAB_BASE_CFG\n"
      "0x100a8=0x7  # EVENTQ_PROD",
      "r.txt");
  ASSERT_TRUE(r.ok()) << r.status();
  EXPECT_EQ(r->Read(Reg::IDR0), 0x0d40101au);
  EXPECT_EQ(r->Read(Reg::IDR1), 0x02730010u);
  EXPECT_EQ(r->Read(Reg::IDR5), 0x74u);
  EXPECT_EQ(r->Read(Reg::STRTAB_BASE), 0x4000'0000'4309'1000u);
  EXPECT_EQ(r->Read(Reg::EVENTQ_PROD), 7u);
  EXPECT_EQ(r->Read(Reg::GBPA), 0u);
}

TEST(RegisterFile, TakesAnyValueThatFits) {
  const auto r = ParseRegisterFile(
      std::string(kNeeded) + "CMDQ_BASE=0xffffffffffffffff\n" + "CR1=0xffffffff\n", "r.txt");
  ASSERT_TRUE(r.ok()) << r.status();
  EXPECT_EQ(r->Read(Reg::CMDQ_BASE), ~std::uint64_t{0});
}

TEST(RegisterFile, MayRepeatItself) {
  std::string text(kNeeded);
  text += "0x20=0xd\nSTRTAB_BASE_LO=0x43091000\n";
  EXPECT_TRUE(ParseRegisterFile(text, "r.txt").ok());
}

TEST(RegisterFile, NamesFileAndLine) {
  EXPECT_EQ(ErrorOfLine("nonsense"), "r.txt:7: expected `offset=value` or `NAME=value`");
}

TEST(RegisterFile, RefusesWhatIsNoRegisterOrValue) {
  EXPECT_THAT(ErrorOfLine("CR9=0"), HasSubstr("'CR9' is neither an offset"));
  EXPECT_THAT(ErrorOfLine("CR0_LO=0xd"), HasSubstr("'CR0_LO' is neither an offset"));
  EXPECT_THAT(ErrorOfLine("0x=0"), HasSubstr("'0x' is neither an offset"));
  EXPECT_THAT(ErrorOfLine("0x34=0"), HasSubstr("no Non-secure SMMU register is at offset 0x34"));
  EXPECT_THAT(ErrorOfLine("0xfffffffff0000020=0"), HasSubstr("no Non-secure SMMU register"));
  EXPECT_THAT(ErrorOfLine("0x22=0"), HasSubstr("offset 0x22 is not a multiple of 4"));
  EXPECT_THAT(ErrorOfLine("0xa8=0"), HasSubstr("EVENTQ_PROD is in page 1, at 0x100a8"));
  EXPECT_THAT(ErrorOfLine("CR1=on"), HasSubstr("'on' is not a number"));
  EXPECT_THAT(ErrorOfLine("CR1="), HasSubstr("'' is not a number"));
  EXPECT_THAT(ErrorOfLine("CR1=-1"), HasSubstr("'-1' is not a number"));
}

TEST(RegisterFile, RefusesAValueTooWide) {
  EXPECT_THAT(ErrorOfLine("CR1=0x100000000"), HasSubstr("0x100000000 does not fit the 32 bits of"));
  EXPECT_THAT(ErrorOfLine("0x90=0x4000000043091000"), HasSubstr("the 32 bits of CMDQ_BASE_LO"));
  EXPECT_THAT(ErrorOfLine("CMDQ_BASE=0x10000000000000000"), HasSubstr("is not a number"));
}

TEST(RegisterFile, RefusesToDisagreeWithItself) {
  EXPECT_EQ(ErrorOfLine("0x20=0x9"), "r.txt:7: CR0 is 0x9 here, but line 4 says otherwise");
  EXPECT_THAT(ErrorOfLine("STRTAB_BASE_HI=0"), HasSubstr("STRTAB_BASE_HI is 0x0 here, but line 5"));
}

TEST(RegisterFile, RefusesACommentThatNamesAnotherRegister) {
  EXPECT_EQ(ErrorOfLine("0x28=0  # CR2"), "r.txt:7: 0x28 is CR1, but the comment names CR2");
  EXPECT_THAT(ErrorOfLine("0x90=0  # CMDQ_BASE_HI"), HasSubstr("the comment names CMDQ_BASE_HI"));
}

TEST(RegisterFile, NamesAllThatIsMissing) {
  EXPECT_EQ(ErrorOf(""),
            "r.txt: registers are missing: IDR0, IDR1, IDR5, CR0, STRTAB_BASE, STRTAB_BASE_CFG");
  EXPECT_EQ(ErrorOf("IDR0=1\nIDR1=1\nIDR5=1\nCR0=1\nSTRTAB_BASE_LO=0\nCMDQ_BASE_HI=0\n"),
            "r.txt: registers are missing: STRTAB_BASE_HI, STRTAB_BASE_CFG, CMDQ_BASE_LO");
}

TEST(RegisterFile, NamesAFileItCannotRead) {
  const auto r = LoadRegisterFile("/nonexistent/registers.txt");
  EXPECT_EQ(r.status().message(),
            "/nonexistent/registers.txt: cannot read: No such file or directory");
}

TEST(RegisterFile, WritesWhatItReads) {
  RegisterImage registers;
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg r = static_cast<Reg>(i);
    for (const std::uint64_t value : {0x1234'5678'9abc'def0u, 0xffff'ffff'0000'0000u, 0x1ul}) {
      registers.Write(r, value & MaxValue(SpecOf(r).bytes() * 8));
      const auto read = ParseRegisterFile(FormatRegisterFile(registers), "r.txt");
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(*read, registers);
    }
  }
}

TEST(RegisterFile, SomeRegistersAreEnoughWhereTheCallerSaysSo) {
  const auto some = ParseSomeRegisters("CR0=0xd\n0x80=0x43091000\n0x84=0x40000000\n", "r.txt");
  ASSERT_TRUE(some.ok()) << some.status();
  EXPECT_EQ(some->given, (std::vector<Reg>{Reg::CR0, Reg::STRTAB_BASE}));
  EXPECT_EQ(some->values.Read(Reg::STRTAB_BASE), 0x4000'0000'4309'1000u);
  EXPECT_EQ(ParseSomeRegisters("0x80=0x43091000\n", "r.txt").status().message(),
            "r.txt: half of a register is missing: STRTAB_BASE_HI");
}

}  // namespace
}  // namespace quiesce
