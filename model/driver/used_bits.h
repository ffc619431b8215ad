// Which bits of an STE or a CD decide what the SMMU does with the entry as it stands.
//
// Two readings of the same question. Architecture*: from the field texts. Driver*: what the Linux
// driver takes for used when it plans an update. Where the driver's set is larger, an update may
// break the stream without need; where it is smaller, an update changes live behaviour in the
// middle.
#pragma once

#include "model/driver/entry_words.h"

namespace quiesce {

/// A Non-secure STE of SMMUv3.0 to v3.2 with every option present. IHI 0070 G.b 5.2, 5.2.1, 13.5.
EntryWords ArchitectureUsedSteBits(const EntryWords& ste);
EntryWords DriverUsedSteBits(const EntryWords& ste);

/// A Non-secure CD. IHI 0070 G.b 5.4: with V = 0 all else is IGNORED; EPD0 and EPD1 switch off
/// what belongs to their half.
EntryWords ArchitectureUsedCdBits(const EntryWords& cd);
EntryWords DriverUsedCdBits(const EntryWords& cd);

/// Bits that the driver changes under a live STE although both entries use them: MEV, and full
/// ATS where neither entry has split-stage ATS nor S2S. It has switched ATS off in the endpoint.
EntryWords DriverSafeSteBits(const EntryWords& live, const EntryWords& target);

}  // namespace quiesce
