#include "reports/case/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/protocol/actions.h"
#include "reports/case/case_text.h"
#include "reports/testing/golden.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kImage = R"(
AIDR.ArchMinorRev = 2
IDR0.ST_LEVEL = 1
IDR1.SIDSIZE = 16
IDR5.OAS = 5
CR0.SMMUEN = 1
STRTAB_BASE.ADDR = 0x40000000
STRTAB_BASE_CFG.LOG2SIZE = 10
STRTAB_BASE_CFG.SPLIT = 8
STRTAB_BASE_CFG.FMT = 1
unmapped: not-captured
zeros @0x40000000 0x40
)";

Case MakeCase(std::string_view header, std::string_view rest) {
  std::string text = "quiesce-case 1\ntitle: t\n";
  text.append(header).append(kImage).append(rest);
  absl::StatusOr<Case> c = ParseCase(text, "t.case");
  EXPECT_TRUE(c.ok()) << c.status();
  return c.ok() ? *c : Case();
}

constexpr std::string_view kMisaligned =
    "L1STD @0x40000008 Span=9 L2Ptr=0x50000040\n"
    "zeros @0x50000000 0x8000\n"
    "step: insert sid=0x110\n";

TEST(Replay, FindsTheDisagreementAtItsStep) {
  const Case c =
      MakeCase("variant: v7\nexpect: violates QZ-09 at step 1\nadoption: adopted\n", kMisaligned);
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << FormatReplay(c, r);
  EXPECT_THAT(FormatReplay(c, r),
              HasSubstr("  1. insert sid=0x110\n"
                        "       driver's STE 0x50000440, SMMU fetches 0x50000400; attach now\n"
                        "       VIOLATES QZ-09\n"));
}

TEST(Replay, DivergesWhenTheViolationDoesNotHappen) {
  const Case c = MakeCase("variant: newest\nexpect: violates QZ-09\n", kMisaligned);
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kDiverged);
  EXPECT_THAT(r.verdict_text,
              HasSubstr("ReplayDiverged: all invariants hold in 0 steps checked; expected"));
}

TEST(Replay, DivergesAtAnotherStep) {
  const Case c = MakeCase("variant: v7\nexpect: violates QZ-09 at step 2\n",
                          std::string(kMisaligned) + "step: insert sid=0x111\n");
  EXPECT_EQ(ReplayCase(c).verdict, ReplayVerdict::kDiverged);
}

TEST(Replay, HoldsNeedsACheckOrAStatedRefusal) {
  EXPECT_EQ(ReplayCase(MakeCase("variant: newest\nexpect: holds\n", kMisaligned)).verdict,
            ReplayVerdict::kDiverged);
  EXPECT_EQ(ReplayCase(MakeCase("variant: newest\nexpect: holds\n"
                                "adoption: tossed ADOPT-L1STD-PTR-ALIGN\n",
                                kMisaligned))
                .verdict,
            ReplayVerdict::kAsExpected);
  EXPECT_EQ(ReplayCase(MakeCase("variant: newest\nexpect: holds\n"
                                "adoption: tossed ADOPT-L1STD-SPAN\n",
                                kMisaligned))
                .verdict,
            ReplayVerdict::kDiverged);
}

TEST(Replay, FreshTableBehindAnEmptyDescriptorAgrees) {
  const Case c = MakeCase("variant: newest\nexpect: holds\n",
                          "step: insert sid=0x210\nstep: dma sid=0x210 iova=0x1000 R\n"
                          "step: dma sid=0x10 iova=0 W\n");
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << FormatReplay(c, r);
  EXPECT_TRUE(r.steps[1].checked);
  EXPECT_THAT(r.steps[0].outcome, HasSubstr("before adoption none"));
  EXPECT_EQ(r.steps[2].outcome, "abort, no event");
}

TEST(Replay, ChangedFlagActs) {
  const Case c = MakeCase(
      "variant: newest\nchange: l1_pointer_aligned = no\nchange: insert_retests_pointer = no\n"
      "expect: violates QZ-09\n",
      kMisaligned);
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << FormatReplay(c, r);
}

TEST(Replay, MemoryThatWasNotCapturedIsUndecided) {
  const Case c = MakeCase("variant: newest\nexpect: holds\n",
                          "L1STD @0x40000008 Span=9 L2Ptr=0x50000000\nstep: insert sid=0x110\n");
  EXPECT_EQ(ReplayCase(c).verdict, ReplayVerdict::kUndecided);
}

/// A protocol without the action that the driver takes.
TEST(Replay, AStepThatTheProtocolDoesNotPermitFailsIt) {
  const absl::StatusOr<Case> c = LoadCase(QUIESCE_CORPUS_DIR "/cases/bug-14.case");
  ASSERT_TRUE(c.ok()) << c.status();
  ReplayOptions options;
  options.protocol = [](const Setting& s, const Protocol<Concrete>& p,
                        const ActionInputs<Concrete>& in, ActionSink<Concrete>& to) {
    for (const GuardedAction<Concrete>& a : AllActions(s, p, in)) {
      const bool left_out = a.name == "CR0.CMDQEN := 1";
      if (a.Enabled() && !left_out) to.Add(a.name, a.party, {}, a.next, a.stream);
    }
  };
  const ReplayReport r = ReplayCase(*c, options);
  EXPECT_EQ(r.verdict, ReplayVerdict::kMismatch);
  EXPECT_THAT(r.verdict_text, testing::StartsWith("EncodingMismatch: call 0 step "));
}

/// What a reader gets of a counterexample, word for word.
TEST(FormatReplay, GoldenTexts) {
  for (const std::string name : {"bug-14", "v7-l2ptr-null"}) {
    const absl::StatusOr<Case> c = LoadCase(QUIESCE_CORPUS_DIR "/cases/" + name + ".case");
    ASSERT_TRUE(c.ok()) << c.status();
    ExpectGolden("replay-" + name + ".txt", FormatReplay(*c, ReplayCase(*c)));
  }
}

}  // namespace
}  // namespace quiesce
