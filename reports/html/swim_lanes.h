// The steps of a finding as a picture.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/record/run_record.h"

namespace quiesce {

/// The picture stops after so many steps and says how many there are more; the list has them all.
inline constexpr std::size_t kPictureSteps = 150;

/// An inline SVG: a column a lane in the order driver, SMMU, memory, then the others as they come;
/// a row a step, an arrow from the lane that acts to the one that it reaches. What violates an
/// invariant is marked with its id. Empty without steps.
std::string SwimLanes(const std::vector<FindingStep>& steps, const std::string& label);

}  // namespace quiesce
