// Is a configuration of the ID registers possible at all? See spec/rules/idr_rules.h.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "model/image/image.h"
#include "spec/rules/idr_rules.h"

namespace quiesce {

/// Every rule that the ID registers of an image break, in the order of kIdrRules.
std::vector<IdrRule> IdrProblems(const RegisterImage& registers);

/// OK, or InvalidArgument with one line: the field at fault of the first broken rule, why, the
/// source and the rule's id.
absl::Status ValidateIdr(const RegisterImage& registers);

}  // namespace quiesce
