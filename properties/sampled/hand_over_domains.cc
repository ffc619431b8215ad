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
constexpr std::string_view kCr0Cleared = "CR0 := 0 after adoption leaves DMA to GBPA";
constexpr std::string_view kGbpaIgnored = "the reset goes on where GBPA.ABORT could not be set";
constexpr std::string_view kTimedOut = "goes on after a poll that gave up";
constexpr std::string_view kL1Unannounced = "a fresh level 2 table is never announced to the SMMU";
constexpr std::string_view kRejected = "a rejected device takes streams out that were never in";
constexpr std::string_view kOwnTable = "a table in the next kernel's own memory is adopted";
constexpr std::string_view kSharedL2 = "two L1STDs may share a level 2 table";
constexpr std::string_view kOneCdFormat = "S1Fmt is taken for what it says where there is one CD";
constexpr std::string_view kDamage = "what others damage, no check of the driver sees";

constexpr std::string_view kUntraced = "seen in undamaged crashes, too; not yet traced";

constexpr std::string_view kWideStage2 =
    "the model's own stage 2 domains are 39 bits wide, whatever IDR5.OAS";

constexpr std::string_view kTerminated = "DMA that completed is terminated";
constexpr std::string_view kElsewhere = "DMA reaches another address";
constexpr std::string_view kOtherAttributes = "DMA reaches its address with other attributes";
constexpr std::string_view kUntranslated = "DMA passes untranslated";
constexpr std::string_view kIntoNextKernel = "DMA writes the next kernel's memory";
constexpr std::string_view kRechanged = "a field changes again before its acknowledgement";
constexpr std::string_view kGuardClosed = "a register is written while its guard is closed";
constexpr std::string_view kL1Stale = "an L1STD changed and was not invalidated";
constexpr std::string_view kSteStale = "an STE changed and was not invalidated";
constexpr std::string_view kLiveTooSoon = "an L2 table is live before its STEs are seen";
constexpr std::string_view kNeverIn = "a stream is taken out that was never put in";
constexpr std::string_view kNotOwn = "a device that was taken does not get its own translation";
constexpr std::string_view kBrokeMapping = "an action for another device broke this one's mapping";

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
  using C = Circumstance;
  static constexpr KnownViolation kKnown[] = {
      {"failing", I::kNotAborted, kTerminated, kTossAborts, {}, C::kNotAdopted},
      {"failing", I::kSamePlace, kElsewhere, kCr0Cleared, "bug-49"},
      {"failing", I::kSamePlace, kOtherAttributes, kCr0Cleared, "bug-49"},
      {"failing", I::kNotBypassed, kUntranslated, kCr0Cleared, "bug-49"},
      {"failing", I::kSamePlace, kElsewhere, kGbpaIgnored, {}, C::kGbpaFails},
      {"failing", I::kSamePlace, kOtherAttributes, kGbpaIgnored, {}, C::kGbpaFails},
      {"failing", I::kNotBypassed, kUntranslated, kGbpaIgnored, {}, C::kGbpaFails},
      {"failing", I::kNextKernelIntact, kIntoNextKernel, kGbpaIgnored, {}, C::kGbpaFails},
      {"failing", I::kNextKernelIntact, kIntoNextKernel, kCr0Cleared, "bug-49"},
      {"failing", I::kOthersUnaffected, kBrokeMapping, kL1Unannounced, "bug-76"},
      {"failing", I::kGuardsKept, kGuardClosed, kTimedOut, {}, C::kSomethingFails},
      {"failing", I::kUpdateProtocol, kRechanged, kTimedOut, {}, C::kSomethingFails},
      {"failing", I::kLiveStructures, kL1Stale, kL1Unannounced, "bug-76"},
      {"failing", I::kLiveStructures, kLiveTooSoon, kL1Unannounced, "bug-36"},
      {"failing", I::kLiveStructures, kSteStale, kTimedOut, {}, C::kSomethingFails},
      {"failing", I::kResourcesBalance, kNeverIn, kRejected, "bug-35"},
      {"failing", I::kEnds, kNotOwn, kL1Unannounced, "bug-76"},
      {"failing", I::kEnds, kNotOwn, kTimedOut, {}, C::kSomethingFails},

      {"wild", I::kNotAborted, kTerminated, kUntraced},
      {"wild", I::kNotAborted, "DMA that completed stalls", kDamage, {}, C::kDamaged},
      {"wild", I::kSamePlace, kElsewhere, kUntraced},
      {"wild", I::kSamePlace, kOtherAttributes, kUntraced},
      {"wild", I::kSamePlace, "a translation gives other rights", kDamage, {}, C::kDamaged},
      {"wild", I::kNotBypassed, kUntranslated, kUntraced},
      {"wild", I::kNextKernelIntact, "an adopted table lies in the next kernel's memory", kOwnTable,
       "bug-17"},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kCr0Cleared, "bug-49"},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kDamage, {}, C::kDamaged},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, "identity for a stream that aborts",
       "bug-79"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kUntraced},
      {"wild", I::kOthersUnaffected, "an action for another device changed DMA", kSharedL2,
       "bug-41"},
      {"wild",
       I::kOthersUnaffected,
       "an action for another device changed DMA",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kGuardsKept, kGuardClosed, kTimedOut, {}, C::kSomethingFails},
      {"wild", I::kGuardsKept, kGuardClosed, kDamage, {}, C::kDamaged},
      {"wild", I::kUpdateProtocol, kRechanged, kTimedOut, {}, C::kSomethingFails},
      {"wild", I::kUpdateProtocol, kRechanged, kDamage, {}, C::kDamaged},
      {"wild",
       I::kUpdateProtocol,
       "VMW changes while commands may be under way",
       "CR0 := 0 clears VMW, whatever the command queue holds",
       {},
       C::kDamaged},
      {"wild", I::kUpdateProtocol, "PASID is enabled while ATS is on", "PASID is enabled first",
       "bug-74"},
      {"wild", I::kUpdateProtocol, "records are taken from a queue that is off", kUntraced},
      {"wild",
       I::kUpdateProtocol,
       "GERRORN is toggled for an error that is not active",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kLiveStructures, kL1Stale, kL1Unannounced, "bug-76"},
      {"wild", I::kLiveStructures, kLiveTooSoon, kL1Unannounced, "bug-36"},
      {"wild", I::kLiveStructures, kLiveTooSoon, kOwnTable, "bug-17"},
      {"wild", I::kLiveStructures, kL1Stale, kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, kSteStale, kTimedOut, {}, C::kSomethingFails},
      {"wild", I::kLiveStructures, kSteStale, kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, "a live STE becomes illegal", kWideStage2},
      {"wild", I::kLiveStructures, "a live STE is a mixture of two", kUntraced},
      {"wild",
       I::kLiveStructures,
       "configuration cached before the crash stays",
       kDamage,
       {},
       C::kDamaged},
      {"wild",
       I::kLiveStructures,
       "translations cached before the crash stay",
       kDamage,
       {},
       C::kDamaged},
      {"wild",
       I::kSameSte,
       "the driver's STE is not the SMMU's",
       "no check that a table address is below 2^OAS",
       {},
       C::kDamaged},
      {"wild", I::kSameSte, "the STE is not where it was", kDamage, {}, C::kDamaged},
      {"wild", I::kResourcesBalance, kNeverIn, kRejected, "bug-35"},
      {"wild", I::kResourcesBalance, "something is never given back", kUntraced},
      {"wild", I::kResourcesBalance, "used or released without being held", kUntraced},
      {"wild",
       I::kTossLeavesNoTrace,
       "the SMMU is lost with SMMUEN still 1",
       "the ID scan reads through a pointer to where no memory is",
       {},
       C::kDamaged},
      {"wild",
       I::kTossLeavesNoTrace,
       "the SMMU still uses the old table",
       kDamage,
       {},
       C::kDamaged},
      {"wild",
       I::kTossLeavesNoTrace,
       "the new table has the old one's format",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kTossLeavesNoTrace, "CR1 was not reset", kDamage, {}, C::kDamaged},
      {"wild", I::kTossLeavesNoTrace, "SMMUEN is 0", kDamage, {}, C::kDamaged},
      {"wild", I::kTossLeavesNoTrace, "an adopted table went through the full reset", kUntraced},
      {"wild",
       I::kFreshIds,
       "a new domain shares its tags with DMA in flight",
       "IDs that become live after the scan",
       {},
       C::kDamaged},
      {"wild", I::kFreshIds, "a new domain shares its tags with DMA in flight", kOneCdFormat,
       "bug-80"},
      {"wild", I::kFreshIds, "a new domain shares its tags with what is still cached",
       "identity for a device whose attach is deferred", "bug-40"},
      {"wild", I::kAcceptsWellFormed, "a well-formed image is not adopted", kOneCdFormat, "bug-80"},
      {"wild", I::kInsertIsLocal, "a failing insert touched another span", kL1Unannounced,
       "bug-76"},
      {"wild",
       I::kFreshIds,
       "a new domain shares its tags with what is still cached",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kEnds, kNotOwn, kUntraced},
      {"wild", I::kEnds, "a stalled transaction waits for ever", kUntraced},
      {"wild", I::kEnds, "a device cannot be taken", kDamage, {}, C::kDamaged},
      {"wild", I::kEnds, "a device cannot be taken", "every ASID is live", "bug-68"},
      {"wild", I::kEnds, "a page request waits for ever", kDamage, {}, C::kDamaged},
      {"wild", I::kEnds, "an interrupt without a cause is claimed: a storm never ends", kUntraced},
      {"wild",
       I::kEnds,
       "a table is adopted that the SMMU had stopped to use",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kEnds, "the next kernel is lost", kDamage, {}, C::kDamaged},
  };
  return kKnown;
}

}  // namespace quiesce
