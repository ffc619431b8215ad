// `quiesce report` as a user runs it, and its page in a real browser. Without a browser the tests
// that need one are skipped, and say so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "reports/record/record_fixture.h"
#include "reports/record/record_json.h"
#include "tools/e2e/browser.h"
#include "tools/e2e/run_quiesce.h"

namespace quiesce {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A record with its cases in a folder, and the page made of it by the command.
class ReportPage : public testing::Test {
 protected:
  ReportPage() : dir_(FreshDirectory("page")) {
    std::filesystem::create_directories(dir_ + "/out");
    std::ofstream(dir_ + "/out/a.case") << "quiesce-case 1\n";
    std::ofstream(dir_ + "/record.json") << RecordToJson(FullRecord());
    std::ofstream(dir_ + "/environment.json") << EnvironmentToJson(FullEnvironment());
    const CommandResult made =
        RunQuiesce("report " + dir_ + "/record.json --html " + dir_ + "/report.html");
    EXPECT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(made.err, "");
  }
  ~ReportPage() override { std::filesystem::remove_all(dir_); }

  LoadedPage Load(const std::string& hash, int width = 1024) {
    LoadedPage page = LoadPage(FindBrowser(), "file://" + dir_ + "/report.html" + hash, width);
    EXPECT_EQ(page.complaint, "");
    EXPECT_EQ(page.console, "") << "console errors";
    return page;
  }

  const std::string dir_;
};

class InBrowser : public ReportPage {
 protected:
  void SetUp() override {
    if (FindBrowser().empty()) GTEST_SKIP() << "NotRun: Chromium is not installed";
  }
};

/// The rows of the matrix by name, shown ones only.
std::set<std::string> ShownRows(const std::string& dom) {
  const std::regex row("<tr data-kind=\"[^\"]*\" data-name=\"([^\"]*)\"[^>]*>");
  std::set<std::string> names;
  for (std::sregex_iterator it(dom.begin(), dom.end(), row), end; it != end; ++it) {
    if (it->str().find("hidden") == std::string::npos) names.insert((*it)[1]);
  }
  return names;
}

TEST_F(InBrowser, RendersWithoutConsoleErrors) {
  const LoadedPage page = Load("");
  EXPECT_THAT(page.dom, HasSubstr(">3 of 3 shown</output>")) << "the script ran";
  EXPECT_THAT(ShownRows(page.dom), testing::ElementsAre("T4", "reset-abort", "v7"));
}

TEST_F(InBrowser, AnErrorOfAPageIsSeen) {
  std::ofstream(dir_ + "/bad.html") << "<!doctype html><p>x</p><script>nothing.here();</script>";
  EXPECT_THAT(LoadPage(FindBrowser(), "file://" + dir_ + "/bad.html").console,
              HasSubstr("nothing is not defined"));
}

TEST_F(InBrowser, FiltersComeFromTheAddress) {
  EXPECT_THAT(ShownRows(Load("#filter:kind=policy").dom), testing::ElementsAre("reset-abort"));
  EXPECT_THAT(ShownRows(Load("#filter:violated=1").dom), testing::ElementsAre("v7"));
  EXPECT_THAT(ShownRows(Load("#filter:kind=variant&name=t").dom), testing::ElementsAre("T4"));
}

/// Names what reaches beyond 360 pixels and does not scroll inside its own box.
constexpr char kMeasure[] = R"html(<style>html { width: 360px; }</style><script>
const wide = [...document.querySelectorAll('body *')].filter(
    e => !e.closest('.wide, pre, details:not([open])') && e.getBoundingClientRect().right > 360);
document.title = wide.length === 0 ? 'it fits' : 'too wide: ' + wide.map(e => e.outerHTML).join();
</script>)html";

TEST_F(InBrowser, FitsANarrowScreen) {
  std::ifstream in(dir_ + "/report.html");
  const std::string html((std::istreambuf_iterator<char>(in)), {});
  std::ofstream(dir_ + "/narrow.html") << html << kMeasure;
  const LoadedPage page = LoadPage(FindBrowser(), "file://" + dir_ + "/narrow.html", 500);
  EXPECT_THAT(page.dom, HasSubstr("<title>it fits</title>"))
      << page.dom.substr(page.dom.find("<title>"), 600);
}

TEST_F(InBrowser, ALinkToACellOpensWhatItIsIn) {
  EXPECT_THAT(Load("#cell-0-QZ-09").dom,
              HasSubstr("<details open=\"\"><summary>The first violation behind each number"));
}

/// On paper all is open that a reader of the page opens, nothing asks to be clicked, and no column
/// is cut off.
TEST_F(InBrowser, PrintsWhole) {
  if (!std::filesystem::exists("/usr/bin/pdftotext")) {
    GTEST_SKIP() << "NotRun: pdftotext is not installed";
  }
  const PrintedPage paper = PrintPage(FindBrowser(), "file://" + dir_ + "/report.html");
  ASSERT_EQ(paper.complaint, "");
  EXPECT_THAT(paper.text, HasSubstr("crash 3: QZ-09 at call 0 step 4")) << "closed on the screen";
  EXPECT_THAT(paper.text, HasSubstr("stores 0x80000009")) << "a step of a finding";
  EXPECT_THAT(paper.text, HasSubstr(" 1.0:")) << "the last column of the widest table";
  EXPECT_THAT(paper.text, Not(HasSubstr("violated only"))) << "a filter";
}

TEST_F(ReportPage, LinksToFilesResolve) {
  std::ifstream in(dir_ + "/report.html");
  const std::string html((std::istreambuf_iterator<char>(in)), {});
  const std::regex href(" href=\"([^#\"][^\"]*)\"");
  std::size_t links = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), href), end; it != end; ++it, ++links) {
    EXPECT_TRUE(std::filesystem::exists(dir_ + "/" + (*it)[1].str())) << (*it)[1];
  }
  EXPECT_EQ(links, 1u);
}

TEST(ReviewCommand, WritesThePacketOfTheCorpus) {
  const CommandResult r = RunQuiesce("review --cases " + CorpusPath("cases"));
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, testing::StartsWith("# Review packet\n"));
  EXPECT_THAT(r.out, HasSubstr("No run record was given"));
  EXPECT_EQ(RunQuiesce("review --cases /nonexistent").status, 2);
}

TEST(ReportCommand, NeedsAnOutput) {
  const CommandResult r = RunQuiesce("report /dev/null");
  EXPECT_EQ(r.status, 2);
  EXPECT_THAT(r.err, HasSubstr("say what to write: --html"));
}

}  // namespace
}  // namespace quiesce
