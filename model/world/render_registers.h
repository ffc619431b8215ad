// The registers of a scenario's SMMU.
#pragma once

#include "model/image/image.h"
#include "model/world/scenario.h"

namespace quiesce {

/// Where the structures are that registers point to.
struct TableBases {
  std::uint64_t stream_table;
  std::uint64_t command_queue;
  std::uint64_t event_queue;
};

/// log2 of the entries of the queues that Render makes: one page each.
inline constexpr unsigned kCommandQueueLog2 = 8;
inline constexpr unsigned kEventQueueLog2 = 7;

RegisterImage RenderRegisters(const Scenario& scenario, const TableBases& bases);

}  // namespace quiesce
