// What must hold of every cache that the architecture permits, as functions of a drawn scenario:
// each says what went wrong, or nothing. A seed stands for all choices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "model/smmu/cache/caches.h"
#include "model/world/scenario.h"
#include "properties/sampled/cache_rig.h"
#include "properties/sampled/recipes.h"

namespace quiesce {

/// The caches' end of the command queue: CacheInvalidator, or a broken one that must be found out.
using SinkMaker = std::function<std::unique_ptr<InvalidationSink>(Caches&, Choices&)>;

/// An SMMU that never caches does what the one without caches does, observed step by step.
std::string NeverCacheDiffers(const Scenario& scenario);
/// The same of a cache that keeps what it never uses, and of one that uses it: to be found out.
std::string FillingCacheDiffers(const Scenario& scenario);
std::string HittingCacheDiffers(const Scenario& scenario);

/// Caches that were filled before memory changed agree with memory after CFGI_ALL, TLBI_NSNH_ALL,
/// TLBI_EL2_ALL and SYNC.
std::string StaleAfterFullInvalidation(const Scenario& scenario, std::uint64_t seed,
                                       const SinkMaker& make_sink);

/// Caches that were filled before some of what an access reads changed agree with memory after the
/// recipe's commands and SYNC: each access of each stream that the recipe applies to.
std::string StaleAfterRecipe(Scenario scenario, std::uint64_t seed, const Recipe& recipe,
                             const SinkMaker& make_sink);

/// With memory as it was when the caches were filled, each answer is the one from memory, whatever
/// was kept, evicted or invalidated without need before.
std::string ChangesWithOverInvalidation(Scenario scenario, std::uint64_t seed, Tags tags);

/// The same choices give the same answers, also from caches that are stale in part.
std::string DiffersFromItself(const Scenario& scenario, std::uint64_t seed,
                              std::uint64_t second_seed);

}  // namespace quiesce
