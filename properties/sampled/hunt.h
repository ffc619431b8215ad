// The search for every known bug from scratch: no hint, only drawn hand-overs and the invariants.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generators/hand_over.h"
#include "model/driver/variant.h"
#include "model/world/hand_over_run.h"
#include "shrinkers/hand_over.h"
#include "shrinkers/mattering_bits.h"
#include "shrinkers/search.h"

namespace quiesce {

/// A driver with a bug, and what tells it from one without.
struct HuntTarget {
  std::string name;  ///< of a version, or of a catalogue entry: "v3", "bug-14"
  Variant variant;
  /// Violates none of `invariants` on what finds the bug. Nothing: there is no driver without it.
  std::optional<Variant> sound = std::nullopt;
  std::vector<Invariant> invariants = {};  ///< any of them finds it
  std::string_view what = {};              ///< if not empty: only violations with this text count
};

/// The status quo and every version before the newest ones, which decide alike, by any invariant;
/// then each bug of the catalogue that shows (properties/handover/recipes.h), by its own.
std::vector<HuntTarget> HuntTargets();

/// The first violation in `with` that finds the target, given what the sound driver does.
std::optional<Violation> FindsTarget(const HuntTarget& target, const HandOverResult& with,
                                     const HandOverResult* sound);

struct HuntFind {
  HandOverCase drawn;
  HandOverCase smallest;
  Violation violation;  ///< in the smallest
  std::size_t executions = 0;
  bool exhausted = false;   ///< the budget, of executions or of steps, ended the shrinking
  MatteringBits bits = {};  ///< of the smallest
};

struct HuntResult {
  std::string target;
  std::uint64_t cases = 0;  ///< until it was found, or all
  /// Of the processor, as if it were hunted alone, until it was found or given up: of drawing, of
  /// the sound runs, and of its own.
  double seconds = 0;
  std::optional<HuntFind> find = std::nullopt;
};

struct HuntConfig {
  std::uint64_t seed = 1;
  std::uint64_t cases = 100'000;  ///< after which what was not found is given up
  double seconds = 1e9;           ///< likewise, HuntResult::seconds: depends on the machine
  HandOverOptions options = kWildHandOvers;
  ShrinkBudget shrink{.executions = 500, .time = std::chrono::hours(1)};
  /// Called with the number of the case and of the targets that are left.
  std::function<void(std::uint64_t, std::size_t)> progress = {};
};

/// All targets on the same hand-overs; each is left alone once it is found. The driver of a found
/// case is the target's. In the order of the targets.
std::vector<HuntResult> RunHunt(std::span<const HuntTarget> targets, const HuntConfig& config);

}  // namespace quiesce
