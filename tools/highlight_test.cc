#include "tools/highlight.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace quiesce {
namespace {

TEST(Highlight, ColoursResultsThatAreWordsOfTheirOwn) {
  EXPECT_EQ(Highlight("Violated, as expected", true),
            "\x1b[31mViolated\x1b[0m, \x1b[32mas expected\x1b[0m");
  EXPECT_EQ(Highlight("CE-Passed Passedly PassedX", true), "CE-Passed Passedly PassedX");
  EXPECT_EQ(Highlight("NotRun\n", true), "\x1b[33mNotRun\x1b[0m\n");
}

TEST(Highlight, ChangesNothingWithoutColour) {
  EXPECT_EQ(Highlight("Violated", false), "Violated");
}

TEST(ColourFor, APipeGetsNone) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_FALSE(ColourFor(ends[1]));
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace quiesce
