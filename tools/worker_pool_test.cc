#include "tools/worker_pool.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <thread>
#include <vector>

namespace quiesce {
namespace {

using std::chrono::milliseconds;

struct Outcome {
  std::map<std::uint64_t, std::string> results;
  std::vector<LostTask> losses;
  std::map<std::uint64_t, std::uint64_t> at;  ///< as last told
};

Outcome RunTasks(unsigned jobs, std::uint64_t count, milliseconds patience,
                 std::function<std::string(std::uint64_t, Beacon&)> run) {
  Outcome outcome;
  std::uint64_t given = 0;
  PoolTasks tasks;
  tasks.next = [&]() -> std::optional<std::uint64_t> {
    if (given == count) return std::nullopt;
    return given++;
  };
  tasks.run = std::move(run);
  tasks.done = [&](std::uint64_t task, std::string result) {
    EXPECT_TRUE(outcome.results.emplace(task, std::move(result)).second);
  };
  tasks.at = [&](std::uint64_t task, std::uint64_t at) { outcome.at[task] = at; };
  tasks.lost = [&](const LostTask& lost) { outcome.losses.push_back(lost); };
  EXPECT_TRUE(RunPool(jobs, patience, tasks).ok());
  return outcome;
}

TEST(WorkerPool, GivesEachTaskOnceWhateverTheJobs) {
  const auto square = [](std::uint64_t task, Beacon&) {
    return std::string(task * 1000, 'x') + std::to_string(task * task);
  };
  const Outcome one = RunTasks(1, 20, milliseconds(10'000), square);
  EXPECT_EQ(one.results.size(), 20u);
  EXPECT_EQ(one.results.at(0), "0");
  EXPECT_EQ(one.results, RunTasks(3, 20, milliseconds(10'000), square).results);
}

TEST(WorkerPool, AWorkerThatDiesCostsItsOwnTaskAndSaysWhereItWas) {
  const Outcome outcome =
      RunTasks(2, 6, milliseconds(10'000), [](std::uint64_t task, Beacon& beacon) {
        beacon.Begin(100 + task);
        if (task == 3) std::raise(SIGKILL);
        return std::string("ok");
      });
  EXPECT_EQ(outcome.results.size(), 5u);
  ASSERT_EQ(outcome.losses.size(), 1u);
  EXPECT_EQ(outcome.losses[0], (LostTask{3, 103, Loss::kCrashed, "the worker died of SIGKILL"}));
}

TEST(WorkerPool, TellsWhereATaskIs) {
  const Outcome outcome = RunTasks(1, 1, milliseconds(10'000), [](std::uint64_t, Beacon& beacon) {
    beacon.Begin(42);
    std::this_thread::sleep_for(milliseconds(1300));
    return std::string("ok");
  });
  EXPECT_EQ(outcome.at, (std::map<std::uint64_t, std::uint64_t>{{0, 42}}));
}

TEST(WorkerPool, AWorkerThatStandsStillIsEnded) {
  const Outcome outcome = RunTasks(1, 2, milliseconds(500), [](std::uint64_t task, Beacon& beacon) {
    beacon.Begin(7);
    if (task == 0) std::this_thread::sleep_for(std::chrono::hours(1));
    return std::string("ok");
  });
  EXPECT_EQ(outcome.results.size(), 1u);
  ASSERT_EQ(outcome.losses.size(), 1u);
  EXPECT_EQ(outcome.losses[0], (LostTask{0, 7, Loss::kTimedOut, "a case took too long"}));
}

}  // namespace
}  // namespace quiesce
