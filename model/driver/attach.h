// Attaching a domain to a master, through the hitless update of each of its STEs.
#pragma once

#include <optional>

#include "model/driver/entry_words.h"
#include "model/driver/master.h"

namespace quiesce {

/// Allocates what the domain needs, writes the CD, then every STE; detaches what was attached
/// before and gives it back. A stop leaves the STEs as they were.
std::optional<DriverStop> AttachDomain(DriverCore& core, Master& master, DomainKind kind);

/// Ends by CMD_STALL_TERM what the master's streams have stalled, in variants that do.
void TerminateStalls(DriverCore& core, const Master& master);

/// Updates the STE of one inserted StreamID in place, invalidating as the plan says.
std::optional<DriverStop> UpdateSte(DriverCore& core, std::uint32_t sid, const EntryWords& target);

/// Gives back the tables and the ID of a domain that no STE names any more, after invalidating
/// its ID.
void FreeDomain(DriverCore& core, Domain& domain);

}  // namespace quiesce
