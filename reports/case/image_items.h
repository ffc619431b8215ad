// The memory of an image as the items of a case.
#pragma once

#include <vector>

#include "reports/case/case.h"

namespace quiesce {

/// Present memory as ranges of zeros, then what is not zero by address. What the registers lead to
/// as L1STDs, STEs, L1CDs and CDs is given by fields, all else as words; equal neighbours are one
/// item. Exact whatever the tables hold: ImageOf() the items is the memory.
std::vector<MemoryItem> MemoryItemsOf(const Image& image);

}  // namespace quiesce
