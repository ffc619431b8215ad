#include "reports/html/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "absl/strings/str_format.h"
#include "reports/html/swim_lanes.h"
#include "reports/record/atomic_file.h"
#include "reports/record/record_fixture.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string FullReport() { return RenderReport(FullRecord(), FullEnvironment()); }

/// Every value of the attribute.
std::vector<std::string> ValuesOf(const std::string& attribute, const std::string& html) {
  const std::regex pattern(" " + attribute + "=\"([^\"]*)\"");
  std::vector<std::string> values;
  for (std::sregex_iterator it(html.begin(), html.end(), pattern), end; it != end; ++it) {
    values.push_back((*it)[1]);
  }
  return values;
}

TEST(RenderReport, ShowsEveryPartOfTheRecord) {
  const std::string html = FullReport();
  for (const std::string_view part : {"Quiesce: linux-6.1-idle",
                                      "driver T4: adopted",
                                      "streams that translate",
                                      "adoption-preserves-translation",
                                      "5\u202F000",
                                      "l1-fetch-inside",
                                      "no wrap",
                                      "Z3 4.8.12",
                                      "timeout",
                                      "out/a.case",
                                      "quiesce replay out/a.case",
                                      "quiesce check --seed 1",
                                      "1.50 s",
                                      "bug-18",
                                      "STE-05",
                                      "SPLIT taken as 6",
                                      "no hand-over violates it yet",
                                      "generated images",
                                      "software and hardware mean the same STE",
                                      "IHI 0070 G.b 5.2",
                                      "writes CR0: SMMUEN = 1",
                                      "L1STD @0x40000008",
                                      "step 2: device-probe 0"}) {
    EXPECT_THAT(html, HasSubstr(std::string(part)));
  }
}

TEST(RenderReport, SaysWhatWasExpected) {
  const std::string html = FullReport();
  EXPECT_THAT(html, HasSubstr("<td class=\"good\">Violated, as expected</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"open\">Unknown</td>"));
  EXPECT_THAT(html, HasSubstr("<p class=\"open\">Some checks gave no answer, or not the one"));
}

TEST(RenderReport, CellsTellHeldFromUnknown) {
  RunRecord r = FullRecord();
  r.matrix[1].cells[1] = {"QZ-09", true, {0, 0}, {0, 0}, std::nullopt, "", ""};
  const std::string html = RenderReport(r, Environment());
  EXPECT_THAT(html, HasSubstr("<td class=\"worst\" title=\"QZ-09: 1 of 100 clean and 7 of 200 "
                              "corrupted hand-overs violate it\"><a href=\"#cell-0-QZ-09\">8</a>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"unknown\" title=\"QZ-09: no hand-over was judged\">?"));
  EXPECT_THAT(html, HasSubstr("<td class=\"none\""));
  EXPECT_THAT(html, HasSubstr("<td class=\"held\""));
}

TEST(RenderReport, ShowsTheLongestHuntsFirstAndTheRestWhenAsked) {
  RunRecord r;
  for (std::uint64_t n = 0; n < 25; ++n) {
    r.hunts.push_back({.target = absl::StrFormat("bug-%u", n), .found = true, .cases = 1000 + n});
  }
  const std::string html = RenderReport(r, Environment());
  EXPECT_THAT(html, HasSubstr("The other 5 hunts"));
  EXPECT_LT(html.find("bug-24"), html.find("bug-5"));
  EXPECT_LT(html.find(">bug-5<"), html.find("The other 5 hunts"));
  EXPECT_GT(html.find(">bug-4<"), html.find("The other 5 hunts"));
}

TEST(RenderReport, SaysHowLongEachHuntTook) {
  RunRecord r = FullRecord();
  r.hunts = {{.target = "bug-17", .seed = 4, .found = true}};
  Environment environment;
  environment.timings = {{HuntTimingId(r.hunts[0]), 12.345}};
  EXPECT_THAT(RenderReport(r, environment), HasSubstr("<td class=\"number\">12.35</td>"));
  EXPECT_THAT(RenderReport(r, Environment()), Not(HasSubstr("12.35")));
}

