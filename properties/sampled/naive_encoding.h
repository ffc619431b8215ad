// A configuration of the naive oracle as the words that the model reads: ID registers, an STE for
// StreamID 0 and, with stage 1, its CD.
#pragma once

#include <optional>

#include "model/image/image.h"
#include "oracles/naive/random_tables.h"
#include "oracles/naive/translate.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// ID and control registers of an enabled SMMU with the drawn options, and a linear stream table
/// of one STE at `stream_table`.
RegisterImage EncodeRegisters(const naive::DrawnConfig& drawn, std::uint64_t stream_table);

/// Faults abort and are recorded, in both stages.
Ste<Concrete> EncodeSte(const naive::DrawnConfig& drawn, std::uint64_t cd_address);
Cd<Concrete> EncodeCd(const naive::DrawnConfig& drawn);

/// Writes the STE and the CD into the drawn memory. Returns the registers, or nothing if one of the
/// two would overwrite what its own address depends on.
std::optional<RegisterImage> PlaceStructures(naive::RandomTables& tables, naive::SplitMix& random);

}  // namespace quiesce
