// Stage 2: an IPA to a PA, with every fault that stage 2 can raise.
#pragma once

#include "oracles/naive/types.h"

namespace quiesce::naive {

/// One access that stage 2 translates; access.address is the IPA.
struct Stage2Access {
  Access access;
  FaultClass fault_class = FaultClass::kIn;
  bool event_rnw = true;  ///< RnW of the incoming transaction
};

/// Translates one IPA. DDI 0487 D8.2.8 to D8.2.10, D8.4.2, D8.15; IHI 0070 G.b 3.4, 5.2, 7.3.22.
Outcome WalkStage2(const Smmu& smmu, const Stage2& config, const ReadMemory& memory,
                   const Stage2Access& request);

}  // namespace quiesce::naive
