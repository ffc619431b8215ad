// The command `quiesce`: one subcommand a file, see app.h.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

#include "tools/app.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

/// The first line of a message: errors are one line.
std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// The first argument, if it should name a subcommand and names none.
const char* UnknownSubcommand(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return nullptr;
  const auto known =
      app.get_subcommands([&](const CLI::App* sub) { return sub->get_name() == argv[1]; });
  return known.empty() ? argv[1] : nullptr;
}

int Run(int argc, char** argv) {
  CLI::App app;
  int exit_status = kExitExpected;
  BuildApp(app, exit_status);
  if (const char* name = UnknownSubcommand(app, argc, argv)) {
    std::cerr << "quiesce: unknown subcommand '" << name << "'; see 'quiesce --help'\n";
    return kExitUndecided;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    std::cerr << "quiesce: " << FirstLine(error.what()) << "; see 'quiesce --help'\n";
    return kExitUndecided;
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "quiesce: cannot write standard output: is the disk full or the reader gone?\n";
    return kExitUndecided;
  }
  return exit_status;
}

}  // namespace
}  // namespace quiesce

int main(int argc, char** argv) {
  try {
    return quiesce::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "quiesce: internal error: " << error.what() << "\n";
    return quiesce::kExitUndecided;
  }
}
