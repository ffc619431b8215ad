// Which StreamIDs and transactions a property asks about.
#pragma once

#include <cstdint>
#include <vector>

#include "model/image/image.h"
#include "model/smmu/transaction.h"
#include "model/world/scenario.h"

namespace quiesce {

struct Probes {
  std::vector<std::uint32_t> sids;  ///< masters that the kdump kernel finds; ascending, distinct
  std::vector<Transaction> transactions;

  friend bool operator==(const Probes&, const Probes&) = default;
};

/// For each stream, for StreamIDs next to it and at the ends of its L2 table and of the stream
/// table, and for those that corruptions name: reads and writes inside, at the edges and outside of
/// what is mapped. The probes do not depend on whether a corruption took effect.
Probes ProbesOf(const Scenario& scenario);

/// The same for any image, from its tables: at most `max_streams` of the StreamIDs whose STE is
/// valid and not "abort", and up to `max_leaves` leaves of each stream's first translation table.
Probes ProbesOf(const Image& image, std::size_t max_streams = 256, std::size_t max_leaves = 32);

}  // namespace quiesce
