// The subcommands of `quiesce`, one file each. Each Add declares the options and, when the
// subcommand is chosen, runs it and sets the exit status: 0 done, 2 could not be done.
#pragma once

namespace CLI {
class App;
}

namespace quiesce {

void AddConvert(CLI::App& app, int& exit_status);

}  // namespace quiesce
