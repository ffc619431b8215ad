#include "properties/proved/solver.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

class SolverTest : public testing::Test {
 protected:
  z3::context ctx_;
  Bits<Symbolic, 32> x_ = Var<32>(ctx_, "x");
};

TEST_F(SolverTest, ProvesForAllValues) {
  const ProofResult r = Prove(ctx_, {}, (x_ & Bits<Symbolic, 32>(7)) < 8);
  EXPECT_TRUE(std::holds_alternative<Proved>(r));
}

TEST_F(SolverTest, RefutesWithAModelThatBreaksTheClaim) {
  const std::vector<Premise> premises = {{"x >= 40", x_ >= 40}};
  const ProofResult r = Prove(ctx_, premises, x_ != 41);
  ASSERT_TRUE(std::holds_alternative<Refuted>(r));
  EXPECT_EQ(ValueIn(std::get<Refuted>(r).model, x_), 41u);
}

TEST_F(SolverTest, WhatTheBudgetCannotDecideIsNoProof) {
  const Bits<Symbolic, 64> a = Var<64>(ctx_, "a");
  const Bits<Symbolic, 64> b = Var<64>(ctx_, "b");
  const Bool<Symbolic> hard =
      a * b != Bits<Symbolic, 64>(0xFFFF'FFFF'FFFF'FFC5) || a == 1 || b == 1;
  const ProofBudget tiny{.timeout_ms = 60'000, .rlimit = 1000, .seed = 0};
  const ProofResult r = Prove(ctx_, {}, hard, tiny);
  ASSERT_TRUE(std::holds_alternative<Undecided>(r));
  EXPECT_FALSE(std::get<Undecided>(r).reason.empty());
}

TEST_F(SolverTest, MinimalPremisesLeaveOutWhatIsNotNeeded) {
  const std::vector<Premise> premises = {
      {"x < 10", x_ < 10}, {"x != 77", x_ != 77}, {"x < 5", x_ < 5}};
  const auto needed = MinimalPremises(ctx_, premises, x_ < 20);
  ASSERT_EQ(needed.size(), 1u);
  EXPECT_EQ(needed[0].name, "x < 10");
}

TEST_F(SolverTest, ContradictingPremisesAreSeen) {
  const std::vector<Premise> premises = {{"x < 1", x_ < 1}, {"x > 1", x_ > 1}};
  EXPECT_TRUE(std::holds_alternative<Unsatisfiable>(SolvePremises(ctx_, premises)));
}

TEST_F(SolverTest, WishesAreKeptInOrderWhilePossible) {
  const Bool<Symbolic> wishes[] = {x_ < 100, x_ < 50, x_ == 7, x_ < 60};
  SolverAnswer answer = SolveNicely(ctx_, {x_ >= 55}, wishes);
  ASSERT_TRUE(std::holds_alternative<Satisfiable>(answer));
  const std::uint64_t x = ValueIn(std::get<Satisfiable>(answer).model, x_);
  EXPECT_GE(x, 55u);
  EXPECT_LT(x, 60u);
}

}  // namespace
}  // namespace quiesce
