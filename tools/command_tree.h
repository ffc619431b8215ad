// The command line as data, for the man page and the shell completion.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace quiesce {

struct CommandOption {
  std::string names;  ///< "--json", "-n,--cases", or the name of an operand
  std::string text;
  bool operand = false;  ///< given by its place
  bool takes_value = false;
};

struct Subcommand {
  std::string name;  ///< "inspect", or "list rules"
  std::string text;
  std::vector<CommandOption> options;
  std::vector<std::string> examples;
};

/// Every subcommand, and each subcommand of those behind it, in the order of the help.
std::vector<Subcommand> CommandsOf(const CLI::App& app);

}  // namespace quiesce
