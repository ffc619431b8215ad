// `quiesce inspect` as a user runs it: the captures, their expected rows, and images that lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kIdle = "captures/linux-6.1-idle";

struct Rows {
  const char* capture;
  const char* oracle;
  const char* quirks;  ///< by name: where this emulator is known not to be exact
  const char* total;
};

class CaptureRows : public testing::TestWithParam<Rows> {};

TEST_P(CaptureRows, EveryRowIsReproduced) {
  const std::string base = CorpusPath(std::string("captures/") + GetParam().capture);
  const CommandResult r = RunQuiesce("inspect " + base + ".image --expect " + base + ".expected-" +
                                     GetParam().oracle + ".tsv" + GetParam().quirks);
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_THAT(r.out, HasSubstr(GetParam().total));
}

constexpr char kClassZero[] = " --quirk qemu7-class-zero";
INSTANTIATE_TEST_SUITE_P(
    Captures, CaptureRows,
    testing::Values(
        Rows{"linux-6.1-idle", "qemu10", "", "2842 compared, 2842 agree, 0 differ; 22"},
        Rows{"linux-6.1-idle", "qemu7", kClassZero, "2842 compared, 2842 agree, 0 differ; 22"},
        Rows{"linux-6.1-kdump", "qemu10", "", "234 compared, 234 agree, 0 differ; 8"},
        Rows{"linux-6.1-kdump", "qemu7", kClassZero, "234 compared, 234 agree, 0 differ; 8"},
        Rows{"linux-6.1-passthrough", "qemu10", "", "264 compared, 264 agree, 0 differ; 0"},
        Rows{"linux-6.1-passthrough", "qemu7", kClassZero, "264 compared, 264 agree, 0 differ; 0"}),
    [](const auto& test) {
      std::string name = std::string(test.param.capture).substr(10) + "_" + test.param.oracle;
      return name;
    });

TEST(InspectExpect, WithoutTheQuirkEveryClassOfTheOldEmulatorDiffers) {
  const CommandResult r = RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --expect " +
                                     CorpusPath(kIdle + ".expected-qemu7.tsv"));
  EXPECT_EQ(r.status, 1);
  EXPECT_THAT(r.out, HasSubstr("F_TRANSLATION.CLASS is 0x0, but the model records 0x2"));
  EXPECT_THAT(r.out, HasSubstr("2842 compared, 2386 agree, 456 differ"));
}

TEST(InspectExpect, AWrongRowIsPrintedWithItsLine) {
  const std::string rows = FreshDirectory("rows") + "/rows.tsv";
  std::ofstream(rows) << "# a trace\n0x8 0xffebba5c W OK 0x43df9000\n";
  const CommandResult r =
      RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --expect " + rows);
  EXPECT_EQ(r.status, 1);
  EXPECT_THAT(r.out, HasSubstr("rows.tsv:2: StreamID 0x8"));
  EXPECT_THAT(r.out, HasSubstr("0x43df9a5c"));
}

TEST(InspectExpect, RowsThatAreAllSkippedCompareNothing) {
  const std::string rows = FreshDirectory("rows") + "/rows.tsv";
  std::ofstream(rows) << "0x8 0xffebba5c W SKIP\n";
  const CommandResult r =
      RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --expect " + rows);
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("nothing was compared"));
}

TEST(InspectTranslate, ShowsTheWalkStepByStep) {
  const CommandResult r =
      RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --translate 0x8:0xffebba5c:W");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("L1STD    0x000043091000 Span=9 (256 STEs) L2Ptr=0x7ac60000"));
  EXPECT_THAT(r.out, HasSubstr("STE      0x00007ac60200 V=1 (valid) Config=5 (stage 1)"));
  EXPECT_THAT(r.out, HasSubstr("S1 L3    0x0000480495d8  0x0000000043df9f47 leaf"));
  EXPECT_THAT(r.out, HasSubstr("complete at PA 0x43df9a5c"));
}

TEST(InspectTranslate, RefusesAnAccessThatDoesNotParse) {
  const CommandResult r =
      RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --translate 0x8:0xffebba5c");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("want StreamID:address:R"));
}

TEST(Inspect, SaysWhatBecomesOfEachStream) {
  const CommandResult r = RunQuiesce("inspect " + CorpusPath(kIdle + ".image"));
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("adopted: 2-level stream table at 0x43091000, 256 L1 descriptors"));
  EXPECT_THAT(r.out, HasSubstr("0x0008          translate   stage 1, ASID 4, TTB0 0x4805a000 "
                               "(48-bit, 4K); attach: deferred"));
  EXPECT_THAT(r.out, HasSubstr("0x0400-0xffff   abort       C_BAD_STREAMID"));
}

TEST(Inspect, TheStatusQuoNeverAdopts) {
  const CommandResult r =
      RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " --variant status-quo");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, Not(HasSubstr("adopted: 2-level")));
  EXPECT_THAT(r.out, Not(HasSubstr("deferred")));
}

