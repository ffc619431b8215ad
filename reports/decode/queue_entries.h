// Entries of the SMMU's queues: the format is chosen by the type or opcode that the entry carries.
#pragma once

#include <cstdint>
#include <span>

#include "reports/decode/decode.h"

namespace quiesce {

/// An event record of four 64-bit words. The notes say what the event means and what decides
/// whether it is recorded. A reserved or IMPLEMENTATION DEFINED number is shown as such, with the
/// fields that all records share.
Decoded DecodeEvent(std::span<const std::uint64_t> words);

/// A command of two 64-bit words. The notes say what it does and on which SMMU it is CERROR_ILL.
Decoded DecodeCommand(std::span<const std::uint64_t> words);

}  // namespace quiesce
