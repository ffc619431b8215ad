#include "reports/record/matrix_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/record/checks.h"
#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

MatrixCellRecord Cell(bool applicable, JudgedCount clean, JudgedCount corrupted) {
  return {"QZ-01", applicable, clean, corrupted, std::nullopt, "", ""};
}

TEST(MatrixView, ShowsWhatIsKnown) {
  EXPECT_EQ(ShortText(Cell(true, {3, 0}, {0, 0})), ".");
  EXPECT_EQ(ShortText(Cell(true, {0, 0}, {0, 0})), "?");
  EXPECT_EQ(ShortText(Cell(false, {3, 0}, {9, 0})), "-");
  EXPECT_EQ(ShortText(Cell(true, {3, 1}, {9, 2})), "3");
  EXPECT_EQ(ShortText(Cell(false, {3, 0}, {9, 2})), "2") << "a violation is never hidden";
  EXPECT_EQ(StateOf(Cell(true, {3, 0}, {9, 2})), CellState::kViolatedCorrupted);
  EXPECT_EQ(StateOf(Cell(true, {3, 1}, {9, 0})), CellState::kViolatedClean);
  EXPECT_EQ(LongText(Cell(true, {3, 1}, {9, 2})),
            "1 of 3 clean and 2 of 9 corrupted hand-overs violate it");
}

TEST(MatrixView, FindsCellsById) {
  const std::vector<MatrixRowRecord> rows = FullMatrix();
  EXPECT_THAT(InvariantsOf(rows), testing::ElementsAre("QZ-01", "QZ-09"));
  EXPECT_EQ(FindCell(rows[0], "QZ-09")->first_case, 3u);
  EXPECT_EQ(FindCell(rows[0], "QZ-02"), nullptr);
}

TEST(Checks, HoldEveryAnswerThatWasDeclared) {
  const std::vector<Check> checks = ChecksOf(FullRecord());
  ASSERT_EQ(checks.size(), 5u);
  EXPECT_EQ(NameOf(checks[3].kind), "broken twin");
  EXPECT_EQ(checks[3].id, "l1-fetch-inside, SPLIT taken as 6");
  EXPECT_EQ(checks[3].reproduce, "quiesce replay out/twin.case");
  const Tally tally = TallyOf(checks);
  EXPECT_EQ(tally.as_expected, 4u);
  EXPECT_EQ(tally.violated, 0u);
  EXPECT_EQ(tally.undecided, 1u);
}

TEST(Checks, ATwinThatIsNotRefutedIsNoGreenRun) {
  RunRecord r;
  r.proofs = {FullProof()};
  r.proofs[0].result = Result::kProved;
  EXPECT_EQ(ExitStatus(r), 0);
  r.proofs[0].twin.result = Result::kProved;
  EXPECT_EQ(ExitStatus(r), 2);
}

}  // namespace
}  // namespace quiesce
