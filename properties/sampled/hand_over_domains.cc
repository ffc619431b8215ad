#include <array>

#include "properties/sampled/hand_over_property.h"

namespace quiesce {
namespace {

using I = Invariant;

// About half of the share that the generators give.
constexpr CoverageGoal kCleanGoals[] = {{"adopted", 900},
                                        {"well-formed", 900},
                                        {"DMA in flight", 400},
                                        {"other answers of the SMMU", 110}};
constexpr CoverageGoal kFailingGoals[] = {
    {"adopted", 430}, {"tossed", 30}, {"something fails", 180}, {"DMA in flight", 400}};
constexpr CoverageGoal kWildGoals[] = {{"adopted", 270},     {"tossed", 190},
                                       {"well-formed", 70},  {"DMA in flight", 420},
                                       {"others act", 140},  {"something fails", 170},
                                       {"stale caches", 30}, {"other answers of the SMMU", 190}};

constexpr std::string_view kTossAborts = "a driver that cannot adopt resets the SMMU, which aborts";
constexpr std::string_view kTimedOut = "goes on after a poll that gave up";
constexpr std::string_view kUntraced = "seen often; not yet traced to one cause";

}  // namespace

std::span<const HandOverDomain> HandOverDomains() {
  static constexpr std::array kDomains = {
      HandOverDomain{"clean", "a clean hand-over", {.timing = true}, kCleanGoals},
      HandOverDomain{"failing",
                     "a hand-over of a clean crash in which something fails",
                     {.faults = true, .timing = true},
                     kFailingGoals},
      HandOverDomain{"wild", "a hand-over of any kind", kWildHandOvers, kWildGoals},
  };
  return kDomains;
}

std::span<const KnownViolation> KnownViolations() {
  static constexpr std::array kKnown = {
      KnownViolation{"failing", I::kNotAborted, "", kTossAborts},
      KnownViolation{"failing", I::kSamePlace, "", "CR0 := 0 after adoption leaves DMA to GBPA"},
      KnownViolation{"failing", I::kNotBypassed, "", "CR0 := 0 after adoption leaves DMA to GBPA"},
      KnownViolation{"failing", I::kNextKernelIntact, "",
                     "CR0 := 0 after adoption leaves DMA to GBPA"},
      KnownViolation{"failing", I::kGuardsKept, "", kTimedOut},
      KnownViolation{"failing", I::kUpdateProtocol, "", kTimedOut},
      KnownViolation{"failing", I::kLiveStructures, "",
                     "a fresh level 2 table is never announced to the SMMU"},
      KnownViolation{"failing", I::kResourcesBalance, "a stream is taken out that was never put in",
                     "a rejected device takes streams out that were never in"},
      KnownViolation{"failing", I::kEnds, "", kTimedOut},

      KnownViolation{"wild", I::kNotAborted, "", kTossAborts},
      KnownViolation{"wild", I::kSamePlace, "", "CR0 := 0 after adoption leaves DMA to GBPA"},
      KnownViolation{"wild", I::kNotBypassed, "", "CR0 := 0 after adoption leaves DMA to GBPA"},
      KnownViolation{"wild", I::kNextKernelIntact, "",
                     "a table in the next kernel's own memory is adopted"},
      KnownViolation{"wild", I::kOthersUnaffected, "", "two L1STDs may share a level 2 table"},
      KnownViolation{"wild", I::kGuardsKept, "", kUntraced},
      KnownViolation{"wild", I::kUpdateProtocol, "", kUntraced},
      KnownViolation{"wild", I::kLiveStructures, "",
                     "a fresh level 2 table is never announced to the SMMU"},
      KnownViolation{"wild", I::kSameSte, "", "no check that a table address is below 2^OAS"},
      KnownViolation{"wild", I::kResourcesBalance, "", kUntraced},
      KnownViolation{"wild", I::kTossLeavesNoTrace, "the SMMU is lost with SMMUEN still 1",
                     "the ID scan reads through a pointer to where no memory is"},
      KnownViolation{"wild", I::kFreshIds, "", "IDs that become live after the scan"},
      KnownViolation{"wild", I::kEnds, "", "a stalled transaction waits for ever"},
  };
  return kKnown;
}

}  // namespace quiesce
