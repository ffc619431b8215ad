// Stage 1: a VA to an IPA (a PA without stage 2), up to and including the stage 1 permission check.
#pragma once

#include "oracles/naive/permissions.h"
#include "oracles/naive/types.h"

namespace quiesce::naive {

/// How a stage 1 walk ended.
struct Stage1Walk {
  std::optional<Outcome> fault;  ///< from the VA's range, a table, or stage 2 under a table

  // The leaf, if no fault came before it.
  std::uint64_t leaf = 0;
  std::uint64_t leaf_address = 0;  ///< of the descriptor: an IPA with stage 2, else a PA
  std::uint64_t leaf_pa = 0;
  std::uint64_t output = 0;
  int level = 0;
  Hierarchy above;
  bool size_fault = false;  ///< output exceeds the effective IPS
  bool dirty_managed = false;
  std::vector<Update> updates;  ///< of stage 2 leaves under the tables
};

/// Walks to the leaf. Descriptor fetches go through stage 2 when config has one.
Stage1Walk WalkStage1(const Config& config, const ReadMemory& memory, const Access& access);

/// The fault that stage 1 raises at the leaf, hardware updates aside.
std::optional<Outcome> LeafFault(const Stage1& config, const Stage1Walk& walk,
                                 const Access& access);

/// Whether hardware has to write the leaf: the Access flag, and the dirty state (which it does only
/// for an access that is otherwise permitted).
bool NeedsAccessFlagUpdate(const Stage1& config, const Stage1Walk& walk);
bool NeedsDirtyUpdate(const Stage1Walk& walk, const Access& access);

/// The update of a leaf that permits the access, empty if it needs none.
std::optional<Update> LeafUpdate(const Stage1& config, const Stage1Walk& walk,
                                 const Access& access);

}  // namespace quiesce::naive
