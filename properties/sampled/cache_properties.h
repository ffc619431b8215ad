// What must hold of every cache that the architecture permits, as functions of a drawn scenario:
// each says what went wrong, or nothing. A seed stands for all choices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "model/smmu/cache/caches.h"
#include "model/world/scenario.h"

namespace quiesce {

/// The caches' end of the command queue: CacheInvalidator, or a broken one that must be found out.
using SinkMaker = std::function<std::unique_ptr<InvalidationSink>(Caches&, Choices&)>;

/// An SMMU that never caches does what the one without caches does, observed step by step.
std::string NeverCacheDiffers(const Scenario& scenario);

/// Caches that were filled before memory changed agree with memory after CFGI_ALL, TLBI_NSNH_ALL,
/// TLBI_EL2_ALL and SYNC.
std::string StaleAfterFullInvalidation(const Scenario& scenario, std::uint64_t seed,
                                       const SinkMaker& make_sink);

/// The tags of a scenario's streams: as the architecture wants them, no two address spaces share
/// one; or all the same, which a cache must be able to show.
enum class Tags : std::uint8_t { kDistinct, kShared };

/// With memory as it was when the caches were filled, each answer is the one from memory, whatever
/// was kept, evicted or invalidated without need before.
std::string ChangesWithOverInvalidation(Scenario scenario, std::uint64_t seed, Tags tags);

/// The same choices give the same answers, also from caches that are stale in part.
std::string DiffersFromItself(const Scenario& scenario, std::uint64_t seed,
                              std::uint64_t second_seed);

}  // namespace quiesce
