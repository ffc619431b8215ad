// The whole command line: every subcommand, its options and examples. What `--help`, the man page
// and the shell completion say all come from here.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace quiesce {

/// Adds every subcommand to an app that is otherwise empty. The one that is chosen when the app
/// parses runs, and stores the exit status of exit_status.h.
void BuildApp(CLI::App& app, int& exit_status);

/// What to type, one command line each: shown at the end of the subcommand's help.
void SetExamples(CLI::App& subcommand, std::initializer_list<std::string_view> lines);
/// The same again, without any decoration.
std::vector<std::string> ExamplesOf(const CLI::App& subcommand);

}  // namespace quiesce
