// Where the translation table of a stream maps something.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/image/image.h"

namespace quiesce {

/// Input addresses [input, input + 2^shift).
struct LeafRange {
  std::uint64_t input;
  unsigned shift;

  friend bool operator==(const LeafRange&, const LeafRange&) = default;
};

/// The first `max` leaves, by input address, of the table that a transaction without SubstreamID
/// and with an address of the lower half walks. None for a stream with both stages, a big-endian
/// table, or no table at all.
std::vector<LeafRange> LeavesOf(const Image& image, std::uint32_t sid, std::size_t max);

}  // namespace quiesce
