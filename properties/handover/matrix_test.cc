// What is known of the versions and policies comes out of the matrix.
#include "properties/handover/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "properties/handover/matrix_record.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

constexpr MatrixBudget kSmall{.crashes = 20};

const MatrixRow& RowOf(const std::vector<MatrixRow>& rows, std::string_view name) {
  for (const MatrixRow& row : rows) {
    if (row.name == name) return row;
  }
  ADD_FAILURE() << "no row " << name;
  return rows.front();
}

class MatrixTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { matrix_ = new Matrix(MakeMatrix(kSmall)); }
  static void TearDownTestSuite() {
    delete matrix_;
    matrix_ = nullptr;
  }
  static unsigned Violated(std::string_view variant, Invariant invariant) {
    return RowOf(matrix_->variants, variant)[invariant].violated();
  }
  static unsigned ViolatedBy(std::string_view policy, Invariant invariant) {
    return RowOf(matrix_->policies, policy)[invariant].violated();
  }
  static const Matrix* matrix_;
};
const Matrix* MatrixTest::matrix_ = nullptr;

TEST_F(MatrixTest, AFullResetAbortsOrBypasses) {
  EXPECT_GT(Violated("status-quo", Invariant::kNotAborted), 0u);
  EXPECT_GT(ViolatedBy("full-reset-abort", Invariant::kNotAborted), 0u);
  EXPECT_GT(ViolatedBy("full-reset-bypass", Invariant::kNotBypassed), 0u);
}

TEST_F(MatrixTest, OlderVersionsViolateWhatReviewFound) {
  EXPECT_GT(Violated("v1", Invariant::kSameSte), 0u);
  for (const std::string_view name : {"v1", "v2", "v3", "v4", "v5", "v6", "v7"}) {
    EXPECT_GT(Violated(name, Invariant::kFreshIds), 0u) << name;
    EXPECT_GT(Violated(name, Invariant::kSameSte), 0u) << name;
  }
}

TEST_F(MatrixTest, EveryoneIsJudgedOnTheSameHandOvers) {
  for (const auto* rows : {&matrix_->variants, &matrix_->policies}) {
    for (const MatrixRow& row : *rows) {
      for (const MatrixCell& cell : row.cells) {
        const MatrixCell& any = matrix_->variants.front().cells.front();
        EXPECT_EQ(cell.clean.judged, any.clean.judged);
        EXPECT_EQ(cell.corrupted.judged, any.corrupted.judged);
        EXPECT_EQ(cell.violated() == 0, cell.first.empty());
        EXPECT_EQ(cell.violated() == 0, cell.first_where.empty());
      }
    }
  }
}

TEST_F(MatrixTest, TheStatusQuoNeverAdopts) {
  const MatrixRow& row = RowOf(matrix_->variants, "status-quo");
  EXPECT_FALSE(row.Applies(Invariant::kSameSte));
  EXPECT_TRUE(row.Applies(Invariant::kNotAborted));
  EXPECT_TRUE(RowOf(matrix_->variants, "T4").Applies(Invariant::kSameSte));
}

TEST_F(MatrixTest, IsTheSameEachTime) { EXPECT_EQ(MakeMatrix(kSmall), *matrix_); }

/// The status quo aborts already in a clean crash; what the newest breaks needs a special one.
TEST_F(MatrixTest, CleanAndCorruptedAreCountedApart) {
  const MatrixCell& old = RowOf(matrix_->variants, "status-quo")[Invariant::kNotAborted];
  EXPECT_GT(old.clean.violated, 0u);
  EXPECT_GT(old.corrupted.violated, 0u);
  const MatrixCell& repaired = RowOf(matrix_->variants, "repaired")[Invariant::kUpdateProtocol];
  EXPECT_EQ(repaired.violated(), 0u);
}

TEST_F(MatrixTest, BecomesARecordWhoseCellsLinkToCases) {
  const std::vector<MatrixRowRecord> rows = RecordOf(*matrix_, "cases/");
  ASSERT_EQ(rows.size(), matrix_->variants.size() + matrix_->policies.size());
  const MatrixRowRecord& v7 = rows[7];
  ASSERT_EQ(v7.name, "v7");
  EXPECT_EQ(v7.kind, "variant");
  EXPECT_EQ(rows.back().kind, "policy");
  const auto index = static_cast<std::size_t>(Invariant::kFreshIds);
  const MatrixCellRecord& cell = v7.cells.at(index);
  EXPECT_EQ(cell.invariant, "QZ-13");
  EXPECT_TRUE(cell.applicable);
  EXPECT_TRUE(cell.first_case.has_value());
  EXPECT_EQ(cell.case_file, "cases/" + matrix_->variants[7].cells[index].first_where + ".case");
  EXPECT_EQ(cell.clean.violated + cell.corrupted.violated, Violated("v7", Invariant::kFreshIds));
}

TEST_F(MatrixTest, ReadsAsATable) {
  const std::string text = ToText(*matrix_);
  EXPECT_THAT(text, HasSubstr("variant               QZ-01  QZ-02"));
  EXPECT_THAT(text, HasSubstr("\nT4 "));
  EXPECT_THAT(text, HasSubstr("\nrepaired "));
  EXPECT_THAT(text, HasSubstr("\nfull-reset-bypass "));
  EXPECT_THAT(text, HasSubstr("The first behind each number; "));
}

}  // namespace
}  // namespace quiesce
