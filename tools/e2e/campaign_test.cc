// Campaigns as a user runs them: in several processes, on several machines, and interrupted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
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

const std::string kSmall =
    "check --cases 100 --hand-overs 120 --seed 3 --skip proofs --skip matrix ";

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

/// The files of the findings that a run has printed.
std::set<std::string> PrintedIn(const std::string& file) {
  std::set<std::string> printed;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("    ") && line.ends_with(".case")) printed.insert(line.substr(4));
  }
  return printed;
}

/// Of a driver with bugs: there is something to lose.
TEST(InterruptedCampaign, TenTimesLosesNothingThatWasPrintedAndGoesOnWhereItStopped) {
  const std::string command =
      "check --variant v3 --cases 100 --hand-overs 300 --seed 3 --resume --out ";
  const std::string whole = FreshDirectory("campaign-v3");
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(RunQuiesce(command + whole).status, 1);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;

  const std::string folder = FreshDirectory("campaign-interrupted");
  const std::string log = folder + "/log";
  std::set<std::string> printed;
  std::mt19937 random(std::random_device{}());
  for (int i = 0; i < 10; ++i) {
    const double seconds = took.count() * static_cast<double>(random() % 1000 + 1) / 1000;
    const std::string killed =
        "timeout -s KILL " + std::to_string(seconds) + " " + QUIESCE_COMMAND + " " + command;
    [[maybe_unused]] const int status =
        std::system((killed + folder + " >/dev/null 2>" + log).c_str());
    for (const std::string& file : PrintedIn(log)) printed.insert(file);
    for (const std::string& file : printed) {
      ASSERT_EQ(RunQuiesce("replay " + file).status, 0)
          << file << ", killed at " << seconds << " s";
    }
  }
  EXPECT_EQ(RunQuiesce(command + folder).status, 1);
  const std::string record = Read(folder + "/record.json");
  EXPECT_EQ(record, Read(whole + "/record.json"));
  EXPECT_FALSE(printed.empty());
  for (const std::string& file : printed) {
    EXPECT_THAT(record, HasSubstr('"' + file.substr(folder.size() + 1) + '"'));
  }
}

TEST_F(CampaignTest, AJournalOfAnotherRunIsRefused) {
  const std::string folder = FreshDirectory("campaign-other");
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/journal") << "quiesce journal 1: something else\n";
  const CommandResult r = RunQuiesce(kSmall + "--resume --out " + folder);
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("of another run"));
}

struct Death {
  const char* plant;
  const char* how;   ///< as the message has it
  const char* file;  ///< with the case
};

class DyingCase : public testing::TestWithParam<Death> {};

TEST_P(DyingCase, LeavesTheCaseAndNamesIt) {
  const Death& death = GetParam();
  const std::string folder = FreshDirectory("campaign-death");
  const CommandResult r = RunQuiesce(
      "check --cases 20 --hand-overs 20 --case-seconds 5 --seed 3 --skip proofs "
      "--skip matrix --plant " +
      std::string(death.plant) + " --out " + folder);
  EXPECT_EQ(r.status, 2) << r.out << r.err;
  EXPECT_THAT(r.err, HasSubstr(std::string(death.how) + " at case 7"));
  EXPECT_THAT(r.err, HasSubstr(folder + "/" + death.file));
  ASSERT_TRUE(std::filesystem::exists(folder + "/" + death.file));
  if (std::string(death.file).ends_with(".case")) {
    EXPECT_LE(RunQuiesce("replay " + folder + "/" + death.file).status, 1);
  }
  EXPECT_THAT(Read(folder + "/record.json"), HasSubstr(death.file));
  EXPECT_THAT(r.out, HasSubstr("hand-over/clean/QZ-01")) << "the rest was run";
}

INSTANTIATE_TEST_SUITE_P(
    Campaign, DyingCase,
    testing::Values(
        Death{"segv:hand-over/wild:7", "the worker died of SIGSEGV", "hand-over-wild-ends.case"},
        Death{"abort:hand-over/failing:7", "the worker died of SIGABRT",
              "hand-over-failing-ends.case"},
        Death{"hang:hand-over/wild:7", "a case took too long", "hand-over-wild-ends.case"},
        Death{"abort:adoption-preserves-translation/generated:7", "the worker died of SIGABRT",
              "adoption-preserves-translation-generated-ends.image"}),
    [](const auto& info) { return "Death" + std::to_string(info.index); });

}  // namespace
}  // namespace quiesce
