// Cases of lemmas: their text, and what replaying them says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/case/case_text.h"
#include "reports/case/lemma_case.h"
#include "reports/case/replay.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// An STE whose format is ignored: there is one CD.
constexpr std::string_view kReadsAlike =
    "quiesce-case 1\n"
    "title: t\n"
    "kind: lemma\n"
    "lemma: READS-ALIKE\n"
    "variant: T4\n"
    "expect: violates READS-ALIKE\n"
    "\n"
    "IDR0.S1P = 1\n"
    "IDR0.TTF = 2  # VMSAv8-64\n"
    "IDR0.CD2L = 1\n"
    "IDR5.GRAN64K = 1\n"
    "\n"
    "STE V=1 Config=5 S1Fmt=2 S1ContextPtr=64\n";

/// The words of an update, stored in order.
constexpr std::string_view kUpdate =
    "quiesce-case 1\n"
    "title: t\n"
    "kind: lemma\n"
    "lemma: HITLESS-CD-DRIVER\n"
    "variant: T4\n"
    "change: updates_hitless = no\n"
    "expect: violates HITLESS-CD-DRIVER\n"
    "\n"
    "stage: 1\n"
    "live: CD V=1 ASID=1 TTB0=0x1000\n"
    "target: CD V=1 ASID=2 TTB0=0x2000\n"
    "fetched: CD V=1 ASID=2 TTB0=0x1000\n";

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const std::size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? out : out.replace(at, from.size(), to);
}

Case Parsed(std::string_view text) {
  absl::StatusOr<Case> c = ParseCase(text, "t.case");
  EXPECT_TRUE(c.ok()) << c.status();
  return c.ok() ? *c : Case();
}

std::string ErrorOf(std::string_view text) {
  return std::string(ParseCase(text, "t.case").status().message());
}

TEST(LemmaText, IsCanonicalAndComesBack) {
  for (const std::string_view text : {kReadsAlike, kUpdate}) {
    const Case c = Parsed(text);
    EXPECT_EQ(FormatCase(c), text);
    EXPECT_EQ(Parsed(FormatCase(c)), c);
  }
}

TEST(LemmaText, EveryLineComesBack) {
  const Case c = Parsed(
      "quiesce-case 1\ntitle: t\nnote: n\nkind: lemma\nlemma: IDS-FOUND-BUT-ONE\n"
      "without: assume no live leaf is global\nwithout: given the CD is legal\nvariant: T2\n"
      "expect: holds\nplatform: vhe = yes\nchoice: CU-18 = 2\nchoice: CU-22 = 1\n"
      "choice-of-cd: CU-22 = 0\nCR2.E2H = 1\nSTRTAB_BASE.ADDR = 0x40\n"
      "stream: sid=0x110 ssid=0x3\nnew-domain: vmid=7\nglobal-leaf: yes\n"
      "L1STD Span=9 L2Ptr=0x40\nSTE V=1 Config=5 reserved1=0x100\nL1CD V=1\nCD V=1 ASID=1\n");
  EXPECT_EQ(Parsed(FormatCase(c)), c);
  EXPECT_EQ(FormatCase(Parsed(FormatCase(c))), FormatCase(c));
  const StreamInputs<Concrete> in = StreamInputsOf(c);
  EXPECT_TRUE(in.words.e2h.raw());
  EXPECT_TRUE(in.vhe.raw());
  EXPECT_TRUE(in.global.raw());
  EXPECT_TRUE(in.stage2.raw());
  EXPECT_EQ(in.id.raw(), 7u);
  EXPECT_EQ(in.words.ste.word(1).raw(), 0x100u);
  EXPECT_FALSE(in.words.ste_choices.s1contextptr_out_of_range_is_illegal.raw());
  EXPECT_FALSE(in.words.ste_choices.s2t0sz_out_of_range_is_illegal.raw());
  EXPECT_TRUE(in.words.cd_choices.txsz_out_of_range_is_illegal.raw());
  EXPECT_FALSE(in.words.cd_choices.reserved_bits_are_illegal.raw());
}

