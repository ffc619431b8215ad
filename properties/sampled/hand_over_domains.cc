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

constexpr std::string_view kShutdownAborts = "GBPA.ABORT is 1 as the driver turns the SMMU off";
constexpr std::string_view kReservedBypasses =
    "a full reset lets the stream of a reserved region bypass, whatever it accesses";
constexpr std::string_view kRefusedIdentity = "identity for a stream that aborts";
constexpr std::string_view kIdentityDeferred = "identity for a device whose attach is deferred";
constexpr std::string_view kOtherE2h = "CR2.E2H of the crashed kernel is not this kernel's";

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
constexpr std::string_view kStalls = "a stalled transaction waits for ever";
constexpr std::string_view kTagsInFlight = "a new domain shares its tags with DMA in flight";
constexpr std::string_view kTagsCached = "a new domain shares its tags with what is still cached";
constexpr std::string_view kChangedDma = "an action for another device changed DMA";
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

      {"wild", I::kNotAborted, kTerminated, kTossAborts, {}, C::kNotAdopted},
      {"wild", I::kNotAborted, kTerminated, kShutdownAborts, {}, C::kShutsDown},
      {"wild", I::kNotAborted, kTerminated, kDamage, {}, C::kDamaged},
      {"wild", I::kNotAborted, "DMA that completed stalls", kDamage, {}, C::kDamaged},
      {"wild", I::kSamePlace, kElsewhere, kCr0Cleared, "bug-49"},
      {"wild", I::kSamePlace, kElsewhere, kGbpaIgnored, {}, C::kGbpaFails},
      {"wild", I::kSamePlace, kElsewhere, kDamage, {}, C::kDamaged},
      {"wild", I::kSamePlace, kElsewhere, kReservedBypasses, {}, C::kReservedRegion},
      {"wild", I::kSamePlace, kOtherAttributes, kCr0Cleared, "bug-49"},
      {"wild", I::kSamePlace, kOtherAttributes, kGbpaIgnored, {}, C::kGbpaFails},
      {"wild", I::kSamePlace, kOtherAttributes, kDamage, {}, C::kDamaged},
      {"wild", I::kSamePlace, kOtherAttributes, kReservedBypasses, {}, C::kReservedRegion},
      {"wild", I::kSamePlace, kElsewhere, kRefusedIdentity, "bug-79"},
      {"wild", I::kSamePlace, kOtherAttributes, kRefusedIdentity, "bug-79"},
      {"wild", I::kSamePlace, "a translation gives other rights", kDamage, {}, C::kDamaged},
      {"wild", I::kNotBypassed, kUntranslated, kCr0Cleared, "bug-49"},
      {"wild", I::kNotBypassed, kUntranslated, kGbpaIgnored, {}, C::kGbpaFails},
      {"wild", I::kNotBypassed, kUntranslated, kDamage, {}, C::kDamaged},
      {"wild", I::kNotBypassed, kUntranslated, kReservedBypasses, {}, C::kReservedRegion},
      {"wild", I::kNotBypassed, kUntranslated, kRefusedIdentity, "bug-79"},
      {"wild", I::kNextKernelIntact, "an adopted table lies in the next kernel's memory", kOwnTable,
       "bug-17"},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kCr0Cleared, "bug-49"},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kGbpaIgnored, {}, C::kGbpaFails},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kDamage, {}, C::kDamaged},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kReservedBypasses, {}, C::kReservedRegion},
      {"wild", I::kNextKernelIntact, kIntoNextKernel, kRefusedIdentity, "bug-79"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kL1Unannounced, "bug-76"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kIdentityDeferred, "bug-40"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kOneCdFormat, "bug-80"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kOtherE2h, "bug-50a"},
      {"wild", I::kOthersUnaffected, kBrokeMapping, kDamage, {}, C::kDamaged},
      {"wild", I::kOthersUnaffected, kChangedDma, kSharedL2, "bug-41"},
      {"wild", I::kOthersUnaffected, kChangedDma, kDamage, {}, C::kDamaged},
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
      {"wild",
       I::kUpdateProtocol,
       "GERRORN is toggled for an error that is not active",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kLiveStructures, kL1Stale, kL1Unannounced, "bug-76"},
      {"wild", I::kLiveStructures, kL1Stale, kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, kLiveTooSoon, kL1Unannounced, "bug-36"},
      {"wild", I::kLiveStructures, kLiveTooSoon, kOwnTable, "bug-17"},
      {"wild", I::kLiveStructures, kSteStale, kTimedOut, {}, C::kSomethingFails},
      {"wild", I::kLiveStructures, kSteStale, kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, "a live STE is a mixture of two", kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, "a live STE becomes illegal", kDamage, {}, C::kDamaged},
      {"wild", I::kLiveStructures, "a live CD becomes illegal", kDamage, {}, C::kDamaged},
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
      {"wild", I::kSameSte, "the driver's STE is not the SMMU's",
       "no check that a table address is below 2^OAS", "bug-78"},
      {"wild", I::kSameSte, "the driver's STE is not the SMMU's", kDamage, {}, C::kDamaged},
      {"wild", I::kSameSte, "the STE is not where it was", kDamage, {}, C::kDamaged},
      {"wild", I::kResourcesBalance, kNeverIn, kRejected, "bug-35"},
      {"wild",
       I::kResourcesBalance,
       "used or released without being held",
       kDamage,
       {},
       C::kDamaged},
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
      {"wild",
       I::kTossLeavesNoTrace,
       "an adopted table went through the full reset",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kFreshIds, kTagsInFlight, "IDs that become live after the scan", {}, C::kDamaged},
      {"wild", I::kFreshIds, kTagsInFlight, kOneCdFormat, "bug-80"},
      {"wild", I::kFreshIds, kTagsInFlight, kOtherE2h, "bug-50a"},
      {"wild", I::kFreshIds, kTagsCached, kIdentityDeferred, "bug-40"},
      {"wild", I::kFreshIds, kTagsCached, kOneCdFormat, "bug-80"},
      {"wild", I::kFreshIds, kTagsCached, kOtherE2h, "bug-50a"},
      {"wild", I::kFreshIds, kTagsCached, kDamage, {}, C::kDamaged},
      {"wild", I::kAcceptsWellFormed, "a well-formed image is not adopted", kOneCdFormat, "bug-80"},
      {"wild",
       I::kInsertIsLocal,
       "a failing insert touched another span",
       kDamage,
       {},
       C::kDamaged},
      {"wild", I::kEnds, kNotOwn, kL1Unannounced, "bug-76"},
      {"wild", I::kEnds, kNotOwn, kIdentityDeferred, "bug-40"},
      {"wild", I::kEnds, kNotOwn, kOneCdFormat, "bug-80"},
      {"wild", I::kEnds, kNotOwn, kOtherE2h, "bug-50a"},
      {"wild", I::kEnds, kNotOwn, kTimedOut, {}, C::kSomethingFails},
      {"wild", I::kEnds, kNotOwn, kDamage, {}, C::kDamaged},
      {"wild", I::kEnds, kStalls, "nobody resumes it", "bug-51"},
      {"wild", I::kEnds, kStalls, "nobody takes the device", {}, C::kNeverProbed},
      {"wild",
       I::kEnds,
       "a fault in the next kernel's own translation stalls for ever",
       "no event queue in a kdump kernel",
       {},
       C::kStallsForced},
      {"wild", I::kEnds, "a device cannot be taken", kDamage, {}, C::kDamaged},
      {"wild", I::kEnds, "a device cannot be taken", "bug-68", {}, C::kEveryAsidIsLive},
      {"wild", I::kEnds, "a page request waits for ever", kDamage, {}, C::kDamaged},
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
