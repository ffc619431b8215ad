// Memory of the driver's own, from a region, lowest address first; nothing is taken back.
#pragma once

#include <cstdint>
#include <optional>

#include "model/driver/driver_table.h"
#include "model/driver/platform.h"

namespace quiesce {

class L2Allocator {
 public:
  explicit L2Allocator(const PhysicalRange& pool) : next_(pool.first), left_(pool.bytes) {}

  /// `align` is a power of two. By default one L2 table. Nothing when the region is used up.
  std::optional<std::uint64_t> Take(std::uint64_t bytes = kDriverL2Bytes,
                                    std::uint64_t align = kDriverL2Bytes) {
    const std::uint64_t skip = (~next_ + 1) & (align - 1);
    if (left_ < skip || left_ - skip < bytes) return std::nullopt;
    const std::uint64_t pa = next_ + skip;
    next_ = pa + bytes;
    left_ -= skip + bytes;
    return pa;
  }

 private:
  std::uint64_t next_;
  std::uint64_t left_;
};

}  // namespace quiesce
