// Physical memory for the tables of a rendered image: upwards from a base, each naturally aligned.
// What lies between them is RAM too, and reads 0.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "model/image/memory.h"

namespace quiesce {

class TableAllocator {
 public:
  TableAllocator(SparseMemory& memory, std::uint64_t base) : memory_(memory), next_(base) {}

  SparseMemory& memory() { return memory_; }
  /// Everything allocated so far lies below.
  std::uint64_t end() const { return next_; }

  /// Zeroed memory aligned to its size rounded up to a power of two, at least 64 bytes.
  std::uint64_t Allocate(std::uint64_t bytes) {
    const std::uint64_t align = std::max<std::uint64_t>(64, std::bit_ceil(bytes));
    const std::uint64_t pa = (next_ + align - 1) & ~(align - 1);
    memory_.Map(next_, pa + align - next_);
    next_ = pa + align;
    return pa;
  }

 private:
  SparseMemory& memory_;
  std::uint64_t next_;
};

}  // namespace quiesce
