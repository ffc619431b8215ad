#include "reports/decode/kernel_log.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

using Words = std::vector<std::uint64_t>;

constexpr std::string_view kBadStreamId =
    "[   12.345678] arm-smmu-v3 arm-smmu-v3.0.auto: event 0x02 received:\n"
    "[   12.345679] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000010000000002\n"
    "[   12.345680] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
    "[   12.345681] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n"
    "[   12.345682] arm-smmu-v3 arm-smmu-v3.0.auto: \t0x0000000000000000\n";

const Words kBadStreamIdWords = {0x0000'0100'0000'0002, 0, 0, 0};

Words One(std::string_view log) {
  const auto entries = ParseKernelLog(log);
  if (!entries.ok() || entries->size() != 1) return {};
  return entries->front().words;
}

std::string ErrorOf(std::string_view log) {
  return std::string(ParseKernelLog(log).status().message());
}

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string s(text);
  for (std::size_t at = s.find(from); at != s.npos; at = s.find(from, at + to.size())) {
    s.replace(at, from.size(), to);
  }
  return s;
}

TEST(KernelLog, EventWithTimestampAndDevice) {
  const auto entries = ParseKernelLog(kBadStreamId);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().kind, LogEntryKind::kEvent);
  EXPECT_EQ(entries->front().device, "arm-smmu-v3.0.auto");
  EXPECT_EQ(entries->front().line, 1u);
  EXPECT_EQ(entries->front().words, kBadStreamIdWords);
}

TEST(KernelLog, OtherPrefixes) {
  EXPECT_EQ(One("event 0x02 received:\n\t0x0000010000000002\n\t0x0000000000000000\n"
                "\t0x0000000000000000\n\t0x0000000000000000"),
            kBadStreamIdWords);
  EXPECT_EQ(One("[1.0] event 0x02 received:\n[1.0] 0x0000010000000002\n[1.0] 0x0000000000000000\n"
                "[1.0] 0x0000000000000000\n[1.0] 0x0000000000000000"),
            kBadStreamIdWords);
  EXPECT_EQ(One(Replaced(kBadStreamId, "[   12.3456", "Oct 01 00:00:00 host kernel: [   12.3456")),
            kBadStreamIdWords);
  EXPECT_EQ(One(Replaced(kBadStreamId, "\n", "\r\n")), kBadStreamIdWords);
}

TEST(KernelLog, EscapedTabs) {
  EXPECT_EQ(One(Replaced(kBadStreamId, "\t", "#011")), kBadStreamIdWords);
  EXPECT_EQ(One(Replaced(kBadStreamId, "\t", "\\x09")), kBadStreamIdWords);
  EXPECT_EQ(One(Replaced(kBadStreamId, "\t", "        ")), kBadStreamIdWords);
}

TEST(KernelLog, LinesOfOthersMayStandBetween) {
  const std::string log =
      "[1.0] arm-smmu-v3 a.auto: event 0x04 received:\n"
      "[1.0] nvme nvme0: I/O 5 QID 1 timeout\n"
      "[1.0] arm-smmu-v3 b.auto: event 0x10 received:\n"
      "[1.0] arm-smmu-v3 a.auto: \t0x0000000100000004\n"
      "[1.0] arm-smmu-v3 b.auto: \t0x0000000200000010\n"
      "[1.0] Code: 0x1234 0x0000000000000007\n"
      "[1.0] x: y 0x0000000000000009\n"
      "[1.0] arm-smmu-v3 a.auto: \t0x0000000000000000\n"
      "[1.0] arm-smmu-v3 a.auto: \t0x0000000000000000\n"
      "[1.0] arm-smmu-v3 b.auto: \t0x0000020800000000\n"
      "[1.0] arm-smmu-v3 b.auto: \t0x0000000012345000\n"
      "[1.0] arm-smmu-v3 b.auto: \t0x0000000000000000\n"
      "[1.0] arm-smmu-v3 a.auto: \t0x0000000000000000\n"
      "[1.0] arm-smmu-v3 b.auto: event: F_TRANSLATION client: dev sid: 0x2 iova: 0x12345000\n";
  const auto entries = ParseKernelLog(log);
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*entries)[0].words, (Words{0x0000'0001'0000'0004, 0, 0, 0}));
  EXPECT_EQ((*entries)[1].words,
            (Words{0x0000'0002'0000'0010, 0x0000'0208'0000'0000, 0x1234'5000, 0}));
}

TEST(KernelLog, CommandInError) {
  const auto entries = ParseKernelLog(
      "smmu.auto: CMDQ error (cons 0x01000004): Illegal command\n"
      "smmu.auto: skipping command in error state:\n"
      "smmu.auto: \t0x0000000000000047\n"
      "smmu.auto: \t0x0000000000000000\n");
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().kind, LogEntryKind::kCommand);
  EXPECT_EQ(entries->front().words, (Words{0x47, 0}));
}

TEST(KernelLog, ErrorsNameTheLine) {
  EXPECT_EQ(ErrorOf("a: event 0x02 received:\na: \t0x0000010000000002\n"),
            "line 1: this event has 1 of its 4 words");
  EXPECT_EQ(ErrorOf("a: event 0x02 received:\na: event 0x02 received:\n"),
            "line 1: this event has 0 of its 4 words");
  EXPECT_EQ(
      ErrorOf("a: event 0x02 received:\na: \t0x000001000000000g\n"),
      "line 2: '0x000001000000000g' is not a word of this event; expected 0x and 16 hex digits");
  EXPECT_EQ(ErrorOf("a: event 0x02 received:\na: \t0x2\n"),
            "line 2: '0x2' is not a word of this event; expected 0x and 16 hex digits");
  EXPECT_EQ(ErrorOf("a: event 0x02 received:\na: \t0x0000010000000010\n"),
            "line 2: the header says event 0x02, the record 0x10");
}

TEST(KernelLog, OnlyHeadersMakeALog) {
  EXPECT_TRUE(IsKernelLog(kBadStreamId));
  EXPECT_FALSE(IsKernelLog("[1.0] 0x0000010000000002 0x0 0x0 0x0"));
  EXPECT_FALSE(IsKernelLog("a: event: F_TRANSLATION client: dev received: no"));
}

}  // namespace
}  // namespace quiesce
