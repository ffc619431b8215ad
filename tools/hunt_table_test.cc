#include "tools/hunt_table.h"

#include <gmock/gmock.h>

namespace quiesce {
namespace {

using testing::HasSubstr;

TEST(HuntTable, HasTheMostOfAllSeeds) {
  RunRecord r;
  r.hunts = {{.target = "bug-14", .invariant = "QZ-09", .seed = 1, .found = true, .cases = 7},
             {.target = "bug-14", .invariant = "QZ-05", .seed = 2, .found = true, .cases = 30},
             {.target = "v3", .invariant = "QZ-10", .seed = 1, .cases = 500}};
  r.hunts[0].fields = 2;
  r.hunts[1].steps = 4;
  Environment environment;
  environment.timings = {{HuntTimingId(r.hunts[0]), 1.5}, {HuntTimingId(r.hunts[1]), 0.25}};
  const std::string table = HuntTable(r, environment);
  EXPECT_THAT(table, HasSubstr("| bug-14 | 2 of 2 seeds | QZ-05 QZ-09 | 30 | 1.50 | 2 | 4 |\n"));
  EXPECT_THAT(table, HasSubstr("| v3 | 0 of 1 seeds |  | 0 | 0.00 | 0 | 0 |\n"));
}

}  // namespace
}  // namespace quiesce
