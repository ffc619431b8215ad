#include "tools/cmd_mutate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "properties/mutation/all_mutants.h"
#include "tools/app.h"
#include "tools/commands.h"
#include "tools/exit_status.h"

namespace quiesce {
namespace {

void KeepOnly(const std::string& subject, std::vector<MutantGroup>& groups) {
  if (subject.empty()) return;
  for (MutantGroup& group : groups) {
    std::erase_if(group.mutants, [&](const Mutant& m) { return m.subject != subject; });
  }
  std::erase_if(groups, [](const MutantGroup& group) { return group.mutants.empty(); });
}

std::string GroupsJson(const std::vector<MutantGroup>& groups) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const MutantGroup& group : groups) {
    for (const Mutant& m : group.mutants) {
      list.push_back({{"group", group.name},
                      {"subject", m.subject},
                      {"change", m.change},
                      {"killed_by", m.killed_by},
                      {"excuse", m.excuse}});
    }
  }
  return list.dump(2) + "\n";
}

}  // namespace

int Mutate(const MutateOptions& options, std::ostream& out, std::ostream& err) {
  std::vector<MutantGroup> groups = AllMutants();
  KeepOnly(options.subject, groups);
  if (groups.empty()) {
    err << "quiesce: no mutant of '" << options.subject << "'; see 'quiesce mutate --all'\n";
    return kExitUndecided;
  }
  out << (options.json ? GroupsJson(groups) : GroupsText(groups, options.all));
  const bool wrong = std::any_of(groups.begin(), groups.end(), [](const MutantGroup& group) {
    return AnyUnexplained(group.mutants);
  });
  return wrong ? kExitViolation : kExitExpected;
}

void AddMutate(CLI::App& app, int& exit_status) {
  CLI::App* mutate = app.add_subcommand(
      "mutate",
      "Get each rule and each decision of the model wrong in turn, and see whether the fast checks "
      "notice");
  auto options = std::make_shared<MutateOptions>();
  mutate->add_flag("--all", options->all, "list the mutants that are noticed too");
  mutate->add_flag("--json", options->json, "every mutant as JSON");
  mutate->add_option("subject", options->subject, "one rule or decision, such as STE-V or S1-PAN");
  SetExamples(*mutate, {"quiesce mutate", "quiesce mutate STE-V"});
  mutate->callback(
      [options, &exit_status] { exit_status = Mutate(*options, std::cout, std::cerr); });
}

}  // namespace quiesce
