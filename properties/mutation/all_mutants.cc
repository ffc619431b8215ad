#include "properties/mutation/all_mutants.h"

#include "absl/strings/str_format.h"
#include "properties/mutation/decision_mutants.h"
#include "properties/mutation/rule_mutants.h"

namespace quiesce {

std::vector<MutantGroup> AllMutants() {
  DecisionChecks checks;
  return {{"legality rules", RuleMutants()},
          {"rules of ID registers", IdrRuleMutants()},
          {"decisions of a translation", DecisionMutants(checks)},
          {"numbers of a walk", QuantityMutants(checks)},
          {"order of checks", OrderMutants(checks)}};
}

std::string GroupsText(const std::vector<MutantGroup>& groups, bool all) {
  std::string text;
  std::size_t mutants = 0;
  for (const MutantGroup& group : groups) {
    text += absl::StrFormat("%s\n%s\n", group.name, MutantsText(group.mutants, all));
    mutants += group.mutants.size();
  }
  return text + absl::StrFormat("%d mutants in all\n", mutants);
}

}  // namespace quiesce
