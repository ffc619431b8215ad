// `quiesce matrix` and `quiesce list invariants` as a user runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

TEST(Matrix, ShowsEveryVariantAndPolicy) {
  const CommandResult r = RunQuiesce("matrix --crashes 2");
  EXPECT_EQ(r.status, 0) << r.err;
  for (const char* name : {"\nstatus-quo ", "\nv1 ", "\nT4 ", "\nadopt ", "\nby-signal "}) {
    EXPECT_THAT(r.out, HasSubstr(name));
  }
  EXPECT_THAT(r.out, HasSubstr("QZ-16"));
}

TEST(Matrix, AWrongNumberIsAnError) {
  const CommandResult r = RunQuiesce("matrix --crashes many");
  EXPECT_NE(r.status, 0);
  EXPECT_THAT(r.err, HasSubstr("--crashes"));
}

TEST(List, Invariants) {
  const CommandResult r = RunQuiesce("list invariants");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("QZ-01"));
  EXPECT_THAT(r.out, HasSubstr("QZ-16"));
}

}  // namespace
}  // namespace quiesce
