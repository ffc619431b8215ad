#include "reports/review/packet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "reports/record/record_fixture.h"
#include "reports/record/record_json.h"
#include "reports/review/choice_effects.h"
#include "reports/review/questions.h"
#include "reports/testing/golden.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kRoot = QUIESCE_SOURCE_DIR;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const std::vector<KnownCase>& Corpus() {
  static const std::vector<KnownCase> cases = [] {
    auto loaded = LoadKnownCases(kRoot + "/corpus/cases");
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded.ok() ? *std::move(loaded) : std::vector<KnownCase>();
  }();
  return cases;
}

TEST(KnownCases, AreSortedByNumber) {
  const KnownCase* two = FindKnownCase(Corpus(), "bug-2");
  const KnownCase* ten = FindKnownCase(Corpus(), "bug-10");
  ASSERT_TRUE(two != nullptr && ten != nullptr);
  EXPECT_LT(two, ten);
  EXPECT_EQ(FindKnownCase(Corpus(), "bug-1000"), nullptr);
  EXPECT_EQ(LoadKnownCases("/nonexistent").status().message(),
            "/nonexistent: no cases here; name the directory with --cases");
}

TEST(KnownCases, TellFindingsFromBugsOfOthers) {
  EXPECT_TRUE(FindKnownCase(Corpus(), "bug-17")->IsFinding());
  EXPECT_FALSE(FindKnownCase(Corpus(), "bug-1")->IsFinding());
  EXPECT_FALSE(FindKnownCase(Corpus(), "newest-adopts")->IsFinding());
  EXPECT_TRUE(FindKnownCase(Corpus(), "bug-41")->Violates("QZ-08"));
}

TEST(OpenQuestions, AreNumberedAndAnsweredOrSayWhyNot) {
  unsigned number = 0;
  for (const OpenQuestion& q : OpenQuestions()) {
    EXPECT_EQ(q.number, ++number);
    EXPECT_FALSE(q.text.empty());
    const bool answered = q.answer == QuestionAnswer::kYes || q.answer == QuestionAnswer::kNo ||
                          q.answer == QuestionAnswer::kPartly;
    EXPECT_TRUE(!answered || !q.evidence.empty()) << q.number;
  }
  EXPECT_EQ(number, 14u);
}

TEST(OpenQuestions, TheEvidenceIsThere) {
  for (const OpenQuestion& q : OpenQuestions()) {
    for (const AnswerEvidence& e : q.evidence) {
      if (e.kind == EvidenceKind::kProof) continue;  // the committed record has it, or is unsettled
      if (e.kind == EvidenceKind::kTest) {
        EXPECT_THAT(ReadFile(kRoot + "/" + std::string(e.with)), HasSubstr(std::string(e.name)));
      } else {
        EXPECT_NE(FindKnownCase(Corpus(), e.name), nullptr) << e.name;
      }
    }
  }
}

constexpr AnswerEvidence kEvidence[] = {{EvidenceKind::kCase, "bug-17", "violates QZ-04"},
                                        {EvidenceKind::kRerun, "bug-17", "not adopted", "v5"},
                                        {EvidenceKind::kProof, "l1-fetch-inside", "Proved"}};
constexpr OpenQuestion kQuestion[] = {
    {1, "somebody", "?", QuestionAnswer::kNo, "Because.", kEvidence}};

TEST(QuestionsPart, AnAnswerStandsOnlyWhileItsEvidenceAgrees) {
  const auto answered = testing::HasSubstr("**No.** Because.");
  const auto unsettled = testing::HasSubstr("**Unsettled");
  RunRecord r = FullRecord();
  r.proofs[0].result = Result::kProved;
  EXPECT_THAT(QuestionsPart(Corpus(), r, kQuestion), answered);
  EXPECT_THAT(QuestionsPart(Corpus(), std::nullopt, kQuestion), answered);
  r.proofs[0].result = Result::kUnknown;
  EXPECT_THAT(QuestionsPart(Corpus(), r, kQuestion), unsettled);
  r.proofs.clear();
  const std::string missing = QuestionsPart(Corpus(), r, kQuestion);
  EXPECT_THAT(missing, unsettled);
  EXPECT_THAT(missing, HasSubstr("`l1-fetch-inside`: **missing**; **the answer needs: Proved**"));
  EXPECT_THAT(missing, Not(HasSubstr("Because.")));
  EXPECT_THAT(QuestionsPart({}, std::nullopt, kQuestion), unsettled) << "without its cases";
}

TEST(EffectsOfChoices, FindsThatAFetchIsTorn) {
  const std::vector<ChoiceEffect> effects = EffectsOfChoices(FindKnownCase(Corpus(), "bug-36")->c);
  ASSERT_EQ(effects.size(), 1u);
  EXPECT_EQ(effects[0].point, ChoicePoint::kTornFetch);
  EXPECT_THAT(effects[0].violated,
              testing::ElementsAre(testing::Not(ViolatedBy(FindKnownCase(Corpus(), "bug-36")->c))));
}

TEST(EffectsOfChoices, NothingDependsWhereNothingIsViolated) {
  EXPECT_TRUE(EffectsOfChoices(FindKnownCase(Corpus(), "newest-adopts")->c).empty());
}

TEST(Packet, SaysThatThereIsNoRecord) {
  const std::string part = InvariantsPart(Corpus(), std::nullopt);
  EXPECT_THAT(part, HasSubstr("### QZ-16"));
  EXPECT_THAT(part, Not(HasSubstr("- sampled")));
}

TEST(Packet, CountsFromTheRecord) {
  RunRecord r = FullRecord();
  r.proofs[0].result = Result::kProved;
  const std::string part = InvariantsPart({}, r);
  EXPECT_THAT(part, HasSubstr("- status: proved of the newest driver\n"));
  EXPECT_THAT(part, HasSubstr("- sampled:\n  - 0 of 100 clean and 0 of 200 corrupted hand-overs"));
  EXPECT_THAT(part, HasSubstr("- assumptions in the cores: no wrap\n"));
  EXPECT_THAT(part, HasSubstr("- status: held in every hand-over that was run\n"));
  r.matrix[1].cells[1].corrupted.violated = 1;
  r.matrix[1].cells[1].first = "crash 9";
  const std::string violated = InvariantsPart({}, r);
  EXPECT_THAT(violated, HasSubstr("- status: **violated by the newest driver**\n"));
  EXPECT_THAT(violated, HasSubstr("- last counterexample: crash 9\n"));
}

TEST(Packet, IsTheCommittedOne) {
  const std::string path = QUIESCE_REPORTS_DIR "/review/record.json";
  const auto record = RecordFromJson(ReadFile(path), path);
  ASSERT_TRUE(record.ok()) << record.status();
  const std::string packet = ReviewPacket(Corpus(), *record);
  EXPECT_THAT(packet, Not(HasSubstr("Unsettled")));
  ExpectFile(QUIESCE_REPORTS_DIR "/review/PACKET.md", packet);
}

}  // namespace
}  // namespace quiesce
