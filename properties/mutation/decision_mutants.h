// Mutants of what a translation decides, beyond the legality rules: each decision of
// model/smmu/decisions.h is negated, always true and always false; each number is one more and one
// less; and checks that may both fail are swapped, so that the other fault is reported.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "properties/mutation/decision_checks.h"
#include "properties/mutation/mutant.h"

namespace quiesce {

/// Two checks whose order shows, the first is looked at first.
struct CheckOrder {
  MutantTranslation::Check earlier;
  MutantTranslation::Check later;
};
std::span<const CheckOrder> CheckOrders();

/// A mutant that nothing can notice, because it decides as the model does.
struct EquivalentMutant {
  std::string_view subject;
  std::string_view change;
  std::string_view why;
};
std::span<const EquivalentMutant> EquivalentMutants();

std::vector<Mutant> DecisionMutants(DecisionChecks& checks);
std::vector<Mutant> QuantityMutants(DecisionChecks& checks);
std::vector<Mutant> OrderMutants(DecisionChecks& checks);

}  // namespace quiesce
