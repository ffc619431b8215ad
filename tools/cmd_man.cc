// `quiesce man`: the manual page, from the same source as --help.
#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "tools/app.h"
#include "tools/command_tree.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/man_page.h"

namespace quiesce {
namespace {

/// Text that roff takes as it stands.
std::string Roff(std::string_view text) {
  std::string escaped =
      absl::StrReplaceAll({text.data(), text.size()}, {{"\\", "\\e"}, {"-", "\\-"}});
  if (!escaped.empty() && (escaped[0] == '.' || escaped[0] == '\'')) escaped.insert(0, "\\&");
  return escaped;
}

std::string OptionText(const CommandOption& o) {
  const std::string name = o.operand ? absl::AsciiStrToUpper(o.names) : o.names;
  const char* const value = o.takes_value && !o.operand ? " VALUE" : "";
  return absl::StrFormat(".TP\n.B %s%s\n%s\n", Roff(name), value, Roff(o.text));
}

std::string CommandText(const Subcommand& c) {
  std::string text = absl::StrFormat(".SS quiesce %s\n%s\n", Roff(c.name), Roff(c.text));
  for (const CommandOption& o : c.options) text += OptionText(o);
  if (c.examples.empty()) return text;
  text += ".PP\nExamples:\n.nf\n";
  for (const std::string& line : c.examples) text += Roff(line) + "\n";
  return text + ".fi\n";
}

}  // namespace

std::string ManPage(const CLI::App& app) {
  std::string text = absl::StrFormat(
      ".TH QUIESCE 1 \"\" \"quiesce %s\"\n.SH NAME\nquiesce \\- what happens to in\\-flight DMA "
      "when an Arm SMMUv3 changes hands\n.SH SYNOPSIS\n.B quiesce\nCOMMAND [OPTIONS]\n"
      ".SH DESCRIPTION\n%s\n.SH COMMANDS\n",
      QUIESCE_VERSION, Roff(app.get_description()));
  for (const Subcommand& c : CommandsOf(app)) text += CommandText(c);
  return text +
         ".SH EXIT STATUS\n.TP\n0\nas expected: passed, proved, or as the case or manifest "
         "declares\n.TP\n1\na statement is violated, or a comparison differs\n.TP\n2\nbad input, "
         "or "
         "something that could not be decided or run\n";
}

void AddMan(CLI::App& app, int& exit_status) {
  CLI::App* man = app.add_subcommand("man", "Print the manual page");
  SetExamples(*man, {"quiesce man > quiesce.1 && man ./quiesce.1"});
  man->callback([&app, &exit_status] {
    std::cout << ManPage(app);
    exit_status = kExitExpected;
  });
}

}  // namespace quiesce
