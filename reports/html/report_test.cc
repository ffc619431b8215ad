#include "reports/html/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RenderReport, ShowsEveryPartOfTheRecord) {
  const std::string html = RenderReport(FullRecord(), FullEnvironment());
  for (const std::string_view part :
       {"Quiesce: linux-6.1-idle", "Driver T4: adopted", "streams that translate",
        "adoption-preserves-translation", "5000", "l1-fetch-inside", "no wrap", "Z3 4.8.12",
        "timeout", "out/a.case", "quiesce replay out/a.case", "quiesce check --seed 1", "1.50 s"}) {
    EXPECT_THAT(html, HasSubstr(std::string(part)));
  }
}

TEST(RenderReport, SaysWhatWasExpected) {
  const std::string html = RenderReport(FullRecord(), FullEnvironment());
  EXPECT_THAT(html, HasSubstr("<td class=\"good\">Violated, as expected</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"open\">Unknown</td>"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "<p class=\"open\">Some checks gave no answer, or not the one that was expected.</p>"));
}

TEST(RenderReport, EscapesTheRecord) {
  RunRecord r = FullRecord();
  r.image.name = "<script>alert(1)</script>";
  const std::string html = RenderReport(r, FullEnvironment());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<b>&")));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&amp;"));
}

TEST(RenderReport, NeedsNothingFromElsewhere) {
  const std::string html = RenderReport(FullRecord(), FullEnvironment());
  EXPECT_THAT(html, Not(HasSubstr("http")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, HasSubstr("name=\"viewport\""));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
}

TEST(RenderReport, EmptyRecordIsAPageThatSaysSo) {
  EXPECT_THAT(RenderReport(RunRecord(), Environment()), HasSubstr("Some checks gave no answer"));
}

}  // namespace
}  // namespace quiesce
