// What is checked and what is expected of it: a sampled property must hold for the newest driver,
// and must reject every driver that is known to break it.
#pragma once

#include <array>
#include <string_view>

#include "model/driver/variant.h"
#include "properties/sampled/adoption.h"
#include "properties/sampled/coverage.h"
#include "reports/record/result.h"

namespace quiesce {

/// One run of adoption-preserves-translation.
struct ManifestEntry {
  std::string_view label;
  Variant variant;
  bool disjoint;     ///< AdoptionOptions::disjoint
  ChangeKind least;  ///< the least change that counts
  Result expected;
  std::string_view why;  ///< it must be rejected, one line
};

namespace mutants {

/// Takes a used descriptor with L2Ptr 0 for an empty one, as v1 to v7 do, and nothing else.
constexpr Variant MakeNullPointerIsEmpty() {
  Variant v = kNewestVariant;
  v.name = "newest, null L2Ptr is empty";
  v.summary = "an L1 descriptor with L2Ptr 0 counts as empty whatever its Span";
  v.empty_l1 = EmptyL1::kSpanOrPointerZero;
  return v;
}
inline constexpr Variant kNullPointerIsEmpty = MakeNullPointerIsEmpty();

/// Forces ATSCHK in the adopt-mode reset, as v1 to v6 do, and nothing else.
constexpr Variant MakeForcesAtschk() {
  Variant v = kNewestVariant;
  v.name = "newest, forces ATSCHK";
  v.summary = "sets CR0.ATSCHK although the crashed kernel had left it clear";
  v.forces_atschk = true;
  return v;
}
inline constexpr Variant kForcesAtschk = MakeForcesAtschk();

}  // namespace mutants

/// The first is the statement itself, the others are what it must reject.
inline constexpr std::array kAdoptionManifest = {
    ManifestEntry{"generated", kNewestVariant, true, ChangeKind::kRefusal, Result::kPassed, ""},
    ManifestEntry{
        "overlapping-tables", kNewestVariant, false, ChangeKind::kAccess, Result::kViolated,
        "tables that overlap: the L1STD that the driver writes is also read as part of an STE"},
    ManifestEntry{"null-pointer-is-empty", mutants::kNullPointerIsEmpty, true, ChangeKind::kAccess,
                  Result::kViolated, "a live L1STD that points to address 0 is overwritten"},
    ManifestEntry{"forces-atschk", mutants::kForcesAtschk, true, ChangeKind::kAccess,
                  Result::kViolated, "ATS translated traffic that was let through is checked"},
    ManifestEntry{"v7", variants::kV7, true, ChangeKind::kAccess, Result::kViolated,
                  "a live L1STD that points to address 0 is overwritten"},
};

/// Cases within which an expected violation must be found; each comes within a few thousand.
inline constexpr std::uint64_t kRejectionCases = 100'000;

/// What a run of the newest driver must meet, in thousandths of its cases: about two thirds of what
/// the generators give. Decisions by corruption, then outcomes.
inline constexpr std::array kAdoptionGoals = {
    CoverageGoal{"adopted", 330},
    CoverageGoal{"adopted, well-formed", 130},
    CoverageGoal{"adopted, with FlipSteBit", 65},
    CoverageGoal{"adopted, with FlipCdBit", 35},
    CoverageGoal{"adopted, with FlipRegisterBit", 45},
    CoverageGoal{"adopted, with AliasL1Std", 22},
    CoverageGoal{"adopted, with LieLog2Size", 22},
    CoverageGoal{"tossed", 280},
    CoverageGoal{"tossed, with FlipL1StdBit", 30},
    CoverageGoal{"tossed, with LieSpan", 45},
    CoverageGoal{"tossed, with NullL2Ptr", 45},
    CoverageGoal{"tossed, with MisalignL2Ptr", 45},
    CoverageGoal{"tossed, with LieSplit", 45},
    CoverageGoal{"not entered", 20},
    CoverageGoal{"deferred attach", 300},
    CoverageGoal{"fresh L2 table", 120},
    CoverageGoal{"DMA completes", 280},
    CoverageGoal{"DMA is refused", 330},
    CoverageGoal{"DMA behind an empty L1STD", 120},
};

}  // namespace quiesce
