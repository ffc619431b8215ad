// Random sparse translation tables that make walks interesting, and accesses aimed at them.
#pragma once

#include <vector>

#include "model/image/memory.h"
#include "oracles/naive/random_config.h"

namespace quiesce::naive {

struct RandomTables {
  DrawnConfig drawn;
  SparseMemory memory;
  std::uint64_t cd_address = 0;        ///< for a CD, 64-byte aligned: an IPA if both stages
  std::vector<std::uint64_t> targets;  ///< input addresses with some part of a walk behind them
};

/// Fills `out` (whose memory is reused) from a seed: a legal configuration and, for a handful of
/// input addresses, the descriptors on their walks. Most are valid; some are invalid, reserved, out
/// of the output range, without Access flag, or point back at a table already drawn. With two
/// stages, stage 2 mostly maps what stage 1 uses. Unmapped memory aborts. The Contiguous bit is set
/// at times without a consistent group: the walkers have to use the entry itself.
void DrawTables(std::uint64_t seed, RandomTables& out);

/// An access biased towards the targets, with neighbours and out-of-range addresses.
Access DrawAccess(const RandomTables& tables, SplitMix& random);

/// Memory as the oracle reads it; `memory` outlives the result.
ReadMemory Reader(const SparseMemory& memory);

}  // namespace quiesce::naive
