#include "tools/cmd_prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tools/cmd_replay.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;

class ProveCommandTest : public testing::Test {
 protected:
  int Prove(const ProveOptions& options) { return RunProve(options, out_, err_); }
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ProveCommandTest, NewestIsProvedAndNamesWhatItRestsOn) {
  ProveOptions options;
  options.lemma = "ADOPT-L2-STE";
  options.variant = "newest";
  EXPECT_EQ(Prove(options), 0);
  EXPECT_THAT(out_.str(),
              HasSubstr("ADOPT-L2-STE       T4                           proved     as expected"));
  EXPECT_THAT(out_.str(), HasSubstr("    assume the driver's address is below 2^OAS\n"));
}

TEST_F(ProveCommandTest, CounterexampleIsWrittenAndReplays) {
  ProveOptions options;
  options.lemma = "ADOPT-L1STD-EMPTY";
  options.variant = "v7";
  options.json = true;
  options.cases = testing::TempDir() + "prove-cases";
  EXPECT_EQ(Prove(options), 0);
  const nlohmann::json rows = nlohmann::json::parse(out_.str());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0]["result"], "refuted");
  EXPECT_EQ(rows[0]["expected"], "refuted");
  std::ostringstream replay;
  EXPECT_EQ(RunReplay({.paths = {rows[0]["case"]}}, replay, replay), 0) << replay.str();
}

TEST_F(ProveCommandTest, HandOverIsRefutedByACaseThatReplays) {
  ProveOptions options;
  options.lemma = "QZ-01";
  options.variant = "status-quo";
  options.cases = testing::TempDir() + "prove-cases";
  EXPECT_EQ(Prove(options), 0) << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("refuted    as expected"));
  std::ostringstream replay;
  EXPECT_EQ(RunReplay({.paths = {*options.cases + "/proof-QZ-01-status-quo.case"}}, replay, replay),
            0)
      << replay.str();
}

TEST_F(ProveCommandTest, UnknownNamesAreOneLine) {
  ProveOptions options;
  options.lemma = "ADOPT";
  EXPECT_EQ(Prove(options), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--invariant 'ADOPT' --variant '': nothing is selected"));
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace quiesce
