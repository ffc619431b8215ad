// The subcommands of `quiesce`, one file each. Each function adds its subcommand to the app; when
// that is chosen it runs and stores the exit status of exit_status.h.
#pragma once

namespace CLI {
class App;
}

namespace quiesce {

void AddCheck(CLI::App& app, int& exit_status);
void AddCompletion(CLI::App& app, int& exit_status);
void AddConvert(CLI::App& app, int& exit_status);
void AddDecode(CLI::App& app, int& exit_status);
void AddDiff(CLI::App& app, int& exit_status);
void AddEncode(CLI::App& app, int& exit_status);
void AddHunt(CLI::App& app, int& exit_status);
void AddInspect(CLI::App& app, int& exit_status);
void AddList(CLI::App& app, int& exit_status);
void AddMan(CLI::App& app, int& exit_status);
void AddMatrix(CLI::App& app, int& exit_status);
void AddMerge(CLI::App& app, int& exit_status);
void AddMutate(CLI::App& app, int& exit_status);
void AddProve(CLI::App& app, int& exit_status);
void AddReplay(CLI::App& app, int& exit_status);
void AddReport(CLI::App& app, int& exit_status);
void AddReview(CLI::App& app, int& exit_status);

}  // namespace quiesce
