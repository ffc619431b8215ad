// Writes what one stream needs, its CD table and translation tables, and makes its STE.
#pragma once

#include <cstdint>
#include <vector>

#include "model/world/scenario.h"
#include "model/world/table_allocator.h"
#include "spec/stream_formats.h"

namespace quiesce {

struct RenderedCd {
  std::uint32_t ssid;
  std::uint64_t pa;
};

struct RenderedStream {
  Ste<Concrete> ste;
  std::vector<RenderedCd> cds;
};

/// The STE that software which never uses a StreamID leaves there.
Ste<Concrete> UnusedSteOf(UnusedSte unused);

RenderedStream RenderStream(TableAllocator& allocator, const SmmuOptions& smmu,
                            const Stream& stream);

}  // namespace quiesce
