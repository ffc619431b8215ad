#include "reports/export/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/export/markdown_table.h"
#include "reports/record/record_fixture.h"
#include "reports/testing/golden.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MarkdownTable, ReadsAsPlainTextToo) {
  MarkdownTable table({"a", "long title"});
  EXPECT_EQ(table.ToString(9), "");
  table.Add({"value", "1"});
  table.Add({"\u20ac", "2"});
  EXPECT_EQ(table.ToString(9),
            "| a     | long title |\n|-------|------------|\n| value | 1          |\n"
            "| \u20ac     | 2          |\n\n");
  EXPECT_THAT(table.ToString(1), HasSubstr("\n\n1 more in the record.\n"));
}

TEST(Markdown, Golden) {
  Environment e;
  e.timings = {{"l1-fetch-inside", 1.25}};
  ExpectGolden("record.md", ToMarkdown(FullRecord(), e));
}

TEST(Markdown, EmptyRecordSaysThatNothingWasChecked) {
  EXPECT_EQ(
      ToMarkdown(RunRecord()),
      "# Quiesce: \n\n**Some checks gave no answer, or not the one that was expected.**\n\n"
      "Of the checks 0 came out as expected, 0 violated, 0 undecided.\nquiesce , seed 0.\n\n");
}

TEST(Markdown, LongTablesSayHowMuchIsLeftOut) {
  RunRecord r;
  r.not_run.assign(kMarkdownRows + 3, {"what", "why"});
  EXPECT_THAT(ToMarkdown(r), HasSubstr("\n3 more in the record.\n"));
}

}  // namespace
}  // namespace quiesce
