#include "model/smmu/queue/stall_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/smmu/mmio/testing/scripted_choices.h"

namespace quiesce {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Resume RetryOf(std::uint32_t sid, std::uint16_t stag) { return {sid, stag, true, false}; }

std::uint16_t AddRecorded(StallTable& table, std::uint32_t sid) {
  const std::uint16_t stag = *table.Add(sid);
  table.MarkRecorded(stag);
  return stag;
}

TEST(StallTable, GivesUniqueTagsUpToTheMaximum) {
  StallTable table(3);
  EXPECT_EQ(table.Add(5), 0);
  EXPECT_EQ(table.Add(5), 1);
  EXPECT_EQ(table.Add(6), 2);
  EXPECT_EQ(table.Add(6), std::nullopt);
}

TEST(StallTable, ATagIsFreeAgainOnceItIsAnswered) {
  ScriptedChoices choices;
  StallTable table(2);
  AddRecorded(table, 5);
  AddRecorded(table, 5);
  table.Apply(RetryOf(5, 0), choices);
  EXPECT_EQ(table.Add(7), 0);
}

TEST(StallTable, ResumeNeedsTheMatchingStream) {
  ScriptedChoices choices;
  StallTable table(2);
  const std::uint16_t stag = AddRecorded(table, 5);
  table.Apply(RetryOf(6, stag), choices);
  table.Apply(RetryOf(5, 9), choices);
  EXPECT_THAT(table.answered(), IsEmpty());
  EXPECT_EQ(choices.asked(ChoicePoint::kResumeUnmatched), 0u);
  table.Apply(Resume{5, stag, false, true}, choices);
  const auto answered = table.TakeAnswered();
  ASSERT_THAT(answered, SizeIs(1));
  EXPECT_EQ(answered[0].answer, StallAnswer::kAbort);
  EXPECT_THAT(table.outstanding(), IsEmpty());
  EXPECT_THAT(table.TakeAnswered(), IsEmpty());
}

TEST(StallTable, ResumeBeforeTheRecordIsVisibleMayOrMayNotAct) {
  StallTable table(2);
  const std::uint16_t stag = *table.Add(5);
  ScriptedChoices no{{ChoicePoint::kResumeUnmatched, 0}};
  table.Apply(RetryOf(5, stag), no);
  EXPECT_THAT(table.answered(), IsEmpty());
  ScriptedChoices yes{{ChoicePoint::kResumeUnmatched, 1}};
  table.Apply(RetryOf(5, stag), yes);
  EXPECT_THAT(table.answered(), SizeIs(1));
}

TEST(StallTable, AnAnswerMayBeReplacedWhileTheTransactionIsThere) {
  ScriptedChoices choices{{ChoicePoint::kResumeUnmatched, 0}, {ChoicePoint::kResumeUnmatched, 1}};
  StallTable table(2);
  const std::uint16_t stag = AddRecorded(table, 5);
  table.Apply(RetryOf(5, stag), choices);
  table.Apply(Resume{5, stag, false, false}, choices);
  EXPECT_EQ(table.answered()[0].answer, StallAnswer::kRetry);
  table.Apply(Resume{5, stag, false, false}, choices);
  EXPECT_EQ(table.answered()[0].answer, StallAnswer::kRazWi);
}

TEST(StallTable, DuplicatesAreRetriedWithTheirOriginal) {
  ScriptedChoices choices;
  StallTable table(1);
  const std::uint16_t first = AddRecorded(table, 5);
  const std::uint16_t second = table.AddDuplicate(5, first);
  EXPECT_NE(first, second);
  table.Apply(Resume{5, first, false, true}, choices);
  ASSERT_THAT(table.answered(), SizeIs(2));
  EXPECT_EQ(table.answered()[0].answer, StallAnswer::kAbort);
  EXPECT_EQ(table.answered()[1].answer, StallAnswer::kRetry);
}

TEST(StallTable, StallTermAbortsTheStreamOnly) {
  ScriptedChoices choices;
  StallTable table(4);
  AddRecorded(table, 5);
  *table.Add(5);
  AddRecorded(table, 6);
  table.Apply(StallTerm{5});
  EXPECT_THAT(table.answered(), SizeIs(2));
  ASSERT_THAT(table.outstanding(), SizeIs(1));
  EXPECT_EQ(table.outstanding()[0].stream_id, 6u);
}

TEST(StallTable, DisablingTheSmmuAbortsEverything) {
  ScriptedChoices choices;
  StallTable table(4);
  AddRecorded(table, 5);
  table.Apply(RetryOf(5, 0), choices);
  AddRecorded(table, 6);
  table.TerminateAll();
  ASSERT_THAT(table.answered(), SizeIs(2));
  EXPECT_EQ(table.answered()[0].answer, StallAnswer::kAbort);
  EXPECT_EQ(table.answered()[1].answer, StallAnswer::kAbort);
}

TEST(StallTable, WhatTheSmmuRetriesByItselfTakesItsDuplicatesAlong) {
  StallTable stalls(2);
  const std::uint16_t stag = *stalls.Add(5);
  stalls.AddDuplicate(5, stag);
  stalls.Add(5);
  stalls.Retry(stag);
  EXPECT_EQ(stalls.outstanding().size(), 1u);
  EXPECT_EQ(stalls.TakeFirstAnswered()->answer, StallAnswer::kRetry);
  EXPECT_EQ(stalls.TakeFirstAnswered()->stall.duplicate_of, stag);
  EXPECT_FALSE(stalls.TakeFirstAnswered());
}

TEST(StallTable, HasRoomUntilStallMax) {
  StallTable stalls(1);
  EXPECT_TRUE(stalls.HasRoom());
  const std::uint16_t stag = *stalls.Add(5);
  EXPECT_FALSE(stalls.HasRoom());
  stalls.Retry(stag);
  EXPECT_TRUE(stalls.HasRoom());
}

}  // namespace
}  // namespace quiesce
