// What driver and SMMU make of the values of a lemma, for reading.
#pragma once

#include <string>
#include <vector>

#include "reports/case/case.h"

namespace quiesce {

/// The entries by their fields, then what the statement compares: a few lines.
std::vector<std::string> ReadingsOf(const Case& c);

}  // namespace quiesce
