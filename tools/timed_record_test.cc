#include "tools/timed_record.h"

#include <gtest/gtest.h>

namespace quiesce {
namespace {

TEST(TimedRecord, ComesBackAsItWas) {
  TimedRecord sent;
  sent.record.seed = 7;
  sent.record.hunts = {{.target = "bug-17", .seed = 7, .found = true}};
  sent.timings = {{"bug-17", 0.25}};
  const auto got = TimedRecordFrom(TimedRecordText(sent));
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->record, sent.record);
  EXPECT_EQ(got->timings, sent.timings);
}

TEST(TimedRecord, SaysWhichHalfIsBroken) {
  const std::string whole = TimedRecordText(TimedRecord());
  const std::string record = whole.substr(0, whole.find('\0'));
  EXPECT_EQ(TimedRecordFrom("{").status().message(), "part of the record: not JSON");
  EXPECT_EQ(TimedRecordFrom(record).status().message(), "times: not JSON");
}

}  // namespace
}  // namespace quiesce
