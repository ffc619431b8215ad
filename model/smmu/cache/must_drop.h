// What each invalidation command has to remove at least, entry by entry: pure predicates. Removing
// more is permitted. IHI 0070 G.b 4.3, 4.4.
#pragma once

#include "model/smmu/cache/entries.h"
#include "model/smmu/queue/invalidation.h"

namespace quiesce {

/// CMD_CFGI_*; false for every other command.
bool MustDrop(const L1StdKey& entry, const Invalidation& command);
bool MustDrop(const SteKey& entry, const Invalidation& command);
bool MustDrop(const L1CdKey& entry, const Invalidation& command);
bool MustDrop(const CdKey& entry, const Invalidation& command);

/// CMD_TLBI_*; false for every other command. A command for leaves alone keeps table descriptors,
/// one by IPA keeps all that holds stage 1. An UNPREDICTABLE range obliges to nothing. DDI 0487
/// D8.17.5.
bool MustDrop(const TlbScope& entry, const Invalidation& command);

}  // namespace quiesce
