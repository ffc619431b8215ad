// On which choices of the architecture a result depends: found by running the case under each.
#pragma once

#include <string>
#include <vector>

#include "reports/case/case.h"
#include "spec/choice_specs.h"

namespace quiesce {

/// What is violated if the SMMU answers the same whenever it has this choice.
struct ChoiceEffect {
  ChoicePoint point;
  /// By alternative, as many as were tried: "QZ-04 at step 3, QZ-08 at step 4", or "nothing".
  std::vector<std::string> violated;
};

/// What the case violates as it is, in the same words.
std::string ViolatedBy(const Case& c);

/// One for each choice point that the run comes to and that makes a difference: with some
/// alternative throughout, not the same invariants are violated in the same steps. Of choices of an
/// instant (CU-40, CU-50, CU-51) only alternative 0 is tried, "at once": never is not permitted.
/// Choices with more than kMostAlternatives are left out. Empty if no violation is expected.
std::vector<ChoiceEffect> EffectsOfChoices(const Case& c);

inline constexpr unsigned kMostAlternatives = 4;

}  // namespace quiesce
