#include "tools/cmd_mutate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "properties/mutation/rule_mutants.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

std::vector<Mutant> AllMutants() { return RuleMutants(); }

void KeepOnly(const std::string& subject, std::vector<Mutant>& mutants) {
  if (subject.empty()) return;
  std::erase_if(mutants, [&](const Mutant& m) { return m.subject != subject; });
}

}  // namespace

int Mutate(const MutateOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<Mutant> mutants = AllMutants();
  KeepOnly(options.subject, mutants);
  if (mutants.empty()) {
    err << "quiesce: no mutant of '" << options.subject << "'; see 'quiesce mutate --all'\n";
    return kExitUndecided;
  }
  out << MutantsText(mutants, options.all);
  return AnyUnexplained(mutants) ? kExitViolation : kExitExpected;
}

void AddMutate(CLI::App& app, int& exit_status) {
  CLI::App* mutate = app.add_subcommand(
      "mutate",
      "Break each legality rule in turn and see whether the hand-written examples notice");
  auto options = std::make_shared<MutateOptions>();
  mutate->add_flag("--all", options->all, "list the mutants that are noticed too");
  mutate->add_option("subject", options->subject, "one rule, such as STE-V");
  mutate->callback(
      [options, &exit_status] { exit_status = Mutate(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
