#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/world/hand_over_run.h"
#include "reports/case/case_text.h"
#include "reports/case/hand_over_case.h"
#include "reports/case/image_items.h"
#include "reports/case/recorded_choices.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kText = R"(quiesce-case 1
title: t
kind: hand-over
variant: newest
change: l1_span_is_9 = no
expect: violates QZ-01 at step 1
also: QZ-08 at step 3
platform: vhe = yes
platform: rmr_sid = 0x110
policy: by-signal
kernel: kdump = no
kernel: poll_intervals = 4
kernel: max_queue_log2 = 8
sound-image: yes
map: crashed-kernel 0x40000000 0x20000000
map: smmu 0x9050000 0x20000
pool: 0x90000000 0x2000000
on-abort: aer-fatal
device: 0x110 0x111 quiesced
in-flight: 0 sid=0x110 ssid=0x3 address=0x1000 W priv translated
in-flight: 0 sid=0x111 address=0x2000 A attributes=0x344
device: 0x205
cached: sid=0x110 address=0x1000 R then 0x40000008=0x9 0x40000010=0x0
dma-at-changes: no
commands-at-steps: yes
action: 1.0 step-update
action: 1.40 write-register 0x20=0x0
action: 2.0 corrupt 0x40000008=0x1
action: 2.7 dma 0.1
fault: map-l2 0
failing-step: 3
pick: CU-51 17 = 1
pick: CU-40 2 = 4

STRTAB_BASE.ADDR = 0x40000000
STRTAB_BASE_CFG.LOG2SIZE = 4

unmapped: abort
zeros @0x40000000 0x400
STE @0x40000000 x15 V=1 Config=4  # bypass
words @0x40000400 x2 0x1 0x2

step: probe
step: probe-device 0 identity
step: first-use 0
step: attach 1 stage2
step: map 0 iova=0x1000 pa=0x92000000
step: unmap 0 iova=0x1000
step: release-device 0
step: irq gerror
step: remove
step: shutdown
)";

std::string WithoutComments(std::string text) {
  const std::size_t at = text.find("  #");
  return at == std::string::npos ? text : text.erase(at, text.find('\n', at) - at);
}

std::string Replaced(std::string_view line, std::string_view by) {
  std::string text(kText);
  const std::size_t at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  return text.replace(at, line.size(), by);
}

TEST(HandOverText, EveryLineIsReadAndWrittenAsItStands) {
  const absl::StatusOr<Case> c = ParseCase(kText, "t.case");
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(WithoutComments(FormatCase(*c)), WithoutComments(std::string(kText)));
  const absl::StatusOr<Case> again = ParseCase(FormatCase(*c), "t.case");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *c);
}

TEST(HandOverText, RepeatedStructuresAreAllThere) {
  const absl::StatusOr<Case> c = ParseCase(kText, "t.case");
  ASSERT_TRUE(c.ok()) << c.status();
  const Image image = ImageOf(*c);
  EXPECT_EQ(image.memory.Read64(0x40000000 + 14 * 64).value, 9u);
  EXPECT_EQ(image.memory.Read64(0x40000000 + 15 * 64).value, 0u);
  EXPECT_EQ(image.memory.Read64(0x40000410).value, 1u);
  EXPECT_EQ(image.memory.Read64(0x40000418).value, 2u);
}

struct BadLine {
  std::string_view line;
  std::string_view by;
  std::string_view error;
};

class HandOverTextErrors : public testing::TestWithParam<BadLine> {};

TEST_P(HandOverTextErrors, NameTheLineAndWhatIsExpected) {
  const absl::StatusOr<Case> c = ParseCase(Replaced(GetParam().line, GetParam().by), "t.case");
  ASSERT_FALSE(c.ok());
  EXPECT_THAT(std::string(c.status().message()), HasSubstr(GetParam().error));
  EXPECT_THAT(std::string(c.status().message()), HasSubstr("t.case"));
}

INSTANTIATE_TEST_SUITE_P(
    , HandOverTextErrors,
    testing::Values(
        BadLine{"change: l1_span_is_9 = no\n", "change: no_such_field = yes\n",
                "t.case:5: a variant has no"},
        BadLine{"kind: hand-over\n", "", "`also:` needs `kind: hand-over` before it"},
        BadLine{"kind: hand-over\n", "kind: other\n", "t.case:3: expected `kind: hand-over`"},
        BadLine{"policy: by-signal", "policy: nobody's", "expected `policy: name`: known are"},
        BadLine{"map: smmu", "map: owner", "owners are nobody, crashed-kernel"},
        BadLine{"address=0x1000 W", "address=0x1000", "the transaction lacks R, W or A"},
        BadLine{"in-flight: 0 sid=0x110 ", "in-flight: 0 ", "the transaction lacks sid"},
        BadLine{"in-flight: 0", "in-flight: 7", "after the device's line"},
        BadLine{"translated\n", "translated R\n", "R, W or A is given twice"},
        BadLine{"attributes=0x344", "attributes=0xFFFFF", "cannot read 'attributes"},
        BadLine{"action: 1.0", "action: 0.0", "expected `action: STEP.PORT-CALL what`"},
        BadLine{"action: 2.0 corrupt", "action: 1.1 corrupt", "not in the order of their steps"},
        BadLine{"dma 0.1", "dma 0.9", "names DMA 0.9"},
        BadLine{"fault: map-l2", "fault: map-nothing", "expected `fault: POINT N`"},
        BadLine{"pick: CU-51 17 = 1", "pick: CU-51 17 = 70000", "alternatives, numbered from 0"},
        BadLine{"step: attach 1", "step: attach 2", "names a device that has no `device:` line"},
        BadLine{"step: irq gerror", "step: irq", "expected `step: irq eventq, gerror"},
        BadLine{"step: probe\n", "step: insert sid=1\n", "unknown step of a hand-over"},
        BadLine{"also: QZ-08 at step 3", "also: QZ-08 at step 30",
                "names step 30, but there are 10"},
        BadLine{" x15 ", " x0 ", "expected xN"}));

TEST(ImageItems, GiveTheImageBack) {
  const absl::StatusOr<Case> c = ParseCase(kText, "t.case");
  ASSERT_TRUE(c.ok()) << c.status();
  const Image image = ImageOf(*c);
  Case other = *c;
  other.memory = MemoryItemsOf(image);
  EXPECT_EQ(ImageOf(other), image);
  const auto structures = std::ranges::count(other.memory, &kSteFormat, &MemoryItem::format);
  EXPECT_EQ(structures, 1) << FormatCase(other);
}

/// Answers 1 to every third question.
class EveryThird final : public Choices {
 public:
  unsigned Pick(ChoicePoint, unsigned alternatives) override {
    return ++asked_ % 3 == 0 && alternatives > 1 ? 1 : 0;
  }

 private:
  unsigned asked_ = 0;
};

TEST(RecordedChoices, AreGivenAgain) {
  EveryThird inner;
  RecordingChoices recording(inner, FixedChoices());
  std::vector<unsigned> answers, again;
  const auto ask = [](Choices& choices, std::vector<unsigned>& to) {
    for (unsigned i = 0; i < 20; ++i) {
      to.push_back(choices.Pick(ChoicePoint::kTornFetch, 2));
      to.push_back(choices.Pick(ChoicePoint::kCacheHit, 3));
    }
  };
  ask(recording, answers);
  EXPECT_EQ(recording.picks().size(), 13u);
  ReplayedChoices replayed(FixedChoices(), recording.picks());
  ask(replayed, again);
  EXPECT_EQ(again, answers);
}

}  // namespace
}  // namespace quiesce
