// Every mutant of the model that the fast checks are asked about: what `quiesce mutate` runs.
#pragma once

#include <vector>

#include "properties/mutation/mutant.h"

namespace quiesce {

std::vector<MutantGroup> AllMutants();

/// Each group with its name, its survivors (with `all`, every mutant) and its counts, then the
/// counts of all.
std::string GroupsText(const std::vector<MutantGroup>& groups, bool all);

}  // namespace quiesce
