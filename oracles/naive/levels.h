// Where walks start and which address bits each lookup resolves, as DDI 0487 D8.2.8 to D8.2.10
// tabulate it.
#pragma once

#include "oracles/naive/types.h"

namespace quiesce::naive {

/// One lookup: the table at `level` is indexed with IA[msb:lsb].
struct Lookup {
  int level;
  unsigned msb;
  unsigned lsb;
};

/// The initial lookup of stage 1 (Tables D8-18, D8-28, D8-37), empty for a TxSZ not listed there.
std::optional<Lookup> Stage1Start(Granule granule, unsigned tsz);

struct Stage2Lookup {
  Lookup lookup;
  unsigned tables;  ///< concatenated at the initial level
};

/// The initial lookup of stage 2 (Tables D8-19 to D8-24, D8-29 to D8-33, D8-38 to D8-41), empty for
/// a combination not listed there.
std::optional<Stage2Lookup> Stage2Start(Granule granule, unsigned sl0, unsigned t0sz);

/// A lookup at a level below the initial one (Tables D8-16, D8-26, D8-35). level is 1 to 3 and
/// reachable with the granule: 4K and 16K from 0, 64K from 1.
Lookup NextLookup(Granule granule, int level);

}  // namespace quiesce::naive