TEST(RenderReport, EscapesTheRecord) {
  RunRecord r = FullRecord();
  r.image.name = r.matrix[0].name = r.findings[0].steps[0].text = r.rules[0].rule =
      r.hunts[0].target = "<script>alert(1)</script>";
  const std::string html = RenderReport(r, FullEnvironment());
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<b>&")));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;&amp;"));
}

TEST(RenderReport, NeedsNothingFromElsewhere) {
  const std::string html = FullReport();
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, Not(HasSubstr("https:")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, Not(HasSubstr("@import")));
  EXPECT_THAT(html, HasSubstr("name=\"viewport\""));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
}

TEST(RenderReport, LinksInsideThePageResolveAndIdsAreUnique) {
  const std::string html = FullReport();
  const std::vector<std::string> ids = ValuesOf("id", html);
  const std::set<std::string> known(ids.begin(), ids.end());
  EXPECT_EQ(known.size(), ids.size());
  std::size_t links = 0;
  for (const std::string& href : ValuesOf("href", html)) {
    ASSERT_EQ(href[0], '#') << href;
    EXPECT_TRUE(known.contains(href.substr(1))) << href;
    ++links;
  }
  EXPECT_GE(links, 8u);
}

TEST(RenderReport, LinksTheFilesThatAreThere) {
  const std::string dir = testing::TempDir() + "quiesce-case-links";
  ASSERT_TRUE(MakeDirectory(dir + "/out").ok());
  ASSERT_TRUE(WriteFileAtomically(dir + "/out/a.case", "x").ok());
  const CaseLinks links = FindCaseLinks(FullRecord(), dir, dir + "/pages");
  EXPECT_EQ(links, (CaseLinks{{"out/a.case", "../out/a.case"}}));
  const std::string html = RenderReport(FullRecord(), Environment(), links);
  EXPECT_THAT(html, HasSubstr("<a href=\"../out/a.case\"><code>out/a.case</code></a>"));
  EXPECT_THAT(html, Not(HasSubstr("<a href=\"out/bug-17.case\"")));
  std::filesystem::remove_all(dir);
}

TEST(RenderReport, EmptyRecordIsAPageThatSaysSo) {
  EXPECT_THAT(RenderReport(RunRecord(), Environment()), HasSubstr("Some checks gave no answer"));
}

TEST(RenderReport, StaysSmallAndSaysWhatIsLeftOut) {
  RunRecord r = FullRecord();
  r.findings[0].steps.resize(3000, r.findings[0].steps[0]);
  r.findings.resize(700, r.findings[0]);
  const std::string html = RenderReport(r, FullEnvironment());
  EXPECT_LE(html.size(), kLargestPage);
  EXPECT_THAT(html, HasSubstr("parts were left out to keep this page small"));
  EXPECT_THAT(html, HasSubstr("Left out to keep this page small: the picture of finding 500"));
  EXPECT_THAT(html, HasSubstr("200 more findings"));
  EXPECT_THAT(html, HasSubstr("id=\"finding-500\""));
}

TEST(SwimLanes, HasALaneForEachActor) {
  const std::string svg = SwimLanes(FullRecord().findings[0].steps, "x");
  for (const std::string_view lane : {">driver<", ">SMMU<", ">memory<", ">device 0x100<"}) {
    EXPECT_THAT(svg, HasSubstr(std::string(lane)));
  }
  EXPECT_THAT(svg, HasSubstr("QZ-09: aborts"));
  EXPECT_EQ(SwimLanes({}, "x"), "");
}

TEST(SwimLanes, SaysHowManyStepsAreNotDrawn) {
  std::vector<FindingStep> steps(kPictureSteps + 7, FullRecord().findings[0].steps[0]);
  EXPECT_THAT(SwimLanes(steps, "x"), HasSubstr("7 more steps in the list"));
}

}  // namespace
}  // namespace quiesce
