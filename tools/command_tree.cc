#include "tools/command_tree.h"

#include <CLI/CLI.hpp>

#include "tools/app.h"

namespace quiesce {
namespace {

CommandOption OptionOf(const CLI::Option& option) {
  CommandOption o;
  o.operand = option.get_positional() && option.get_lnames().empty() && option.get_snames().empty();
  o.names = option.get_name(o.operand);
  o.text = option.get_description();
  o.takes_value = option.get_items_expected_max() > 0;
  return o;
}

void Append(const CLI::App& app, const std::string& prefix, std::vector<Subcommand>& commands) {
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    Subcommand c{prefix + sub->get_name(), sub->get_description(), {}, ExamplesOf(*sub)};
    for (const CLI::Option* option : sub->get_options()) c.options.push_back(OptionOf(*option));
    commands.push_back(std::move(c));
    Append(*sub, prefix + sub->get_name() + " ", commands);
  }
}

}  // namespace

std::vector<Subcommand> CommandsOf(const CLI::App& app) {
  std::vector<Subcommand> commands;
  Append(app, "", commands);
  return commands;
}

}  // namespace quiesce
