// What a store meets: the structure that translations of devices read there now.
#pragma once

#include <cstdint>
#include <string>

#include "model/world/judge/bench.h"

namespace quiesce {

/// "the STE of 0x205", word and all, for the first transaction that reads the aligned 64-bit word
/// at `pa` from memory; empty: none of those in flight and of the devices' new drivers does.
/// Changes nothing.
std::string LiveStructureAt(const Bench& bench, std::uint64_t pa);

}  // namespace quiesce