TEST(LemmaText, SaysWhatItCannotRead) {
  const auto with = [](std::string_view from, std::string_view to) {
    return ErrorOf(Replaced(kReadsAlike, from, to));
  };
  EXPECT_THAT(with("lemma: READS-ALIKE", "lemma: READS"),
              HasSubstr("t.case:4: unknown lemma 'READS': known are STE-KINDS, CD-KINDS,"));
  EXPECT_THAT(with("violates READS-ALIKE", "violates QZ-09"),
              HasSubstr("unknown invariant 'QZ-09': known are READS-ALIKE"));
  EXPECT_THAT(with("variant: T4", "twin: yes\nvariant: T4"), HasSubstr("READS-ALIKE has no twin"));
  EXPECT_THAT(with("variant: T4", "without: luck\nvariant: T4"),
              HasSubstr("READS-ALIKE has no premise 'luck': it has assume such an SMMU can be;"));
  EXPECT_THAT(with("STE V", "STE @0x40 V"), HasSubstr("'@0x40': expected field=value"));
  EXPECT_THAT(with("STE V=1", "STE V=1 Cfg=5"), HasSubstr("STE has no field 'Cfg'"));
  EXPECT_THAT(with("STE V", "live: STE V"), HasSubstr("READS-ALIKE has no `live:`"));
  EXPECT_THAT(with("STE V", "stage: 1\nSTE V"), HasSubstr("READS-ALIKE has no stages"));
  EXPECT_THAT(with("STE V", "step: insert sid=1\nSTE V"), HasSubstr("a lemma has no `step:`"));
  EXPECT_THAT(with("STE V", "words @0x40 1\nSTE V"), HasSubstr("a lemma has no memory"));
  EXPECT_THAT(with("STE V", "choice: CU-16 = 1\nSTE V"), HasSubstr("no lemma asks CU-16"));
  EXPECT_THAT(with("STE V", "CR0.SMMUEN = 1\nSTE V"), HasSubstr("no lemma looks at CR0"));
  EXPECT_THAT(with("STE V", "platform: coherent = no\nSTE V"), HasSubstr("`vhe` alone"));
  EXPECT_THAT(with("lemma: READS-ALIKE\n", ""), HasSubstr("`lemma:` must come before `expect:`"));
  EXPECT_THAT(with("kind: lemma\n", ""), HasSubstr("`lemma:` needs `kind: lemma` before it"));
  EXPECT_THAT(ErrorOf(Replaced(kUpdate, "stage: 1", "stage: 4")), HasSubstr("from 1 to 3"));
  EXPECT_THAT(ErrorOf(Replaced(kUpdate, "live: CD", "live: STE")),
              HasSubstr("expected `live: CD field=value ...`"));
  EXPECT_THAT(ErrorOf(Replaced(kUpdate, "stage", "stream: sid=1 ssid=0\nstage")),
              HasSubstr("HITLESS-CD-DRIVER has no `stream:`"));
}

TEST(LemmaReplay, ShowsTheViolationAndBothReadings) {
  const Case c = Parsed(kReadsAlike);
  const ReplayReport r = ReplayCase(c);
  const std::string text = FormatReplay(c, r);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << text;
  EXPECT_THAT(text, HasSubstr("driver T4, READS-ALIKE (QZ-09)\n"));
  EXPECT_THAT(text, HasSubstr("SMMU: CD table linear, of 1 CD\n"));
  EXPECT_THAT(text, HasSubstr("driver: CD table 2-level, of 1 CD, leaves of 1024\n"));
  EXPECT_THAT(text, HasSubstr("VIOLATES READS-ALIKE\n"));
  EXPECT_THAT(text, HasSubstr("as expected: violates READS-ALIKE\n"));
}

TEST(LemmaReplay, ShowsWhichWordsOfAnUpdateAreMixed) {
  const Case c = Parsed(kUpdate);
  const ReplayReport r = ReplayCase(c);
  const std::string text = FormatReplay(c, r);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << text;
  EXPECT_THAT(text, HasSubstr("fetched CD: ASID=0x2, not 0x1\n"));
  EXPECT_THAT(text, HasSubstr("SMMU: fetches word 0 after, word 1 before stage 1\n"));
}

TEST(LemmaReplay, APremiseThatIsNotSoIsNoViolation) {
  const Case c = Parsed(Replaced(kReadsAlike, "IDR0.S1P = 1\n", ""));
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kDiverged);
  EXPECT_THAT(r.verdict_text, HasSubstr("ReplayDiverged: READS-ALIKE does not apply"));
  EXPECT_THAT(FormatReplay(c, r), Not(HasSubstr("VIOLATES")));
  EXPECT_EQ(ReplayCase(c, {.expects = false}).verdict, ReplayVerdict::kHeld);
}

TEST(LemmaReplay, APremiseThatIsNotSoIsNotAnExpectedHoldEither) {
  const std::string holds = Replaced(kReadsAlike, "violates READS-ALIKE", "holds");
  EXPECT_EQ(ReplayCase(Parsed(holds)).verdict, ReplayVerdict::kDiverged);
  const Case without = Parsed(Replaced(holds, "IDR0.S1P = 1\n", ""));
  EXPECT_EQ(ReplayCase(without).verdict, ReplayVerdict::kDiverged);
  const Case linear = Parsed(Replaced(holds, "S1Fmt=2 ", ""));
  EXPECT_EQ(ReplayCase(linear).verdict, ReplayVerdict::kAsExpected);
}

TEST(LemmaReplay, APremiseThatIsLeftOutNeedNotBeSo) {
  const Case c = Parsed(Replaced(Replaced(kReadsAlike, "IDR0.S1P = 1\n", ""), "variant: T4",
                                 "without: assume such an SMMU can be\n"
                                 "without: given the STE is legal\nvariant: T4"));
  const ReplayReport r = ReplayCase(c);
  EXPECT_EQ(r.verdict, ReplayVerdict::kAsExpected) << FormatReplay(c, r);
  EXPECT_THAT(FormatReplay(c, r), HasSubstr("premise, left out, not so: given the STE is legal"));
}

TEST(LemmaReplay, ARepairedDriverDoesNotBreakIt) {
  const Case c = Parsed(Replaced(kReadsAlike, "variant: T4", "variant: repaired"));
  EXPECT_EQ(ReplayCase(c, {.expects = false}).verdict, ReplayVerdict::kHeld);
}

}  // namespace
}  // namespace quiesce
