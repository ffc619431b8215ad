// The recipes of the catalogue as cases: what corpus/cases/bug-*.case are made from.
#pragma once

#include <optional>
#include <string>

#include "properties/handover/recipes.h"
#include "reports/case/case.h"

namespace quiesce {

/// "bug-14.case".
std::string CaseNameOf(const BugRecipe& recipe);

/// The recipe with its bug; the recipe's first invariant is the one that the case expects. Nothing
/// if the bug does not show, or if its tables are too large for a file that people read.
std::optional<Case> CaseOf(const BugRecipe& recipe);

}  // namespace quiesce
