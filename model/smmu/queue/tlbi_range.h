// The address part of CMD_TLBI_* commands. IHI 0070 G.b 4.4.1.1.
#pragma once

#include <cstdint>

#include "model/smmu/queue/invalidation.h"

namespace quiesce {

/// The fields as the command holds them; all but the address 0 without IDR3.RIL.
struct TlbiAddress {
  std::uint64_t address;
  unsigned num;
  unsigned scale;
  unsigned ttl;
  unsigned tg;
};

/// A granule without a range or a level has no purpose: CERROR_ILL. TTL 1 with 16KB granules is
/// treated as no level (IDR5.DS is 0), so it counts as none here.
bool IsIllegalRange(const TlbiAddress& fields);

/// The addresses that a legal command names. A range that passes the top of the address space ends
/// there.
AddressRange RangeOf(const TlbiAddress& fields);

/// 2^`bytes_log2` bytes from `first` on, cut off at the top of the address space.
AddressRange SpanFrom(std::uint64_t first, std::uint64_t bytes_log2);

}  // namespace quiesce
