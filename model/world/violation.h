// What a run of a hand-over finds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/world/hand_over.h"
#include "model/world/invariants.h"

namespace quiesce {

/// Transaction `n` of `device`.
struct DmaId {
  unsigned device = 0;
  unsigned n = 0;
  friend bool operator==(const DmaId&, const DmaId&) = default;
};

/// One broken invariant: the first time for each device.
struct Violation {
  Invariant invariant = Invariant::kNotAborted;
  Moment when;  ///< the next port call
  std::optional<unsigned> device = std::nullopt;
  std::string_view what = {};  ///< one line, without numbers
  std::uint64_t detail = 0;    ///< an address, register offset or StreamID

  friend bool operator==(const Violation&, const Violation&) = default;
};

/// "QZ-01 at call 0 step 31, device 2: a completed write is aborted (0x1000)".
std::string Describe(const Violation& violation);

}  // namespace quiesce
