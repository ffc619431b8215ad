// The streams that a hand-over has to care for, with what their tables are.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/driver/platform.h"
#include "model/smmu/view.h"
#include "reports/inspect/stream_summary.h"

namespace quiesce {

struct LiveStream {
  std::uint32_t sid;
  StreamSummary summary;
};

/// In the order of StreamIDs: those that bypass, translate, lack a usable CD or are not in the
/// image, and of each level 2 array the first STE. Nothing of an SMMU that is off.
std::vector<LiveStream> LiveStreams(const SmmuView& smmu);

/// The level 1 array, or the linear table.
PhysicalRange StreamTableOf(const SmmuView& smmu);
/// The level 2 array that the stream's STE is in; nothing for a linear table.
std::optional<PhysicalRange> Level2Of(const SmmuView& smmu, const LiveStream& stream);
/// The CD table, or its first level; nothing without stage 1 alone (with stage 2 it is an IPA).
std::optional<PhysicalRange> CdTableOf(const SmmuView& smmu, const LiveStream& stream);
/// Where the translation tables begin that are read by physical address.
std::vector<std::uint64_t> RootsOf(const LiveStream& stream);

}  // namespace quiesce
