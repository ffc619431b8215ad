// Mutants of the legality rules, stream table, STE and CD, and of the rules of ID registers. Each
// rule in turn is negated, dropped, applied outside its scope and, where it compares with a limit,
// moved by one. What has to notice are the hand-made examples of spec/rules/*_examples.h, whose
// answers are written down there.
#pragma once

#include <vector>

#include "properties/mutation/mutant.h"

namespace quiesce {

std::vector<Mutant> RuleMutants();
std::vector<Mutant> IdrRuleMutants();

}  // namespace quiesce
