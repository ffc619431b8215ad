// Random legal configurations for comparing walkers.
#pragma once

#include "oracles/naive/split_mix.h"
#include "oracles/naive/types.h"

namespace quiesce::naive {

/// A configuration, with what the oracle does not need but an STE, a CD and ID registers do.
struct DrawnConfig {
  Config config;
  bool v3_0 = false;          ///< SMMUv3.0: at most 48-bit addresses, no XNX
  bool lpae = false;          ///< VMSAv8-32 LPAE is supported too, so IAS is at least 40
  bool small_tables = false;  ///< IDR3.STT
  bool va52 = false;          ///< IDR5.VAX
  unsigned ips_code = 5;      ///< CD.IPS as programmed; may exceed OAS
  unsigned s2ps_code = 5;     ///< STE.S2PS as programmed; may exceed OAS
};

/// Draws stage 1 only, stage 2 only or both, every field legal by IHI 0070 G.b 5.2.2 and 5.4.2 and
/// by DDI 0487 Table D8-9. Base addresses lie in the effective output range; their bits below the
/// alignment of the table are sometimes set.
DrawnConfig DrawConfig(SplitMix& random);

}  // namespace quiesce::naive
