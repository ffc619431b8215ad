#include "tools/cmd_decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tools/commands.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

Outcome Decode(const std::string& input, const DecodeOptions& options) {
  std::istringstream in(input);
  std::ostringstream out, err;
  const int status = RunDecode(in, out, err, options);
  return {status, out.str(), err.str()};
}

constexpr char kLog[] =
    "[   12.345678] arm-smmu-v3 arm-smmu-v3.0.auto: event 0x02 received:\n"
    "[   12.345679] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000010000000002\n"
    "[   12.345680] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
    "[   12.345681] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
    "[   12.345682] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n";

TEST(CmdDecode, KernelLogNeedsNoKind) {
  const Outcome run = Decode(kLog, {});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out,
            "event C_BAD_STREAMID (0x02) StreamID 0x100, IHI 0070 G.b 7.3.3\n"
            "  the StreamID is outside the stream table, or its L1STD covers no STE for it\n"
            "  recorded only if CR2.RECINVSID = 1\n"
            "  Type         [7:0]    0x2\n"
            "  SSV          [11]     0x0    no SubstreamID\n"
            "  SubstreamID  [31:12]  0x0    (valid if SSV)\n"
            "  StreamID     [63:32]  0x100\n");
}

TEST(CmdDecode, EventsComeInOrder) {
  std::string second = kLog;
  second.replace(second.find("0x02"), 4, "0x04");
  second.replace(second.find("0000010000000002"), 16, "0000020000000004");
  const Outcome run = Decode(kLog + second, {});
  EXPECT_EQ(run.status, 0);
  EXPECT_LT(run.out.find("C_BAD_STREAMID"), run.out.find("event C_BAD_STE (0x04) StreamID 0x200"));
}

TEST(CmdDecode, WordsOnTheCommandLine) {
  const Outcome run = Decode("", {.kind = "cr0", .words = {"0x1d"}});
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.out, StartsWith("CR0, IHI 0070 G.b 6.3.9\n  SMMUEN    [0]    0x1\n"));
}

TEST(CmdDecode, Json) {
  const Outcome run = Decode("", {.kind = "command", .words = {"0x46", "0x0"}, .json = true});
  EXPECT_EQ(run.status, 0);
  const auto json = nlohmann::json::parse(run.out);
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0]["title"], "command CMD_SYNC (0x46), IHI 0070 G.b 4.7.3");
}

TEST(CmdDecode, BadInputIsOneLineAndStatus2) {
  const Outcome kind = Decode("", {.kind = "foo", .words = {}});
  EXPECT_EQ(kind.status, 2);
  EXPECT_THAT(kind.err, StartsWith("quiesce decode: 'foo' is not a kind; say event, command, ste"));
  const Outcome none = Decode("0x2 0x0 0x0 0x0", {});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("say what the words are: event"));
  const Outcome count = Decode("0x2 0x0 0x0", {.kind = "event", .words = {}});
  EXPECT_EQ(
      count.err,
      "quiesce decode: line 1: 3 words up to here; expected 4 64-bit or 8 32-bit words each\n");
  const Outcome log = Decode(kLog, {.kind = "command", .words = {}});
  EXPECT_EQ(log.err, "quiesce decode: this kernel log holds no command\n");
  EXPECT_EQ(log.out, "");
}

TEST(CmdDecode, NamesTheRulesThatAnSteBreaks) {
  const std::vector<std::string> reserved_strw = {"0xb", "0x40000000", "0", "0",
                                                  "0",   "0",          "0", "0"};
  const Outcome text = Decode("", {.kind = "ste", .words = reserved_strw});
  EXPECT_THAT(text.out, HasSubstr("  breaks STE-STRW-RESERVED: STRW is used and holds a reserved "
                                  "value (IHI 0070 G.b 5.2.2)\n"));
  const Outcome run = Decode("", {.kind = "ste", .words = reserved_strw, .json = true});
  const auto json = nlohmann::json::parse(run.out);
  ASSERT_EQ(json[0]["breaks"].size(), 1u);
  EXPECT_EQ(json[0]["breaks"][0]["rule"], "STE-STRW-RESERVED");
}

TEST(CmdDecode, JudgesBehindTheSteThatIsGiven) {
  const std::vector<std::string> stalls = {"0x1200c0000010", "0", "0", "0", "0", "0", "0", "0"};
  DecodeOptions options{.kind = "cd", .words = stalls};
  EXPECT_THAT(Decode("", options).out, testing::Not(HasSubstr("CD-S-S1STALLD")));
  options.ste = "0xb 0x8000000 0 0 0 0 0 0";
  EXPECT_THAT(Decode("", options).out, HasSubstr("breaks CD-S-S1STALLD"));
  options.ste = "0xb";
  const Outcome run = Decode("", options);
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, StartsWith("quiesce decode: --ste: line 1: "));
}

TEST(CmdDecode, WholeRegisterFile) {
  const Outcome run =
      Decode("0x20=0x1d # CR0\nSTRTAB_BASE_CFG=0x10210\n", {.kind = "registers", .words = {}});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("CR0, IHI 0070 G.b 6.3.9\n"));
  EXPECT_THAT(run.out, HasSubstr("STRTAB_BASE_CFG, IHI 0070 G.b 6.3.25\n"));
  const Outcome bad = Decode("CR0=0x1d\nCR9=1\n", {.kind = "registers", .words = {}});
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.err, StartsWith("quiesce decode: input:2: 'CR9' is neither an offset"));
}

TEST(CmdDecode, RegisterFileOfAnImpossibleSmmu) {
  const Outcome run =
      Decode("IDR0=0x3\nIDR1=0\nIDR3=0\nIDR5=0\nAIDR=2\n", {.kind = "registers", .words = {}});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("the ID registers together are those of no SMMUv3.0 to v3.2\n"
                                 "  breaks IDR-"));
}

TEST(CmdDecode, SubcommandStoresTheStatus) {
  CLI::App app;
  int status = -1;
  AddDecode(app, status);
  ::testing::internal::CaptureStdout();
  app.parse("decode STRTAB_BASE_CFG 0x10210");
  EXPECT_THAT(::testing::internal::GetCapturedStdout(), HasSubstr("2-level"));
  EXPECT_EQ(status, 0);
  ::testing::internal::CaptureStderr();
  app.clear();
  app.parse("decode 0x10210");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("'0x10210' is not a kind"));
  EXPECT_EQ(status, 2);
}

}  // namespace
}  // namespace quiesce
