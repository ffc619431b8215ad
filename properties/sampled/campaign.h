// The bulk run of the adoption property: scenarios from consecutive case seeds, counted, and the
// first violation shrunk.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "generators/scenario.h"
#include "model/driver/variant.h"
#include "model/smmu/fixed_choices.h"
#include "properties/sampled/adoption.h"
#include "properties/sampled/coverage.h"
#include "reports/record/result.h"
#include "shrinkers/search.h"

namespace quiesce {

/// What one case is made of; everything else follows from it.
struct AdoptionCase {
  Scenario scenario;
  /// By ChoicePoint: the alternative that the SMMU takes, or the last one if there are fewer.
  std::array<std::uint8_t, kChoicePointCount> picks{};

  friend bool operator==(const AdoptionCase&, const AdoptionCase&) = default;
};

AdoptionCase DrawAdoptionCase(std::uint64_t run_seed, std::uint64_t index,
                              const ScenarioOptions& options);

FixedChoices ChoicesOf(const AdoptionCase& c);

/// Into an image that is reused; see CheckAdoptionInPlace.
AdoptionCheck RunAdoptionCase(const AdoptionCase& c, const Variant& variant,
                              const AdoptionOptions& options, Image& scratch);

/// Called with a violation as it was drawn, before it is shrunk, and again with each smaller one.
using KeepViolation = std::function<void(const AdoptionCase&, const TranslationChange&)>;

struct CampaignConfig {
  std::uint64_t seed = 0;
  std::uint64_t cases = 5000;
  Variant variant = kNewestVariant;
  AdoptionOptions options;
  ChangeKind at_least = ChangeKind::kRefusal;  ///< a lesser change is not looked at
  ScenarioOptions scenarios{.max_corruptions = 3};
  std::span<const CoverageGoal> goals;
  ShrinkBudget shrink;
  KeepViolation keep;
  std::function<void(std::uint64_t)> begins = {};  ///< with the index of each case before it runs
};

struct AdoptionViolation {
  std::uint64_t index;  ///< of the case in the run
  AdoptionCase drawn;
  AdoptionCase smallest;
  TranslationChange change;  ///< of the smallest
  bool exhausted;            ///< the budget ended the shrinking
};

struct CampaignResult {
  Result result = Result::kNotRun;
  std::string reason;       ///< of any result but Passed
  std::uint64_t cases = 0;  ///< run
  std::vector<Coverage> coverage;
  std::optional<AdoptionViolation> violation;
};

/// Stops at the first violation.
CampaignResult RunAdoptionCampaign(const CampaignConfig& config);

}  // namespace quiesce
