// The invariants as sampled properties: what must hold in every drawn hand-over, by the kind of
// hand-over that is drawn.
//
// One case is one hand-over, run once and judged by all invariants. A run is split into batches of
// consecutive cases; whatever runs them, in whatever order, their tallies add up to the same.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "generators/hand_over.h"
#include "model/driver/variant.h"
#include "model/protocol/followed_run.h"
#include "properties/sampled/coverage.h"
#include "properties/sampled/known_violation.h"
#include "shrinkers/search.h"

namespace quiesce {

/// One way to draw hand-overs, and what the newest driver is known to violate in them.
struct HandOverDomain {
  std::string_view name;  ///< "clean"
  std::string_view what;  ///< of the statement: "... in a clean hand-over"
  HandOverOptions options;
  std::span<const CoverageGoal> goals;
};
std::span<const HandOverDomain> HandOverDomains();
const HandOverDomain* FindDomain(std::string_view name);

/// Case number `index` of a run: the same for each driver, which goes with it.
HandOverCase DrawCase(std::uint64_t run_seed, const HandOverDomain& domain, std::uint64_t index,
                      const Variant& driver = kNewestVariant);

HandOverResult RunCase(const HandOverCase& c);

/// The same for many cases, one after the other: memory is taken once.
class CaseRunner {
 public:
  HandOverResult Run(const HandOverCase& c);
  /// Held against the protocol of guarded actions, too.
  FollowedRun Follow(const HandOverCase& c, const Simulation::ActionSource& protocol);

 private:
  HandOverRunner runner_{HandOver()};
};

/// The first violation of `invariant` that is not known, of a run of `c`.
std::optional<Violation> NewViolation(const HandOverDomain& domain, Invariant invariant,
                                      const HandOverCase& c, const HandOverResult& result);

struct FirstViolation {
  std::uint64_t index;
  Violation violation;
};

struct FirstMismatch {
  std::uint64_t index;
  SimulationMismatch mismatch;
};

/// What a batch of cases gave.
struct HandOverTally {
  std::uint64_t cases = 0;
  std::array<std::optional<FirstViolation>, kInvariantCount> first = {};  ///< not known
  std::array<std::uint64_t, kInvariantCount> known = {};  ///< cases with a known violation
  std::optional<FirstMismatch> mismatch =
      {};  ///< the first case that the protocol does not explain
  CoverageCounters coverage;
};

/// Consecutive cases of a run.
struct HandOverBatch {
  const HandOverDomain* domain;
  std::uint64_t seed;  ///< of the run
  std::uint64_t first;
  std::uint64_t count;
  Variant driver = kNewestVariant;
};

/// Each case is followed. `begins` is called before each. `protocol` takes the place of the
/// protocol's actions.
HandOverTally RunBatch(const HandOverBatch& batch,
                       const std::function<void(std::uint64_t)>& begins = {},
                       const Simulation::ActionSource& protocol = Simulation::TheProtocol());

/// Smaller cases in which the driver violates `invariant` anew. `improved` gets each better
/// one. `begins` gets each candidate before it is run, and may refuse it: it then counts as one
/// that holds.
Shrunk<HandOverCase> ShrinkCase(const HandOverDomain& domain, Invariant invariant, HandOverCase c,
                                const ShrinkBudget& budget,
                                const std::function<void(const HandOverCase&)>& improved = {},
                                const std::function<bool(const HandOverCase&)>& begins = {});

}  // namespace quiesce
