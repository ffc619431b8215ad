// One master: a device with its StreamIDs, from its probe to its release.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/driver/domain.h"
#include "model/driver/driver_core.h"

namespace quiesce {

struct Master {
  std::uint32_t id = 0;
  std::vector<std::uint32_t> sids;  ///< ascending, as given, duplicates included
  std::optional<Resource> memory;
  std::optional<Resource> cd_table;  ///< one CD, allocated for the first stage 1 attach
  bool ats_enabled = false;  ///< by this driver; an adopted device's ATS may be on unknown to it
  bool deferred = false;     ///< the attach of the default domain waits for its first use
  DomainKind default_domain = DomainKind::kDma;
  std::optional<Domain> attached;
};

/// Makes the STE of one StreamID reachable.
std::optional<DriverStop> InsertSid(DriverCore& core, std::uint32_t sid);

/// Inserts every StreamID and decides the deferral; attaches the default domain unless deferred.
/// A stop rejects this device alone, and everything of it is given back.
std::optional<DriverStop> ProbeMaster(DriverCore& core, std::span<const std::uint32_t> sids,
                                      DomainKind default_domain, Master& master);

/// The device's driver uses DMA for the first time. A deferred default domain is attached now;
/// but a domain that needs no mapping never asks.
std::optional<DriverStop> FirstDmaUse(DriverCore& core, Master& master);

/// Attaches the blocked domain unless still deferred, and gives everything back.
std::optional<DriverStop> ReleaseMaster(DriverCore& core, Master& master);

}  // namespace quiesce
