// The points where the architecture permits several behaviours, by the ids of CAVEATS.md and
// `quiesce list choices`. What each permits, in which version and by which section is data in
// spec/choice_specs.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

/// CONSTRAINED UNPREDICTABLE, UNPREDICTABLE and IMPLEMENTATION DEFINED points, in the order of
/// their ids.
enum class ChoicePoint : std::uint8_t {
  kIllegalAccess,           ///< CU-1
  kRegisterPairAccess,      ///< CU-2
  kPage1Undefined,          ///< CU-3
  kPage0QueueIndex,         ///< CU-4
  kAckedFieldRechange,      ///< CU-5
  kCr1Guarded,              ///< CU-6
  kCr2Guarded,              ///< CU-7
  kGbpaDuringUpdate,        ///< CU-8
  kGbpaWithoutUpdate,       ///< CU-9
  kStrtabGuarded,           ///< CU-10
  kQueueRegisterGuarded,    ///< CU-11
  kCmdqConsErr,             ///< CU-12
  kInconsistentIndexes,     ///< CU-13
  kCmdqProdMoved,           ///< CU-14
  kGerrornToggled,          ///< CU-15
  kSteAddressAboveOas,      ///< CU-16
  kSteCont,                 ///< CU-17
  kS1ContextPtrOutOfRange,  ///< CU-18
  kL1CdPtrOutOfRange,       ///< CU-19
  kCdTableMisaligned,       ///< CU-20
  kReservedBits,            ///< CU-21
  kTxszOutOfRange,          ///< CU-22
  kEatsWithS2s,             ///< CU-23
  kCommandOutOfRange,       ///< CU-24
  kContiguousInconsistent,  ///< CU-25
  kAlloccfgWithoutMtcfg,    ///< CU-26
  kEatsStaleAtschk,         ///< CU-27
  kResumeUnmatched,         ///< CU-28
  kTranslatedAboveOas,      ///< CU-29
  kRes64kDescriptorHigh,    ///< CU-30
  kS2Sl0NeedsPaSize,        ///< CU-31
  kIrqCfgGuarded,           ///< CU-32
  kPresetAttribute,         ///< CU-33
  kCommandSsv,              ///< CU-34
  kTlbiReservedId,          ///< CU-35
  kSteContBeyondL2,         ///< CU-36
  kAddressStorage,          ///< CU-37
  kOutputWriteAbort,        ///< CU-38
  kEventMerge,              ///< CU-39
  kUpdateInstant,           ///< CU-40
  kResetValue,              ///< CU-41
  kAtcInvSize,              ///< CU-42
  kPriOverflowSteCheck,     ///< CU-43
  kRechangedValue,          ///< CU-44
  kIndexBits,               ///< CU-45
  kCacheHit,                ///< CU-46
  kCacheFill,               ///< CU-47
  kCacheEviction,           ///< CU-48
  kOverInvalidation,        ///< CU-49
  kInvalidationInstant,     ///< CU-50
  kTornFetch,               ///< CU-51
  kTlbConflict,             ///< CU-52
  kOtherStages,             ///< CU-53
  kPrefetch,                ///< CU-54
};
inline constexpr std::size_t kChoicePointCount =
    static_cast<std::size_t>(ChoicePoint::kPrefetch) + 1;

/// Who decides. Alternatives are numbered from 0; 0 is the one that SMMUv3.2 leaves, where it
/// leaves one.
class Choices {
 public:
  virtual ~Choices() = default;
  /// One of the `alternatives` permitted at this point, less than `alternatives`.
  virtual unsigned Pick(ChoicePoint point, unsigned alternatives) = 0;

  /// An UNKNOWN value of `bits` bits, 0 to 64: picked 16 bits at a time, the lowest first.
  virtual std::uint64_t Unknown(ChoicePoint point, unsigned bits) {
    std::uint64_t value = 0;
    for (unsigned at = 0; at < bits; at += 16) {
      const unsigned width = bits - at < 16 ? bits - at : 16;
      value |= std::uint64_t{Pick(point, 1u << width)} << at;
    }
    return value;
  }
};

}  // namespace quiesce