/// The idle capture as a directory, to be damaged.
class DamagedCapture : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = FreshDirectory("capture") + "/capture";
    const CommandResult r =
        RunQuiesce("convert --directory " + CorpusPath(kIdle + ".image") + " " + dir_);
    ASSERT_EQ(r.status, 0) << r.err;
  }

  void ExpectRefused(const std::string& message) {
    const CommandResult r = RunQuiesce("inspect " + dir_);
    EXPECT_EQ(r.status, 2);
    EXPECT_EQ(r.out, "");
    EXPECT_THAT(r.err, HasSubstr(message));
    EXPECT_EQ(std::count(r.err.begin(), r.err.end(), '\n'), 1) << r.err;
  }

  std::string dir_;
};

TEST_F(DamagedCapture, AWildRegisterValueIsAnImage) {
  std::ofstream wild(dir_ + "/wild.txt");
  std::ifstream registers(dir_ + "/registers.txt");
  for (std::string line; std::getline(registers, line);) {
    wild << (line.starts_with("0x00088") ? "0x00088=0x000101ff" : line) << "\n";
  }
  wild.close();
  const CommandResult r = RunQuiesce("inspect " + dir_ + " --registers " + dir_ + "/wild.txt");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("adoption tossed: ADOPT-2LVL-LOG2SIZE-MAX"));
  // LOG2SIZE 63 aligns the base to 0, and SPLIT 7 behaves as 6: the level 1 table is not here.
  EXPECT_THAT(r.out, HasSubstr("0x0000-0xffff   unknown     the image does not hold what leads to "
                               "its STE (first: 0x0)"));
}

TEST_F(DamagedCapture, TruncatedRegionFile) {
  std::filesystem::resize_file(dir_ + "/0x000043091000.bin", 100);
  ExpectRefused("needs 2048 bytes, but the file has 100");
}

TEST_F(DamagedCapture, MissingRegionFile) {
  std::filesystem::remove(dir_ + "/0x000043091000.bin");
  ExpectRefused("0x000043091000.bin: cannot read region 0x43091000");
}

TEST_F(DamagedCapture, OverlappingRegions) {
  std::ofstream(dir_ + "/regions.txt", std::ios::app) << "0x000043091400 0x800 again\n";
  ExpectRefused("overlap");
}

TEST_F(DamagedCapture, RegisterLineThatDoesNotParse) {
  std::ofstream(dir_ + "/registers.txt", std::ios::app) << "CR0 is fine\n";
  ExpectRefused("registers.txt:");
}

TEST_F(DamagedCapture, RegistersThatDisagreeWithThemselves) {
  std::ofstream(dir_ + "/registers.txt", std::ios::app) << "CR0=0x1\n";
  ExpectRefused("CR0");
}

TEST_F(DamagedCapture, UnknownRegister) {
  std::ofstream(dir_ + "/registers.txt", std::ios::app) << "CR9=0x1\n";
  ExpectRefused("CR9");
}

TEST(Inspect, FindsTablesInTheNextKernelsMemory) {
  const std::string image = CorpusPath(kIdle + ".image");
  EXPECT_THAT(RunQuiesce("inspect " + image).out, Not(HasSubstr("TABLE-IN-NEXT-KERNEL")));
  const CommandResult r = RunQuiesce("inspect " + image + " --next-kernel 0x43000000+0x1000000");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("the stream table at 0x43091000-0x430917ff"));
  const CommandResult json = RunQuiesce("inspect " + image + " --json");
  EXPECT_THAT(json.out, HasSubstr("\"id\": \"GBPA-BYPASS\""));
  const CommandResult wrong = RunQuiesce("inspect " + image + " --next-kernel 12");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("say BASE+SIZE"));
}

TEST(Inspect, EmptyDirectory) {
  const CommandResult r = RunQuiesce("inspect " + FreshDirectory("empty"));
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("the directory is empty"));
}

TEST(Command, UnknownSubcommand) {
  const CommandResult r = RunQuiesce("frobnicate");
  EXPECT_EQ(r.status, 2);
  EXPECT_EQ(r.err, "quiesce: unknown subcommand 'frobnicate'; see 'quiesce --help'\n");
}

TEST(Command, UnknownOption) {
  const CommandResult r = RunQuiesce("inspect --frobnicate x");
  EXPECT_EQ(r.status, 2);
  EXPECT_EQ(std::count(r.err.begin(), r.err.end(), '\n'), 1) << r.err;
}

TEST(Command, AFullDiskIsNotSuccess) {
  const CommandResult r = RunQuiesce("inspect " + CorpusPath(kIdle + ".image") + " >/dev/full");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("cannot write standard output"));
}

}  // namespace
}  // namespace quiesce
