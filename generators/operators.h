// The corruptions by name: what each does, and who could cause it in the real world.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "generators/prng.h"
#include "model/world/hand_over.h"

namespace quiesce {

struct CorruptionOperator {
  std::string_view name;
  std::string_view doc;         ///< what it does, one line
  std::string_view cause;       ///< who could cause it, one line
  std::string_view needs = {};  ///< without it there is nothing to damage; empty: always applies
  /// Damage of what the crash left: one corruption of the scenario. Nothing: does not apply.
  std::optional<Corruption> (*draw)(Prng&, const Scenario&) = nullptr;
  /// Damage of what happens around the driver: of caches and the schedule. False: does not apply.
  bool (*disturb)(Prng&, HandOver&) = nullptr;
};

/// Of the image first, then of what happens around the driver.
std::span<const CorruptionOperator> CorruptionOperators();
const CorruptionOperator* FindCorruption(std::string_view name);

/// Draws the operator's parameters and applies it. False if it does not apply: nothing changed.
/// Only a hand-over whose crash is a scenario can be damaged.
bool Damage(const CorruptionOperator& op, Prng& p, HandOver& h);

}  // namespace quiesce
