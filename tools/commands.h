// The subcommands of `quiesce`, one file each. Each function adds its subcommand to the app; when
// that is parsed it runs and stores the exit status: 0 good, 1 a violation, 2 could not be decided
// or run.
#pragma once

#include <CLI/CLI.hpp>

namespace quiesce {

void AddDecode(CLI::App& app, int& exit_status);

}  // namespace quiesce
