#include "tools/cmd_prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "reports/case/lemma_case.h"
#include "tools/cmd_replay.h"
#include "tools/progress_line.h"
#include "tools/proof_tasks.h"

namespace quiesce {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class ProveCommandTest : public testing::Test {
 protected:
  int Prove(const ProveOptions& options) { return RunProve(options, out_, err_); }
  static int Replay(const std::string& file) {
    std::ostringstream text;
    const int status = RunReplay({.paths = {file}}, text, text);
    EXPECT_EQ(status, 0) << text.str();
    return status;
  }
  const std::string folder_ = testing::TempDir() + "prove-cases";
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ProveCommandTest, NewestIsProvedAndNamesWhatItRestsOnAndWhatBreaksIt) {
  EXPECT_EQ(Prove({.invariant = "ADOPT-L2-STE", .variant = "newest", .jobs = 1, .out = folder_}), 0)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("QZ-09      proved  T4      ADOPT-L2-STE/T4"));
  EXPECT_THAT(out_.str(), HasSubstr("assume the driver's address is below 2^OAS\n"));
  EXPECT_THAT(out_.str(), HasSubstr("v7: refuted"));
  Replay(folder_ + "/proof-ADOPT-L2-STE-v7.case");
  Replay(folder_ + "/proof-ADOPT-L2-STE-T4-without-3.case");
}

TEST_F(ProveCommandTest, HandOverIsRefutedByACaseThatReplays) {
  EXPECT_EQ(Prove({.invariant = "QZ-01", .variant = "status-quo", .jobs = 1, .out = folder_}), 0)
      << out_.str() << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("refuted, as expected"));
  Replay(folder_ + "/proof-QZ-01-status-quo.case");
}

TEST_F(ProveCommandTest, TheRecordIsTheSameWhoeverRunsWhat) {
  for (const ProveOptions& options :
       {ProveOptions{.invariant = "QZ-09", .variant = "v7", .json = true, .quick = true},
        ProveOptions{.invariant = "QZ-11", .variant = "newest", .json = true}}) {
    std::string first;
    for (const unsigned jobs : {1u, 3u}) {
      ProveOptions of = options;
      of.jobs = jobs;
      out_.str("");
      EXPECT_EQ(Prove(of), 0);
      if (jobs == 1) first = out_.str();
      EXPECT_EQ(out_.str(), first);
    }
  }
}

TEST_F(ProveCommandTest, UnknownNamesAreOneLine) {
  EXPECT_EQ(Prove({.invariant = "ADOPT"}), 2);
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("--invariant 'ADOPT'"), HasSubstr(" QZ-01 "),
                                HasSubstr(" STE-KINDS")));
  EXPECT_EQ(Prove({.variant = "v99"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("v99"));
  EXPECT_EQ(out_.str(), "");
}

bool IsOfALemma(const ProofTask& t) {
  const std::string_view name = std::string_view(t.id).substr(0, t.id.find('/'));
  return name.starts_with("ADOPT-") || LemmaNamed(name);
}

/// The refutation of a row, of its twin, and of what an assumption that it needs keeps away.
std::vector<std::string> CasesOf(const ProofRecord& p) {
  std::vector<std::string> cases;
  if (p.result == Result::kProved) cases.push_back(p.twin.case_file);
  if (p.result == Result::kViolated) {
    const std::size_t at = p.reason.find("proof-");
    cases.push_back(at == std::string::npos ? "" : p.reason.substr(at));
  }
  for (const Assumption& a : p.assumptions) {
    const bool assumed = a.statement.starts_with("assume ");
    if (assumed || !a.dropped_case.empty()) cases.push_back(a.dropped_case);
  }
  return cases;
}

TEST_F(ProveCommandTest, EveryRefutedLemmaTwinAndAssumptionIsACaseThatReplays) {
  const std::string folder = testing::TempDir() + "lemma-cases";
  unsigned proofs = 0;
  for (const ProofTask& t : ProofTasks()) {
    if (!IsOfALemma(t)) continue;
    const ProofRecord p = t.run({.folder = folder, .second_solver = false});
    EXPECT_EQ(p.result, p.expected) << p.id << ": " << p.reason;
    if (p.result == Result::kProved) {
      EXPECT_EQ(p.twin.result, Result::kViolated) << p.id;
    }
    for (const std::string& file : CasesOf(p)) {
      EXPECT_NE(file, "") << p.id;
      if (!file.empty()) Replay(folder + "/" + file);
    }
    proofs += p.result == Result::kProved ? 1 : 0;
  }
  EXPECT_GE(proofs, 20u);
}

TEST(ProofTasks, EachHasAnIdOfItsOwnAndTheNewestsAreAmongAll) {
  std::set<std::string> ids;
  for (const ProofTask& t : ProofTasks()) EXPECT_TRUE(ids.insert(t.id).second) << t.id;
  for (const ProofTask& t : ProofTasksOf(kNewestVariant)) {
    const bool twin = t.id.find("-without-") != std::string::npos;
    EXPECT_TRUE(twin || ids.contains(t.id)) << t.id;
  }
  EXPECT_GT(ids.size(), 40u);
}

TEST(ProgressLine, IsDrawnOverOnATerminalAndElsewhereRare) {
  std::ostringstream terminal;
  std::ostringstream file;
  {
    ProgressLine drawn(true, terminal);
    ProgressLine heartbeat(false, file);
    while (drawn.seconds() < 0.6) drawn.Show([](double) { return "working"; });
    heartbeat.Show([](double) { return "working"; });
    heartbeat.Say("found something");
  }
  EXPECT_THAT(terminal.str(), MatchesRegex("\r[01] s: working\n"));
  EXPECT_EQ(file.str(), "found something\n");
}

}  // namespace
}  // namespace quiesce
