// The command `quiesce`: one subcommand a file, see commands.h.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

#include "tools/commands.h"
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
  CLI::App app{
      "Verifies what happens to in-flight DMA when an Arm SMMUv3 changes hands: a crashed kernel's "
      "image, the driver that "
      "adopts it, and the architecture between them.",
      "quiesce"};
  app.set_version_flag("--version", QUIESCE_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);

  int exit_status = kExitExpected;
  AddInspect(app, exit_status);
  AddList(app, exit_status);
  AddDiff(app, exit_status);
  AddDecode(app, exit_status);
  AddCheck(app, exit_status);
  AddProve(app, exit_status);
  AddMatrix(app, exit_status);
  AddMutate(app, exit_status);
  AddReplay(app, exit_status);
  AddConvert(app, exit_status);

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
