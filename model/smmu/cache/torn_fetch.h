// A structure that is read while it is being written: the words of an STE or CD are read in any
// order and at any time, each one whole. IHI 0070 G.b 3.21.3.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/image/memory.h"
#include "spec/choices.h"

namespace quiesce {

/// One 64-bit store to an aligned PA. `before` is what the word holds when it takes place.
struct PendingStore {
  std::uint64_t address;
  std::uint64_t before;
  std::uint64_t after;

  friend bool operator==(const PendingStore&, const PendingStore&) = default;
};

/// Puts into memory what one fetch may see while the stores, in program order, are under way: for
/// each word on its own, any value that it has in their course (CU-51). Words are asked for in the
/// order of their first store.
void Tear(SparseMemory& memory, std::span<const PendingStore> stores, Choices& choices);

/// Puts into memory what the stores leave.
void Settle(SparseMemory& memory, std::span<const PendingStore> stores);

/// How many mixtures Tear() can give.
std::uint64_t MixtureCount(std::span<const PendingStore> stores);

}  // namespace quiesce
