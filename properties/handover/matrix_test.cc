// What is known of the versions and policies comes out of the matrix.
#include "properties/handover/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quiesce {
namespace {

using testing::HasSubstr;

constexpr MatrixBudget kSmall{.crashes = 20, .large_recipes = false};

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
    return RowOf(matrix_->variants, variant)[invariant].violated;
  }
  static unsigned ViolatedBy(std::string_view policy, Invariant invariant) {
    return RowOf(matrix_->policies, policy)[invariant].violated;
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
        EXPECT_EQ(cell.judged, matrix_->variants.front().cells.front().judged);
        EXPECT_EQ(cell.violated == 0, cell.first.empty());
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

TEST_F(MatrixTest, ReadsAsATable) {
  const std::string text = ToText(*matrix_);
  EXPECT_THAT(text, HasSubstr("variant              QZ-01 QZ-02"));
  EXPECT_THAT(text, HasSubstr("\nT4 "));
  EXPECT_THAT(text, HasSubstr("\nfull-reset-bypass "));
  EXPECT_THAT(text, HasSubstr("The first behind each number:\n"));
}

}  // namespace
}  // namespace quiesce
