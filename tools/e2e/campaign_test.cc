// Campaigns as a user runs them: in several processes, on several machines, and interrupted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;

std::string Read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> CasesIn(const std::string& folder) {
  std::set<std::string> cases;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".case") cases.insert(entry.path().filename());
  }
  return cases;
}

const std::string kSmall = "check --cases 100 --hand-overs 120 --seed 3 --skip proofs --skip matrix ";

class CampaignTest : public testing::Test {
 protected:
  /// One run of the whole campaign, for all tests here.
  static const std::string& Whole() {
    static const std::string folder = [] {
      const std::string made = FreshDirectory("campaign-whole");
      const CommandResult r = RunQuiesce(kSmall + "--out " + made);
      EXPECT_EQ(r.status, 0) << r.out << r.err;
      return made;
    }();
    return folder;
  }
};

TEST_F(CampaignTest, TwoJobsGiveTheSameRecord) {
  const std::string folder = FreshDirectory("campaign-jobs");
  const CommandResult r = RunQuiesce(kSmall + "--jobs 2 --out " + folder);
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_EQ(Read(folder + "/record.json"), Read(Whole() + "/record.json"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/journal"));
}

TEST_F(CampaignTest, FourShardsMergeToTheRecordOfOneRun) {
  const std::string folder = FreshDirectory("campaign-shards");
  std::string merge = "merge";
  for (unsigned i = 0; i < 4; ++i) {
    const std::string shard = folder + "/" + std::to_string(i);
    RunQuiesce(kSmall + "--shard " + std::to_string(i) + "/4 --out " + shard);
    merge += " " + shard;
  }
  const CommandResult r = RunQuiesce(merge + " -o " + folder + "/all");
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_EQ(Read(folder + "/all/record.json"), Read(Whole() + "/record.json"));
  EXPECT_EQ(CasesIn(folder + "/all"), CasesIn(Whole()));
  for (const std::string& name : CasesIn(Whole())) {
    EXPECT_EQ(Read(folder + "/all/" + name), Read(Whole() + "/" + name));
  }
}

TEST_F(CampaignTest, AnInterruptedRunGoesOnWhereItStopped) {
  const std::string folder = FreshDirectory("campaign-resume");
  const std::string command = kSmall + "--out " + folder;
  for (const char* seconds : {"0.3", "0.8", "1.5", "2.5", "4"}) {
    const std::string killed = std::string("timeout -s KILL ") + seconds + " " + QUIESCE_COMMAND;
    [[maybe_unused]] const int status =
        std::system((killed + " " + command + " --resume >/dev/null 2>&1").c_str());
  }
  const CommandResult r = RunQuiesce(command + " --resume");
  EXPECT_EQ(r.status, 0) << r.out << r.err;
  EXPECT_EQ(Read(folder + "/record.json"), Read(Whole() + "/record.json"));
}

TEST_F(CampaignTest, AJournalOfAnotherRunIsRefused) {
  const std::string folder = FreshDirectory("campaign-other");
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/journal") << "quiesce journal 1: something else\n";
  const CommandResult r = RunQuiesce(kSmall + "--resume --out " + folder);
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("of another run"));
}

}  // namespace
}  // namespace quiesce
