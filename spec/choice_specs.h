// What the architecture permits at each ChoicePoint: the alternatives, the versions they are
// permitted in, and the section that says so. IHI 0070 G.b unless another document is named.
//
// The alternatives of an entry are ordered so that those permitted in a version come first: code
// asks for one of PermittedAlternatives(entry, version), and the number picked means the same in
// every version. A point with several situations has an entry for each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "spec/choices.h"

namespace quiesce {

/// AIDR.ArchMinorRev of the modelled versions.
inline constexpr unsigned kSmmuV3p0 = 0;
inline constexpr unsigned kSmmuV3p1 = 1;
inline constexpr unsigned kSmmuV3p2 = 2;

struct Alternative {
  std::string_view text;
  std::uint8_t from = kSmmuV3p0;   ///< the first version that permits it
  std::uint8_t until = kSmmuV3p2;  ///< the last one
};

enum class Freedom : std::uint8_t {
  kConstrainedUnpredictable,
  kUnpredictable,  ///< the architecture says when it ends, not when it happens, or says UNKNOWN
  kImplementationDefined,
};

struct ChoiceSpec {
  ChoicePoint point;
  std::string_view id;
  Freedom freedom;
  std::string_view title;
  std::string_view when;  ///< the situation, where the point has several; else empty
  std::string_view source;
  std::span<const Alternative> alternatives;
};

namespace choice_alternatives {

inline constexpr std::uint8_t kOnlyV3p0 = kSmmuV3p0;
inline constexpr std::uint8_t kToV3p1 = kSmmuV3p1;

inline constexpr Alternative kIllegalAccess[] = {
    {"RAZ/WI"},
    {"every register spanned observes it: a write stores any value, a read returns UNKNOWN"},
    {"aborted"}};
inline constexpr Alternative kRegisterPairAccess[] = {
    {"RAZ/WI"},
    {"two 32-bit accesses, low offset first"},
    {"two 32-bit accesses, high offset first"},
    {"the low register is accessed, the high one is RAZ/WI"},
    {"the high register is accessed, the low one is RAZ/WI"},
    {"aborted"}};
inline constexpr Alternative kPage1Undefined[] = {{"RES0"},
                                                  {"the same offset of page 0 is accessed"}};
inline constexpr Alternative kPage0QueueIndex[] = {{"RAZ/WI"}, {"alias of the register in page 1"}};
inline constexpr Alternative kRechange[] = {
    {"the second write is ignored, Update completes with the first value"},
    {"the second value is stored, Update completes with any value written", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kRechangeBack[] = {
    {"the second write is ignored, Update completes with the first value"},
    {"Update ceases, without side effects"},
    {"the second value is stored, Update completes with any value written", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kCr1Guarded[] = {
    {"ignored"}, {"applied at some time before the guard next opens", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kCr2Guarded[] = {{"ignored"}, {"applied", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kGbpaDuringUpdate[] = {
    {"ignored, the Update under way completes with its value"},
    {"Update completes with any value", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kGbpaWithoutUpdate[] = {
    {"ignored"},
    {"stored and readable, transactions are not affected", kSmmuV3p0, kToV3p1},
    {"stored, transactions are affected from some time on", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kGuardedRegister[] = {
    {"ignored"},
    {"the register takes any value", kSmmuV3p0, kToV3p1},
    {"ignored, but a later read returns UNKNOWN", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kCmdqConsErr[] = {{"ERR keeps its value"},
                                               {"ERR takes the written value"}};
inline constexpr Alternative kInputIndexes[] = {{"no command is consumed while they are"},
                                                {"commands at UNKNOWN locations are consumed"}};
inline constexpr Alternative kOutputIndexes[] = {{"no record is produced while they are"},
                                                 {"records are written at UNKNOWN locations"},
                                                 {"the queue is treated as full"}};
inline constexpr Alternative kCmdqProdMoved[] = {
    {"consumption stops until the queue is disabled and enabled again"},
    {"one or more UNPREDICTABLE commands are executed"}};
inline constexpr Alternative kGerrornToggled[] = {{"the error is not activated"},
                                                  {"the error is activated"}};
inline constexpr Alternative kSteAddressAboveOas[] = {
    {"F_STE_FETCH, the transaction is terminated"},
    {"the address is truncated to OAS and the fetch goes on"}};
inline constexpr Alternative kSteCont[] = {{"the STE is used as it is in the table"},
                                           {"another STE of the span is used: one alternative "
                                            "for each that is cached and differs"},
                                           {"F_CFG_CONFLICT, the transaction is aborted"}};
inline constexpr Alternative kS1ContextPtrPa[] = {
    {"C_BAD_STE"},
    {"F_CD_FETCH with the address not truncated", kSmmuV3p0, kOnlyV3p0},
    {"truncated to OAS, translation continues", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kS1ContextPtrIpa[] = {
    {"C_BAD_STE"},
    {"stage 2 Translation fault with the IPA not truncated"},
    {"truncated to IAS, stage 2 translates it", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kL1CdPtrPa[] = {
    {"C_BAD_SUBSTREAMID"},
    {"F_CD_FETCH with the address not truncated", kSmmuV3p0, kOnlyV3p0},
    {"truncated to OAS, translation continues", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kL1CdPtrIpa[] = {
    {"C_BAD_SUBSTREAMID"},
    {"stage 2 Translation fault with the IPA not truncated"},
    {"truncated to IAS, stage 2 translates it", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kCdTableMisaligned[] = {
    {"the bits are treated as zero"},
    {"any CD of a linear table, or any L1CD of a level 1 table, is fetched: one alternative for "
     "each"}};
inline constexpr Alternative kReservedBits[] = {
    {"ignored"}, {"the STE or CD is invalid, the command is CERROR_ILL"}};
inline constexpr Alternative kTxszOutOfRange[] = {
    {"the STE or CD is ILLEGAL"}, {"the nearest permitted value is used", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kEatsWithS2s[] = {
    {"S2S is looked at only if stage 2 translates"},
    {"EATS == 0b01 with S2S == 1 is ILLEGAL without stage 2 too", kSmmuV3p0, kOnlyV3p0}};
inline constexpr Alternative kCommandOutOfRange[] = {
    {"the command has no effect"}, {"it acts on an UNPREDICTABLE value of the parameter"}};
inline constexpr Alternative kContiguousInconsistent[] = {
    {"the entry's own translation"},
    {"that of another entry of the group: one alternative for each"}};
inline constexpr Alternative kContiguousMissing[] = {
    {"the entry's own translation"},
    {"that of another entry of the group: one alternative for each"},
    {"F_TLB_CONFLICT, the transaction is aborted"}};
inline constexpr Alternative kAlloccfgWithoutMtcfg[] = {{"ALLOCCFG has no effect"},
                                                        {"ALLOCCFG has an effect"}};
inline constexpr Alternative kEatsStaleAtschk[] = {{"as with the new ATSCHK"},
                                                   {"as with the ATSCHK cached with the STE"}};
inline constexpr Alternative kResumeUnmatched[] = {{"the transaction is not affected"},
                                                   {"the transaction is affected"}};
inline constexpr Alternative kTranslatedAboveOas[] = {{"aborted"},
                                                      {"the address is truncated to OAS"}};
inline constexpr Alternative kRes64kDescriptorHigh[] = {{"ignored"}, {"used as address bits"}};
inline constexpr Alternative kS2Sl0NeedsPaSize[] = {
    {"the start level is invalid with a smaller PA size"},
    {"the start level is permitted whatever the PA size"}};
inline constexpr Alternative kPresetAttribute[] = {{"ignored"}, {"stored, without effect"}};
inline constexpr Alternative kCommandSsv[] = {{"as with SSV == 0"}, {"the command has no effect"}};
inline constexpr Alternative kTlbiReservedId[] = {{"nothing is invalidated"},
                                                  {"an UNKNOWN VMID is invalidated"}};
inline constexpr Alternative kTlbiWideId[] = {{"nothing is invalidated"},
                                              {"the low 8 bits are matched"}};
inline constexpr Alternative kSteContBeyondL2[] = {{"C_BAD_STREAMID outside the span of the L1STD"},
                                                   {"any STE is used"}};
inline constexpr Alternative kAddressStorage[] = {{"the bits are not stored and read as zero"},
                                                  {"the bits are stored, without effect"}};
inline constexpr Alternative kOutputWriteAbort[] = {
    {"synchronous: PROD is not incremented"},
    {"asynchronous: PROD is incremented over the lost record"},
    {"writes are never reported as aborted: the record is lost"}};
inline constexpr Alternative kEventMerge[] = {{"a record for each event"}, {"one record"}};
inline constexpr Alternative kUpdateInstant[] = {
    {"nothing happens yet"},
    {"one of the pending updates, by its number, goes on: to its effect, then to completion"}};
inline constexpr Alternative kRechangedValue[] = {
    {"the value written first"}, {"the value written next, and so on", kSmmuV3p0, kToV3p1}};
inline constexpr Alternative kAnyValue[] = {{"any value"}};
inline constexpr Alternative kAtcInvSize[] = {
    {"CERROR_ILL"}, {"nothing is invalidated"}, {"an UNKNOWN span is invalidated"}};
inline constexpr Alternative kPriOverflowSteCheck[] = {
    {"the STE is not looked for: Success"},
    {"as with PASIDs: Success with a valid STE, Response Failure without"}};
inline constexpr Alternative kCacheHit[] = {
    {"a miss: the structure or table is read from memory"},
    {"one of the entries that match, by its number, is used"}};
inline constexpr Alternative kCacheFill[] = {{"nothing is cached"},
                                             {"what was read may be used again"}};
inline constexpr Alternative kCacheEviction[] = {{"nothing is dropped"},
                                                 {"one of the cached entries, by its number"}};
inline constexpr Alternative kOverInvalidation[] = {{"what the command names"},
                                                    {"everything that is cached"}};
inline constexpr Alternative kInvalidationInstant[] = {{"when it is consumed"},
                                                       {"when the next CMD_SYNC completes"}};
inline constexpr Alternative kTornFetch[] = {{"all stores under way are seen"},
                                             {"those to this 64-bit word are seen up to one that "
                                              "is picked, by its number, or none"}};
inline constexpr Alternative kTlbConflict[] = {
    {"the entry that was picked"},
    {"F_TLB_CONFLICT, the transaction is aborted"},
    {"the output of the entry that was picked with the attributes of another"}};
inline constexpr Alternative kOtherStages[] = {
    {"entries of the same stages only match; the output of a stage 1 entry is an IPA"},
    {"any entry for the VA matches, and its output is a PA"}};
inline constexpr Alternative kPrefetch[] = {
    {"the command has no effect"},
    {"the configuration and the translations of the first addresses, as many as picked, are "
     "fetched"}};

}  // namespace choice_alternatives

inline constexpr Freedom kCu = Freedom::kConstrainedUnpredictable;
inline constexpr Freedom kUnpred = Freedom::kUnpredictable;
inline constexpr Freedom kImpDef = Freedom::kImplementationDefined;

inline constexpr auto kChoiceSpecs = [] {
  namespace a = choice_alternatives;
  using P = ChoicePoint;
  return std::to_array<ChoiceSpec>({
      {P::kIllegalAccess, "CU-1", kCu, "register access of an unsupported size or alignment", "",
       "6.2", a::kIllegalAccess},
      {P::kRegisterPairAccess, "CU-2", kCu, "64-bit access to two adjacent 32-bit registers", "",
       "6.2", a::kRegisterPairAccess},
      {P::kPage1Undefined, "CU-3", kCu, "access to an undefined offset of page 1", "", "6.2",
       a::kPage1Undefined},
      {P::kPage0QueueIndex, "CU-4", kCu, "access to page 0 offsets 0xA8, 0xAC, 0xC8, 0xCC", "",
       "6.2", a::kPage0QueueIndex},
      {P::kAckedFieldRechange, "CU-5", kCu,
       "CR0 or IRQ_CTRL field changed again before its Update completed", "to a third value",
       "6.3.9", a::kRechange},
      {P::kAckedFieldRechange, "CU-5", kCu,
       "CR0 or IRQ_CTRL field changed again before its Update completed",
       "back to the value from before the first write", "6.3.9", a::kRechangeBack},
      {P::kCr1Guarded, "CU-6", kCu, "CR1 field written while its guard is closed", "", "6.3.11",
       a::kCr1Guarded},
      {P::kCr2Guarded, "CU-7", kCu, "CR2 written while SMMUEN is being Updated", "", "6.3.12",
       a::kCr2Guarded},
      {P::kGbpaDuringUpdate, "CU-8", kCu, "GBPA written while Update == 1", "", "6.3.14",
       a::kGbpaDuringUpdate},
      {P::kGbpaWithoutUpdate, "CU-9", kCu, "GBPA written with Update == 0", "", "6.3.14",
       a::kGbpaWithoutUpdate},
      {P::kStrtabGuarded, "CU-10", kCu, "STRTAB_* written while SMMUEN == 1", "", "6.3.24",
       a::kGuardedRegister},
      {P::kQueueRegisterGuarded, "CU-11", kCu, "queue register written while the queue is enabled",
       "", "6.3.26, 6.3.29, 6.3.33", a::kGuardedRegister},
      {P::kCmdqConsErr, "CU-12", kCu, "CMDQ_CONS written while CMDQEN == 0", "", "6.3.28",
       a::kCmdqConsErr},
      {P::kInconsistentIndexes, "CU-13", kCu, "queue indexes in an inconsistent state",
       "command queue", "3.5.1", a::kInputIndexes},
      {P::kInconsistentIndexes, "CU-13", kCu, "queue indexes in an inconsistent state",
       "event and PRI queues", "3.5.1", a::kOutputIndexes},
      {P::kCmdqProdMoved, "CU-14", kCu, "CMDQ_PROD moved other than by adding commands", "",
       "3.21.2", a::kCmdqProdMoved},
      {P::kGerrornToggled, "CU-15", kCu, "GERRORN bit of an inactive error toggled", "", "6.3.20",
       a::kGerrornToggled},
      {P::kSteAddressAboveOas, "CU-16", kCu, "STE or L1STD address above OAS", "", "3.4.3",
       a::kSteAddressAboveOas},
      {P::kSteCont, "CU-17", kCu, "STEs of a CONT span differ", "", "5.2 CONT", a::kSteCont},
      {P::kS1ContextPtrOutOfRange, "CU-18", kCu, "S1ContextPtr out of range",
       "stage 1 only: a PA above OAS", "3.4.3", a::kS1ContextPtrPa},
      {P::kS1ContextPtrOutOfRange, "CU-18", kCu, "S1ContextPtr out of range",
       "with stage 2: an IPA above IAS", "3.4.3", a::kS1ContextPtrIpa},
      {P::kL1CdPtrOutOfRange, "CU-19", kCu, "L1CD.L2Ptr out of range",
       "stage 1 only: a PA above OAS", "3.4.3", a::kL1CdPtrPa},
      {P::kL1CdPtrOutOfRange, "CU-19", kCu, "L1CD.L2Ptr out of range",
       "with stage 2: an IPA above IAS", "3.4.3", a::kL1CdPtrIpa},
      {P::kCdTableMisaligned, "CU-20", kCu, "S1ContextPtr bits that the table size makes RES0 set",
       "", "5.2 S1Fmt", a::kCdTableMisaligned},
      {P::kReservedBits, "CU-21", kCu, "reserved bits set in an STE, a CD or a command", "",
       "4.1.5, 7.3", a::kReservedBits},
      {P::kTxszOutOfRange, "CU-22", kCu, "S2T0SZ, T0SZ or T1SZ out of range", "",
       "5.2 S2T0SZ, 5.4 T0SZ", a::kTxszOutOfRange},
      {P::kEatsWithS2s, "CU-23", kCu, "EATS == 0b01 with S2S == 1 and no stage 2", "", "5.2 EATS",
       a::kEatsWithS2s},
      {P::kCommandOutOfRange, "CU-24", kCu, "command with an out-of-range StreamID or SubstreamID",
       "", "4.1.7", a::kCommandOutOfRange},
      {P::kContiguousInconsistent, "CU-25", kCu, "Contiguous bit misprogrammed",
       "the entries of the group do not give one contiguous range", "DDI 0487 D8.7.1.1",
       a::kContiguousInconsistent},
      {P::kContiguousInconsistent, "CU-25", kCu, "Contiguous bit misprogrammed",
       "a valid entry of the group lacks the bit", "DDI 0487 D8.7.1.1; 3.20.1",
       a::kContiguousMissing},
      {P::kAlloccfgWithoutMtcfg, "CU-26", kCu, "STE.ALLOCCFG with MTCFG == 0", "", "5.2 ALLOCCFG",
       a::kAlloccfgWithoutMtcfg},
      {P::kEatsStaleAtschk, "CU-27", kUnpred, "EATS == 0b10 with ATSCHK changed since the fetch",
       "", "5.2 EATS, 3.9.2", a::kEatsStaleAtschk},
      {P::kResumeUnmatched, "CU-28", kCu, "CMD_RESUME of a stall that software may not resume",
       "record not yet visible, suppressed as a duplicate, or answered before", "4.7.1",
       a::kResumeUnmatched},
      {P::kTranslatedAboveOas, "CU-29", kImpDef, "ATS Translated address above OAS", "", "3.9.1.1",
       a::kTranslatedAboveOas},
      {P::kRes64kDescriptorHigh, "CU-30", kImpDef,
       "bits [15:12] of a 64KB-granule descriptor with OAS below 52", "", "DDI 0487 D8.3",
       a::kRes64kDescriptorHigh},
      {P::kS2Sl0NeedsPaSize, "CU-31", kImpDef, "S2SL0 start level that needs a larger PA size", "",
       "5.2 S2SL0", a::kS2Sl0NeedsPaSize},
      {P::kIrqCfgGuarded, "CU-32", kCu, "*_IRQ_CFG written while the interrupt is enabled", "",
       "6.3.21", a::kGuardedRegister},
      {P::kPresetAttribute, "CU-33", kCu, "different value written to a preset CR1 field", "",
       "6.3.11.1, 6.3.11.2", a::kPresetAttribute},
      {P::kCommandSsv, "CU-34", kCu, "SSV == 1 in a command where substreams are not supported", "",
       "4.2, 4.5.1, 4.5.2", a::kCommandSsv},
      {P::kTlbiReservedId, "CU-35", kCu, "TLBI with a tag that is RES0", "VMID without stage 2",
       "4.4.2", a::kTlbiReservedId},
      {P::kTlbiReservedId, "CU-35", kCu, "TLBI with a tag that is RES0",
       "ASID or VMID bits [15:8] where 8 bits are supported", "4.4", a::kTlbiWideId},
      {P::kSteContBeyondL2, "CU-36", kCu, "CONT span larger than the level 2 array", "", "5.2 CONT",
       a::kSteContBeyondL2},
      {P::kAddressStorage, "CU-37", kImpDef, "register address bits above OAS", "",
       "6.3.24, 6.3.26", a::kAddressStorage},
      {P::kOutputWriteAbort, "CU-38", kImpDef, "external abort on writing a record", "",
       "7.2.2, 7.5, 8.2", a::kOutputWriteAbort},
      {P::kEventMerge, "CU-39", kImpDef, "identical events in quick succession", "", "3.5.5, 7.3.1",
       a::kEventMerge},
      {P::kUpdateInstant, "CU-40", kUnpred, "when a written value takes effect or is acknowledged",
       "", "6.3.9, 6.3.12, 6.3.14", a::kUpdateInstant},
      {P::kResetValue, "CU-41", kUnpred, "UNKNOWN reset value", "", "6.3", a::kAnyValue},
      {P::kAtcInvSize, "CU-42", kCu, "CMD_ATC_INV with Size above 52", "", "4.5.1", a::kAtcInvSize},
      {P::kPriOverflowSteCheck, "CU-43", kImpDef,
       "automatic response on PRI queue overflow where PASIDs are not supported", "", "8.1",
       a::kPriOverflowSteCheck},
      {P::kRechangedValue, "CU-44", kCu, "value with which a rechanged field completes (CU-5)", "",
       "6.3.9", a::kRechangedValue},
      {P::kIndexBits, "CU-45", kUnpred, "PROD and CONS bits uncovered when LOG2SIZE grows", "",
       "6.3.27, 6.3.28", a::kAnyValue},
      {P::kCacheHit, "CU-46", kImpDef, "lookup of what may be cached", "", "3.21, 16.2",
       a::kCacheHit},
      {P::kCacheFill, "CU-47", kImpDef, "caching of what was read", "", "3.21, 16.2",
       a::kCacheFill},
      {P::kCacheEviction, "CU-48", kImpDef, "eviction from a cache", "before a transaction", "16.2",
       a::kCacheEviction},
      {P::kOverInvalidation, "CU-49", kImpDef, "scope of an invalidation command", "", "4.3, 4.4",
       a::kOverInvalidation},
      {P::kInvalidationInstant, "CU-50", kUnpred, "when an invalidation takes place", "",
       "4.3.8, 4.7.3", a::kInvalidationInstant},
      {P::kTornFetch, "CU-51", kUnpred, "word of a structure read while it is being written", "",
       "3.21.3", a::kTornFetch},
      {P::kTlbConflict, "CU-52", kUnpred, "several TLB entries match and disagree", "",
       "3.20.1, 3.21.1.1; DDI 0487 D8.17.1", a::kTlbConflict},
      {P::kOtherStages, "CU-53", kUnpred,
       "TLB entry of a configuration with other stages and the same tags", "", "3.17, 16.2.1",
       a::kOtherStages},
      {P::kPrefetch, "CU-54", kImpDef, "CMD_PREFETCH_*", "", "4.2", a::kPrefetch},
  });
}();

/// How many alternatives a version (AIDR.ArchMinorRev) permits: those with a lower number.
constexpr unsigned PermittedAlternatives(const ChoiceSpec& spec, unsigned minor_version) {
  unsigned n = 0;
  for (const Alternative& a : spec.alternatives) {
    if (a.from <= minor_version && minor_version <= a.until) ++n;
  }
  return n;
}

/// The `situation`-th entry of a point, in the order above; nullptr if there are fewer.
constexpr const ChoiceSpec* FindChoiceSpec(ChoicePoint point, unsigned situation = 0) {
  for (const ChoiceSpec& s : kChoiceSpecs) {
    if (s.point == point && situation-- == 0) return &s;
  }
  return nullptr;
}

/// Picks one of the alternatives that the version permits; does not ask where there is one only.
inline unsigned PickPermitted(Choices& choices, ChoicePoint point, unsigned minor_version,
                              unsigned situation = 0) {
  const ChoiceSpec* spec = FindChoiceSpec(point, situation);
  const unsigned n = spec == nullptr ? 1 : PermittedAlternatives(*spec, minor_version);
  return n <= 1 ? 0 : choices.Pick(point, n);
}

/// Every point has an entry, entries are in the order of the points, and in every version the
/// permitted alternatives are the first ones, at least one.
consteval bool ChoiceSpecsAreWellFormed() {
  std::size_t next = 0;
  for (const ChoiceSpec& s : kChoiceSpecs) {
    const auto point = static_cast<std::size_t>(s.point);
    if (point > next || point + 1 < next) return false;
    next = point + 1;
    for (unsigned v = kSmmuV3p0; v <= kSmmuV3p2; ++v) {
      const unsigned n = PermittedAlternatives(s, v);
      if (n == 0) return false;
      for (unsigned i = 0; i < n; ++i) {
        if (v < s.alternatives[i].from || v > s.alternatives[i].until) return false;
      }
    }
  }
  return next == kChoicePointCount;
}
static_assert(ChoiceSpecsAreWellFormed());

}  // namespace quiesce
