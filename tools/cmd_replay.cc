#include "tools/cmd_replay.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "reports/case/case_text.h"
#include "reports/case/replay.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

int ExitStatusOf(ReplayVerdict verdict) {
  switch (verdict) {
    case ReplayVerdict::kAsExpected:
      return kExitExpected;
    case ReplayVerdict::kDiverged:
      return kExitViolation;
    case ReplayVerdict::kUndecided:
      break;
  }
  return kExitUndecided;
}

/// A divergence outweighs what could not be decided.
int Worse(int a, int b) {
  if (a == kExitViolation || b == kExitViolation) return kExitViolation;
  return a > b ? a : b;
}

int ReplayOne(const std::string& path, std::ostream& out, std::ostream& err) {
  const absl::StatusOr<Case> c = LoadCase(path);
  if (!c.ok()) {
    err << "quiesce: " << std::string(c.status().message()) << "\n";
    return kExitUndecided;
  }
  const ReplayReport report = ReplayCase(*c);
  out << path << ": " << FormatReplay(*c, report);
  return ExitStatusOf(report.verdict);
}

}  // namespace

int RunReplay(const std::vector<std::string>& paths, std::ostream& out, std::ostream& err) {
  int status = kExitExpected;
  for (const std::string& path : paths) status = Worse(status, ReplayOne(path, out, err));
  return status;
}

void AddReplay(CLI::App& app, int& exit_status) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* replay = app.add_subcommand(
      "replay", "Run cases once, step by step, and compare with what they expect");
  replay->add_option("case", *paths, ".case files")->required();
  SetExamples(*replay, {"quiesce replay corpus/cases/v7-l2ptr-null.case"});
  replay->callback(
      [paths, &exit_status] { exit_status = RunReplay(*paths, std::cout, std::cerr); });
}

}  // namespace quiesce
