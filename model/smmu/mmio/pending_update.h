// A change that software asked for and hardware has not finished. IHI 0070 G.b 6.3.9, 6.3.12,
// 6.3.14, 6.3.16.
#pragma once

#include <cstdint>
#include <vector>

#include "spec/registers.h"

namespace quiesce {

struct PendingUpdate {
  Reg reg;                            ///< CR0, IRQ_CTRL, CR1, CR2 or GBPA
  std::uint64_t mask;                 ///< the bits in transition: one field of CR0 and IRQ_CTRL
  std::uint64_t original;             ///< their values before the first write, in place
  std::vector<std::uint64_t> values;  ///< in place; one of them is what it completes with
  bool in_effect = false;             ///< the new value is used; only its completion is missing

  friend bool operator==(const PendingUpdate&, const PendingUpdate&) = default;
};

/// One step that a pending update took.
struct UpdateStep {
  Reg reg;
  std::uint64_t mask;
  std::uint64_t before;  ///< value of the bits in use before, in place
  std::uint64_t after;   ///< and after
  bool completed;        ///< acknowledged, with all guarantees of completion; else in effect only
};

}  // namespace quiesce
