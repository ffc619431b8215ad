// `quiesce completion`: completion for bash, from the same source as --help.
#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/app.h"
#include "tools/command_tree.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/man_page.h"

namespace quiesce {
namespace {

/// The words that may follow a command: its options, and the commands behind it.
std::string WordsAfter(const Subcommand& c, const std::vector<Subcommand>& all) {
  std::vector<std::string> words;
  for (const CommandOption& o : c.options) {
    if (o.operand) continue;
    for (absl::string_view name : absl::StrSplit(o.names, ',')) words.emplace_back(name);
  }
  for (const Subcommand& other : all) {
    if (other.name.starts_with(c.name + " ")) words.push_back(other.name.substr(c.name.size() + 1));
  }
  return absl::StrJoin(words, " ");
}

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  const std::vector<Subcommand> commands = CommandsOf(app);
  std::string names, cases;
  for (const Subcommand& c : commands) {
    if (c.name.find(' ') != std::string::npos) continue;
    names += (names.empty() ? "" : " ") + c.name;
    absl::StrAppendFormat(&cases, "    %s) words='%s' ;;\n", c.name, WordsAfter(c, commands));
  }
  return absl::StrFormat(
      "# bash completion of quiesce; to use it: source <(quiesce completion)\n"
      "_quiesce() {\n"
      "  local words cur=${COMP_WORDS[COMP_CWORD]}\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '%s --help --version' -- \"$cur\"))\n"
      "    return\n"
      "  fi\n"
      "  case ${COMP_WORDS[1]} in\n%s  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
      "}\n"
      "complete -o default -F _quiesce quiesce\n",
      names, cases);
}

void AddCompletion(CLI::App& app, int& exit_status) {
  CLI::App* completion = app.add_subcommand("completion", "Print the completion for bash");
  SetExamples(*completion, {"source <(quiesce completion)"});
  completion->callback([&app, &exit_status] {
    std::cout << BashCompletion(app);
    exit_status = kExitExpected;
  });
}

}  // namespace quiesce
