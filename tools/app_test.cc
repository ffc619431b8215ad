#include "tools/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "tools/command_tree.h"
#include "tools/man_page.h"

namespace quiesce {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class App : public testing::Test {
 protected:
  App() { BuildApp(app_, status_); }

  CLI::App app_;
  int status_ = 0;
};

TEST_F(App, EverySubcommandHasADescriptionAndAnExample) {
  for (const Subcommand& c : CommandsOf(app_)) {
    EXPECT_FALSE(c.text.empty()) << c.name;
    EXPECT_FALSE(c.examples.empty()) << c.name;
  }
}

TEST_F(App, EveryOptionIsExplained) {
  for (const Subcommand& c : CommandsOf(app_)) {
    for (const CommandOption& o : c.options)
      EXPECT_FALSE(o.text.empty()) << c.name << " " << o.names;
  }
}

/// The part of an example that is a command line of ours, without what the shell makes of it.
std::string OwnPart(std::string line) {
  const std::size_t from = line.find("quiesce ");
  line = line.substr(from, line.find_first_of("<>&)", from) - from);
  return line.substr(sizeof "quiesce " - 1);
}

TEST_F(App, ExamplesParse) {
  for (const Subcommand& c : CommandsOf(app_)) {
    for (const std::string& line : c.examples) {
      app_.clear();
      // Asked for help at the end, it converts every argument and runs nothing.
      EXPECT_THROW(app_.parse(OwnPart(line) + " --help"), CLI::CallForHelp) << line;
      EXPECT_THAT(app_.remaining(true), IsEmpty()) << line;
    }
  }
}

TEST_F(App, HelpShowsTheExamples) {
  EXPECT_THAT(app_.get_subcommand("encode")->help(),
              HasSubstr("Examples:\n  quiesce encode ste v=1 config=s1"));
}

TEST_F(App, ManPageHasEveryCommandAndOption) {
  const std::string page = ManPage(app_);
  EXPECT_THAT(page, testing::StartsWith(".TH QUIESCE 1"));
  for (const Subcommand& c : CommandsOf(app_))
    EXPECT_THAT(page, HasSubstr(".SS quiesce " + c.name));
  EXPECT_THAT(page, HasSubstr(".B \\-\\-translate VALUE\n"));
  EXPECT_THAT(page, HasSubstr(".SH EXIT STATUS\n"));
}

TEST_F(App, CompletionOffersWhatMayFollow) {
  const std::string script = BashCompletion(app_);
  EXPECT_THAT(script, HasSubstr("    list) words='--help choices "));
  EXPECT_THAT(script, HasSubstr("--translate"));
  EXPECT_THAT(script, HasSubstr("complete -o default -F _quiesce quiesce\n"));
}

}  // namespace
}  // namespace quiesce
