// The naive oracle's two questions. See oracles/naive/types.h for what it assumes.
#pragma once

#include "oracles/naive/types.h"

namespace quiesce::naive {

/// Translates one transaction. At least one stage is configured.
Outcomes Translate(const Config& config, const Access& access, const ReadMemory& memory);

/// Stage 2 translation of the address of an L1CD or CD, a data read with CLASS == CD. config has a
/// stage 2; access is the transaction that needs the CD.
Outcome TranslateCdAddress(const Config& config, std::uint64_t ipa, const Access& access,
                           const ReadMemory& memory);

}  // namespace quiesce::naive
