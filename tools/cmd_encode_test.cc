#include "tools/cmd_encode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tools/cmd_decode.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

Outcome Encode(const EncodeOptions& options) {
  std::ostringstream out, err;
  const int status = RunEncode(out, err, options);
  return {status, out.str(), err.str()};
}

TEST(CmdEncode, WordsComeLowFirst) {
  const Outcome run = Encode({"ste", {"v=1", "config=s1", "s1contextptr=0x48000000", "eats=1"}});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, testing::StartsWith("0x000000004800000b\n0x0000000010000000\n"));
  EXPECT_EQ(std::ranges::count(run.out, '\n'), 8);
  EXPECT_EQ(Encode({"CR0", {"SMMUEN=1"}, true}).out, "[\"0x00000001\"]\n");
}

TEST(CmdEncode, DecodeReadsThemBack) {
  const Outcome run = Encode({"cfgi_ste", {"StreamID=0x110", "Leaf=1"}});
  ASSERT_EQ(run.status, 0) << run.err;
  std::istringstream in(run.out);
  std::ostringstream out, err;
  DecodeOptions decode;
  decode.kind = "CMD_CFGI_STE";
  EXPECT_EQ(RunDecode(in, out, err, decode), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("0x110"));
}

TEST(CmdEncode, ErrorsAreOneLine) {
  const Outcome kind = Encode({"event", {}});
  EXPECT_EQ(kind.status, 2);
  EXPECT_EQ(kind.err, "quiesce: name the event to encode, such as F_TRANSLATION or CMD_CFGI_STE\n");
  EXPECT_THAT(Encode({"nothing", {}}).err, HasSubstr("'nothing' is not a kind; say "));
  EXPECT_THAT(Encode({"CR0", {"SMMUEN=2"}}).err, HasSubstr("CR0.SMMUEN: 2 does not fit 1 bits"));
}

}  // namespace
}  // namespace quiesce
