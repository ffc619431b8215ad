// The streams of an image by what their STE says, found by reading the stream table as the SMMU
// does.
#pragma once

#include <cstdint>
#include <vector>

#include "model/image/image.h"

namespace quiesce {

struct StreamCensus {
  std::uint64_t translate = 0;    ///< V = 1, Config stage 1, stage 2 or both
  std::uint64_t bypass = 0;       ///< V = 1, Config bypass
  std::uint64_t abort = 0;        ///< V = 1, Config 0xx
  std::uint64_t invalid = 0;      ///< V = 0
  std::uint64_t without_ste = 0;  ///< no usable L1STD, or memory that is not there
  /// StreamIDs of the first two kinds, ascending.
  std::vector<std::uint32_t> active;
};

/// Counts StreamIDs below 2^min(LOG2SIZE, SIDSIZE, 25): a table larger than any that Linux makes is
/// read up to there. An illegal STE counts by its Config.
StreamCensus CountStreams(const Image& image);

}  // namespace quiesce
