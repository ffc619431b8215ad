#include "reports/case/case_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using ::testing::HasSubstr;

Case FullCase() {
  Case c;
  c.title = "a case with everything  # not a comment";
  c.notes = {"first", "second"};
  c.matters = {"L1STD @0x40000008: Span = 12, mask 0x1f"};
  c.variant = "v7";
  c.changes = {{"l1_base_aligned", "yes"}, {"linear_cap", "own-format"}};
  c.expect = {"QZ-09", 2, AdoptKind::kTossed, AdoptRule::kL1Span};
  c.platform.coherent = false;
  c.platform.dma_offset = 0x1000;
  c.platform.l2_pool = {0x9000'0000, 0x8000};
  c.platform.system_ram = {{0x1000, 0x2000}};
  c.platform.mmio = {{0x9000, 1}};
  c.platform.asids_elsewhere = {1, 0xFFFF};
  c.choices = {{ChoicePoint::kSteAddressAboveOas, 1}, {ChoicePoint::kS2Sl0NeedsPaSize, 0}};
  c.registers.Write(Reg::STRTAB_BASE, ~std::uint64_t{0});
  c.registers.Write(Reg::CR0, 0xFFFF'FFFF);
  c.registers.Write(Reg::STRTAB_BASE_CFG, 0x1'0208);
  c.unmapped = BusStatus::kNotCaptured;
  Ste<Concrete> ste = With<"Config">(With<"V">(Ste<Concrete>(), 1), 5);
  ste = WithAddr<"S1ContextPtr">(ste, Bits<Concrete, 64>(0x6000'0000));
  ste.word(7) = Bits<Concrete, 64>(0x8000'0000'0000'0001);
  c.memory = {ZerosAt(0x4000'0000, 0x80), StructureAt(0x5000'0040, ste),
              StructureAt(0x4000'0008, L1Std<Concrete>(Bits<Concrete, 64>(~std::uint64_t{0}))),
              StructureAt(0x6000'0000, With<"ASID">(Cd<Concrete>(), 7)),
              MemoryItem{nullptr, 0x7000'0000, {1, 0, ~std::uint64_t{0}}, 0}};
  c.steps = {{CaseStep::Kind::kInsert, 0x110},
             {CaseStep::Kind::kDma, 0xFFFF'FFFF, 3, 0x1000, DmaAccess::kWrite},
             {CaseStep::Kind::kDma, 0, std::nullopt, ~std::uint64_t{0}, DmaAccess::kRead}};
  return c;
}

TEST(CaseText, RoundTripIsExact) {
  const Case c = FullCase();
  const std::string text = FormatCase(c);
  const absl::StatusOr<Case> back = ParseCase(text, "x.case");
  ASSERT_TRUE(back.ok()) << back.status() << "\n" << text;
  EXPECT_EQ(*back, c) << text;
  EXPECT_EQ(FormatCase(*back), text);
}

TEST(CaseText, ReadsAsPeopleWrite) {
  const std::string text = FormatCase(FullCase());
  EXPECT_THAT(text, HasSubstr("\nSTRTAB_BASE_CFG.LOG2SIZE = 8\n"));
  EXPECT_THAT(text, HasSubstr("\nSTRTAB_BASE_CFG.FMT = 1  # 2-level\n"));
  EXPECT_THAT(text, HasSubstr("\nSTE @0x50000040 V=1 Config=5 S1ContextPtr=0x60000000 "
                              "reserved7=0x8000000000000001\n"));
  EXPECT_THAT(text, HasSubstr("\nstep: dma sid=0xffffffff ssid=0x3 iova=0x1000 W\n"));
}

/// A small valid case with one line added or replaced.
std::string WithLine(const std::string& line) {
  return "quiesce-case 1\ntitle: t\nvariant: v7\nexpect: holds\nunmapped: abort\n" + line + "\n";
}

TEST(CaseText, CommentsAndBlankLinesAreSkipped) {
  const absl::StatusOr<Case> c =
      ParseCase("# first\n\n" + WithLine("  STRTAB_BASE_CFG.SPLIT = 8   # why"), "x.case");
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->registers.Read(Reg::STRTAB_BASE_CFG), 8u << 6);
}

struct BadLine {
  const char* line;
  const char* error;
};

void PrintTo(const BadLine& bad, std::ostream* out) { *out << '"' << bad.line << '"'; }

class BadLineTest : public testing::TestWithParam<BadLine> {};

TEST_P(BadLineTest, IsRefusedNamingTheLine) {
  const absl::StatusOr<Case> c = ParseCase(WithLine(GetParam().line), "x.case");
  ASSERT_FALSE(c.ok());
  EXPECT_THAT(std::string(c.status().message()), HasSubstr("x.case:6: "));
  EXPECT_THAT(std::string(c.status().message()), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Errors, BadLineTest,
    testing::Values(
        BadLine{"colour: red", "unknown key 'colour:'"}, BadLine{"title: again", "given twice"},
        BadLine{"STRTAB_BASE_CFG.SPLAT = 8", "STRTAB_BASE_CFG has no field 'SPLAT'"},
        BadLine{"STRTAB_BASE_CFG.SPLIT = 32", "32 does not fit STRTAB_BASE_CFG.SPLIT, bits [10:6]"},
        BadLine{"STRTAB_BASE.ADDR = 0x20", "does not fit STRTAB_BASE.ADDR, bits [51:6]"},
        BadLine{"STRTAB_BASE.reserved = 0x40", "not reserved"},
        BadLine{"STRTAB.ADDR = 1", "unknown register 'STRTAB'"},
        BadLine{"CR0.SMMUEN = on", "'on' is not a number"},
        BadLine{"SDE @0x40 V=1", "unknown structure 'SDE'"},
        BadLine{"STE @0x48 V=1", "not aligned to 64 bytes"},
        BadLine{"STE @0x40 V=2", "2 does not fit STE.V"},
        BadLine{"STE @0x40 V", "expected field=value"},
        BadLine{"L1STD @0x40 Span=9 Span=9", "Span is given twice"},
        BadLine{"zeros @0x40 0x20", "multiples of 64"},
        BadLine{"zeros @0x40 0x100000000000", "more than"},
        BadLine{"words @0x40", "expected `words"}, BadLine{"step: fly sid=1", "unknown step"},
        BadLine{"step: insert", "lacks sid="},
        BadLine{"step: insert sid=0x100000000", "cannot read 'sid=0x100000000'"},
        BadLine{"step: dma sid=1 iova=0", "ends in R or W"},
        BadLine{"step: dma sid=1 R", "lacks iova="},
        BadLine{"adoption: dropped", "unknown end of adoption"},
        BadLine{"adoption: tossed ADOPT-X", "unknown adoption rule 'ADOPT-X'"},
        BadLine{"choice: CU-99 = 1", "unknown choice 'CU-99'"},
        BadLine{"choice: CU-16 = 2", "CU-16 has 2 alternatives"},
        BadLine{"change: no_such = yes", "a variant has no field 'no_such'"},
        BadLine{"change: linear_cap = yes", "'yes' is no value of linear_cap: known are none"},
        BadLine{"platform: coherent = maybe", "expected `FLAG = yes|no` (flags are coherent vhe"},
        BadLine{"platform: l2_pool = 0x40 0x4000", "16 KiB aligned"},
        BadLine{"what is this", "cannot read 'what is this'"}));

TEST(CaseText, RefusesOtherVersionsAndFiles) {
  const auto error = [](const char* text) {
    return std::string(ParseCase(text, "x.case").status().message());
  };
  EXPECT_THAT(error("quiesce-case 2\n"), HasSubstr("x.case:1: version 2 of the format is unknown"));
  EXPECT_THAT(error("quiesce-image 1\n"), HasSubstr("not a case"));
  EXPECT_THAT(error(""), HasSubstr("the file is empty"));
  EXPECT_THAT(error("quiesce-case 1\ntitle: t\n"), HasSubstr("x.case: `variant:` is missing"));
  EXPECT_THAT(error("quiesce-case 1\nvariant: v8\n"), HasSubstr("unknown variant 'v8'"));
  EXPECT_THAT(error("quiesce-case 1\nexpect: violates QZ-99\n"), HasSubstr("unknown invariant"));
  EXPECT_THAT(error("quiesce-case 1\ntitle: t\nvariant: v7\nexpect: violates QZ-09 at step 1\n"
                    "unmapped: abort\n"),
              HasSubstr("names step 1, but there are 0"));
}

TEST(CaseText, MissingFileIsOneLine) {
  EXPECT_THAT(std::string(LoadCase("/nonexistent/x.case").status().message()),
              HasSubstr("/nonexistent/x.case: cannot read"));
}

}  // namespace
}  // namespace quiesce
