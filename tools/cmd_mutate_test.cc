#include "tools/cmd_mutate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tools/exit_status.h"

namespace quiesce {
namespace {

TEST(CmdMutateTest, ListsTheMutantsOfOneRuleWithWhatNoticedThem) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(Mutate({.all = true, .subject = "STE-V"}, out, err), kExitExpected);
  EXPECT_EQ(out.str(),
            "legality rules\n"
            "STE-V                      negated            killed by: the legal example\n"
            "STE-V                      dropped            killed by: the example of STE-V\n"
            "2 mutants: 2 killed, 0 survived for a reason, 0 survived\n\n"
            "2 mutants in all\n");
  EXPECT_EQ(err.str(), "");
}

TEST(CmdMutateTest, JsonHasTheKilledOnesToo) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(Mutate({.json = true, .subject = "STE-V"}, out, err), kExitExpected);
  const auto json = nlohmann::json::parse(out.str());
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["group"], "legality rules");
  EXPECT_EQ(json[1]["killed_by"], "the example of STE-V");
}

TEST(CmdMutateTest, ANameThatNothingHasIsAnError) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(Mutate({.subject = "STE-W"}, out, err), kExitUndecided);
  EXPECT_EQ(err.str(), "quiesce: no mutant of 'STE-W'; see 'quiesce mutate --all'\n");
}

}  // namespace
}  // namespace quiesce
