#include "reports/record/merge.h"

#include <gtest/gtest.h>

#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

std::string ErrorOf(const RunRecord& a, const RunRecord& b) {
  const auto merged = Merge({a, b});
  return merged.ok() ? "no error" : std::string(merged.status().message());
}

TEST(Merge, OneRecordIsItself) { EXPECT_EQ(*Merge({FullRecord()}), FullRecord()); }

TEST(Merge, SumsCounts) {
  const RunRecord merged = *Merge({FullRecord(), FullRecord()});
  EXPECT_EQ(merged.properties[0].cases, 10000u);
  EXPECT_EQ(merged.properties[0].discards, 24u);
  EXPECT_EQ(merged.properties[0].coverage[0], (Coverage{"adopted", 4000, 2000}));
  EXPECT_EQ(merged.matrix[0].cells[1].corrupted, (JudgedCount{400, 14}));
  EXPECT_EQ(merged.rules[0].outcomes[0], (Count{"completes", 18}));
  EXPECT_EQ(merged.proofs, FullRecord().proofs);
  EXPECT_EQ(merged.hunts[1].cases, 40000u);
}

TEST(Merge, KeepsTheLowestIndexInAnyOrder) {
  RunRecord other = FullRecord();
  other.properties[1].first_case = 5;
  other.properties[1].reason = "earlier";
  other.matrix[0].cells[1].first_case = 1;
  other.matrix[0].cells[1].first = "crash 1";
  other.hunts[0].cases = 10;
  other.hunts[1] = {"bug-18", "QZ-01", 5, true, 15000, 1, 1, 1, "b.case"};
  other.findings[0].index = 5;
  other.findings[0].file = "out/b.case";
  const RunRecord merged = *Merge({FullRecord(), other});
  EXPECT_EQ(merged, *Merge({other, FullRecord()}));
  EXPECT_EQ(merged.properties[1].first_case, 5u);
  EXPECT_EQ(merged.properties[1].reason, "earlier");
  EXPECT_EQ(merged.matrix[0].cells[1].first, "crash 1");
  EXPECT_EQ(merged.hunts[0].cases, 10u);
  EXPECT_TRUE(merged.hunts[1].found);
  EXPECT_EQ(merged.findings[0].file, "out/b.case");
}

TEST(Merge, JudgesTheSumsAgain) {
  RunRecord shard = FullRecord();
  shard.properties[0].result = Result::kCoverageShort;
  shard.properties[0].reason = "adopted: 900 of 1000";
  shard.properties[0].coverage = {{"adopted", 900, 1000}};
  EXPECT_EQ(Merge({FullRecord(), shard})->properties[0].result, Result::kPassed);
  EXPECT_EQ(Merge({FullRecord(), shard})->properties[0].reason, "");
  const PropertyRecord both = Merge({shard, shard})->properties[0];
  EXPECT_EQ(both.result, Result::kCoverageShort);
  EXPECT_EQ(both.reason, "adopted: 1800 of 2000");
}

TEST(Merge, AViolationInOneShardIsOne) {
  RunRecord shard = FullRecord();
  shard.properties[0].result = Result::kViolated;
  shard.properties[0].reason = "broken";
  shard.properties[0].first_case = 9;
  const PropertyRecord p = Merge({FullRecord(), shard})->properties[0];
  EXPECT_EQ(p.result, Result::kViolated);
  EXPECT_EQ(p.reason, "broken");
  shard.properties[0].result = Result::kTimedOut;
  EXPECT_EQ(Merge({FullRecord(), shard})->properties[0].result, Result::kTimedOut);
}

TEST(Merge, WhatOneRanIsNotLeftOut) {
  RunRecord ran = FullRecord();
  ran.not_run.clear();
  RunRecord skipped = ran;
  skipped.not_run = {{"proofs", std::string(kLeftOut)}};
  EXPECT_EQ(Merge({skipped, skipped})->not_run, skipped.not_run);
  EXPECT_TRUE(Merge({skipped, ran})->not_run.empty());
  EXPECT_TRUE(Merge({ran, skipped})->not_run.empty());
}

TEST(Merge, WhatFailedInOneShardStays) {
  RunRecord whole = FullRecord();
  whole.not_run.clear();
  RunRecord failed = whole;
  failed.not_run = {{"a case", "no space left on the device"}};
  EXPECT_EQ(Merge({whole, failed})->not_run, failed.not_run);
  EXPECT_EQ(Merge({failed, whole})->not_run, failed.not_run);
  EXPECT_EQ(Merge({failed, failed})->not_run, failed.not_run);
}

TEST(Merge, RefusesProofsThatDisagree) {
  RunRecord ran = FullRecord();
  ran.proofs[0].result = Result::kProved;
  EXPECT_EQ(ErrorOf(FullRecord(), ran),
            "cannot merge: the records disagree in proof l1-fetch-inside");
}

TEST(Merge, HuntsGoWithAnyRun) {
  RunRecord run = FullRecord();
  run.hunts.clear();
  RunRecord hunts;
  hunts.tool_version = run.tool_version;
  hunts.seed = run.seed + 1;
  hunts.budget = {{"seeds", 5}};
  hunts.hunts = FullRecord().hunts;
  hunts.not_run = {{"hunt with seed 3", "the worker died"}};
  RunRecord both = run;
  both.hunts = hunts.hunts;
  both.not_run.push_back(hunts.not_run[0]);
  EXPECT_EQ(*Merge({run, hunts}), both);
  EXPECT_EQ(*Merge({hunts, run}), both);
  EXPECT_EQ(Merge({hunts, hunts})->hunts.size(), hunts.hunts.size());
  hunts.tool_version = "another";
  EXPECT_EQ(ErrorOf(run, hunts), "cannot merge: the records disagree in tool_version");
}

TEST(Merge, RefusesRecordsOfDifferentRuns) {
  const auto with = [](auto change) {
    RunRecord r = FullRecord();
    change(r);
    return r;
  };
  const std::string start = "cannot merge: the records disagree in ";
  EXPECT_EQ(ErrorOf(FullRecord(), with([](RunRecord& r) { r.seed = 1; })), start + "seed");
  EXPECT_EQ(ErrorOf(FullRecord(), with([](RunRecord& r) { r.tool_version = "2"; })),
            start + "tool_version");
  EXPECT_EQ(ErrorOf(FullRecord(), with([](RunRecord& r) { r.budget[0].count = 1; })),
            start + "budget");
  EXPECT_EQ(ErrorOf(FullRecord(), with([](RunRecord& r) { r.image.name = "x"; })), start + "image");
  EXPECT_EQ(Merge({}).status().message(), "cannot merge: no records");
}

}  // namespace
}  // namespace quiesce
