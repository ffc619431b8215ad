// What must hold of every cache that the architecture permits, as functions of a drawn scenario:
// each says what went wrong, or nothing. A seed stands for all choices.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "model/smmu/cache/caches.h"
#include "model/world/scenario.h"

namespace quiesce {

/// How a command acts on the caches: Caches::Invalidate, or a broken one that must be found out.
using Invalidate = std::function<void(Caches&, const Invalidation&)>;
void InvalidateAsNamed(Caches& caches, const Invalidation& command);

/// An SMMU that never caches does what the one without caches does, observed step by step.
std::string NeverCacheDiffers(const Scenario& scenario);

/// Caches that were filled before streams were turned off agree with the tables after CFGI_ALL,
/// TLBI_NSNH_ALL, TLBI_EL2_ALL and SYNC.
std::string StaleAfterFullInvalidation(const Scenario& scenario, std::uint64_t seed,
                                       const Invalidate& invalidate);

/// With memory as it was when the caches were filled, and with tags that tell address spaces apart,
/// each answer is the same whether nothing or anything at all was dropped before. `corrupt` is what
/// happens to the caches in between.
std::string ChangesWithOverInvalidation(const Scenario& scenario, std::uint64_t seed,
                                        const std::function<void(Caches&)>& corrupt);

/// The same choices give the same answers.
std::string DiffersFromItself(const Scenario& scenario, std::uint64_t seed,
                              std::uint64_t second_seed);

}  // namespace quiesce
