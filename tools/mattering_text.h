// The bits that matter of what a case has damaged, by field.
#pragma once

#include <string>
#include <vector>

#include "reports/case/case.h"
#include "shrinkers/mattering_bits.h"

namespace quiesce {

/// "L1STD @0x40000008: Span = 12, mask 0x1f": of a damaged field its value, and the bits of it
/// without which, each flipped alone, the case fails no more. Mask 0: no single bit is needed.
/// What lies in no structure that the case names is a whole word.
std::vector<std::string> MatteringText(const Case& c, const MatteringBits& bits);

}  // namespace quiesce
