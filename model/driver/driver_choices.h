// The choices that differ between versions of the driver and have more than two settings. Each
// names the versions that it separates; "mutant" marks a setting that no version has.
#pragma once

#include <cstdint>

namespace quiesce {

/// What FMT = 2-level does on an SMMU without FEAT_2_LVL_STRTAB.
enum class TwoLevelWithoutFeature : std::uint8_t {
  kSetsFeature,  ///< v1: the feature bit is set from FMT
  kTosses,       ///< v2+
};

/// When FMT = linear clears FEAT_2_LVL_STRTAB, so that a fallback builds a linear table.
enum class LinearClearsTwoLevel : std::uint8_t {
  kBeforeChecks,  ///< v1 to v3: also when the adoption then fails
  kOnSuccess,     ///< v4+
};

/// How num_l1 = 1 << (LOG2SIZE - SPLIT) is kept at or below 131072.
enum class L1CountBound : std::uint8_t {
  kNone,         ///< v1, v2
  kAfterShift,   ///< v3 to T2: tests the result of a 32-bit shift
  kBeforeShift,  ///< T3+: tests LOG2SIZE - SPLIT <= 17
};

/// The largest LOG2SIZE of a linear table.
enum class LinearCap : std::uint8_t {
  kNone,           ///< v1, v2
  kSidBits,        ///< v3: min(sid_bits, 31)
  kOwnFormat,      ///< v5 to T1 (v4 inferred): min(FEAT_2_LVL ? 25 : sid_bits, 31)
  kSidBitsAndOwn,  ///< T2+: min(sid_bits, FEAT_2_LVL ? 25 : unlimited, 31)
};

/// Which L1 descriptors count as "no L2 table here".
enum class EmptyL1 : std::uint8_t {
  kSpanOrPointerZero,  ///< v1 to v7: a live descriptor with L2Ptr 0 counts as empty
  kSpanZero,           ///< T1+
};

/// Which physical ranges a table must not overlap.
enum class OverlapTest : std::uint8_t {
  kNone,              ///< v1, v2; dropped again in v6+
  kSystemRam,         ///< v3, v4
  kSystemRamAndMmio,  ///< v5: every busy memory resource
};

/// When L2 tables are mapped.
enum class L2Mapping : std::uint8_t {
  kAtAdopt,   ///< v1 to v3: all of them
  kAtInsert,  ///< v4+: when the first master of that L1 entry comes
};

/// When an STE makes the driver defer the attach of its device.
enum class Deferral : std::uint8_t {
  kAnyValid,            ///< v1, v2: V = 1
  kAnyValidNotAbort,    ///< v3+: V = 1 and Config != 0
  kConfigWithoutValid,  ///< mutant: Config != 0, V not tested
  kConfigMaskShort,     ///< mutant: V = 1 and Config[1:0] != 0
  kNever,               ///< mutant: the callback is missing
};

/// Which of a device's streams are asked for the deferral.
enum class DeferralOver : std::uint8_t {
  kAnyStream,    ///< all versions
  kAllStreams,   ///< mutant: every one must say so
  kFirstStream,  ///< mutant
};

/// Who shares the ASIDs that the scan reserves.
enum class AsidSpace : std::uint8_t {
  kGlobal,   ///< T1, T2: one space for all SMMUs; an ASID of a live domain elsewhere tosses
  kPerSmmu,  ///< T3+
};

/// The CR0 fields that the adopt-mode reset keeps while it turns the queues off.
enum class RetainedCr0 : std::uint8_t {
  kSmmuen,              ///< v1, v2: the constant SMMUEN
  kSmmuenAtschk,        ///< v3 to v7: as read
  kAllButQueueEnables,  ///< T3+: every field but CMDQEN, EVENTQEN, PRIQEN, as read
};

/// Where the reset tests whether the table was adopted.
enum class AdoptTestAt : std::uint8_t {
  kIfSmmuen,       ///< v1: inside the branch for CR0.SMMUEN = 1
  kBeforeReadCr0,  ///< v2: before CR0 is read; a constant SMMUEN is written
  kAfterReadCr0,   ///< v3+
};

/// When a latched GERROR is acknowledged, by GERRORN := GERROR unless noted.
enum class GerrorAck : std::uint8_t {
  kNever,            ///< before the series, v1, v2
  kInKdump,          ///< v3+: queues off, before the command queue is set up
  kOnlyAdopted,      ///< mutant: not in a full reset
  kBeforeQueuesOff,  ///< mutant
  kActiveBits,       ///< mutant: GERRORN := the active bits
  kWithoutSfm,       ///< mutant: an active SFM_ERR alone is not acknowledged
};

/// What a kdump kernel does with the event and PRI queues.
enum class OutputQueues : std::uint8_t {
  kEnabledThenDropped,  ///< before the series, v1: enabled, then off with the final CR0 write
  kNotProgrammed,       ///< v2 to T2: memory is allocated, nothing more
  kAbsent,              ///< T3+: the features are masked; no memory either
};

/// What an interrupt of the event or PRI queue does in a kdump kernel.
enum class QueueIrqs : std::uint8_t {
  kDrain,             ///< before the series, v1, v2: drains the queue, enabled or not
  kGuardedHandled,    ///< v3: reads CR0; a queue that is off answers "handled"
  kGuardedNone,       ///< v4, v5: reads CR0; a queue that is off answers "not mine"
  kNotRequested,      ///< v6 to T2: no handler; a combined interrupt asks GERROR alone
  kSkipAbsentQueues,  ///< T3+: handlers by feature
};

/// When RMR StreamIDs get bypass STEs.
enum class RmrBypass : std::uint8_t {
  kAlways,      ///< before the series, v1 to v5: on an adopted, live table too
  kNotAdopted,  ///< v6+
  kNotInKdump,  ///< mutant: not after a fallback either
};

/// Who gives back what adoption mapped and allocated.
enum class TableOwner : std::uint8_t {
  kDevresEach,  ///< v1 to v5: one managed release for each
  kOneAction,   ///< v6+: one cleanup, run on failure or as a managed action
};

/// How the cleanup finds out which arm of the union of table formats is in use.
enum class CleanupArm : std::uint8_t {
  kFormat,         ///< v1 to v5: the format that adoption saw
  kStrtabBaseCfg,  ///< v6: reads STRTAB_BASE_CFG again
  kTwoLevelBit,    ///< v7+: FEAT_2_LVL_STRTAB
};

/// FEAT_2_LVL_STRTAB after an adopted linear table must be given up.
enum class TwoLevelRestore : std::uint8_t {
  kNever,          ///< v1 to v6
  kAfterCleanup,   ///< v7+
  kBeforeCleanup,  ///< mutant: the cleanup takes the wrong arm
};

/// What a scan that fails gives back.
enum class ScanRollback : std::uint8_t {
  kOwnMaps,     ///< T3+: the SMMU's own maps, whole
  kThisScan,    ///< T1, T2: what this scan reserved in the shared map
  kEverything,  ///< mutant: the reservations of other SMMUs too
  kNothing,     ///< mutant
};

/// What the scan does with an entry that breaks a rule.
enum class BadScanEntry : std::uint8_t {
  kToss,    ///< T1+
  kSkip,    ///< mutant
  kSkipCd,  ///< no version: a CD whose ASID is 0 or too large holds no ID that is ever handed out
};

/// What follows when the insert of a master's stream fails.
enum class OnInsertFailure : std::uint8_t {
  kRejectsDevice,  ///< all versions
  kDisablesSmmu,   ///< mutant: CR0 := 0
};

/// Which ASIDs and VMIDs are too large.
enum class IdLimit : std::uint8_t {
  kExact,       ///< T1+: from 2^bits
  kOneTooMany,  ///< mutant: from 2^bits + 1
  kOneTooFew,   ///< mutant: from 2^bits - 1
};

/// Which streams of a failing master are taken out again.
enum class StreamUnwind : std::uint8_t {
  kAllListed,     ///< all versions: streams that were never put in, too
  kOnlyInserted,  ///< as it should be
};

/// Where the driver learns whether the SMMU is coherent.
enum class CoherencySource : std::uint8_t {
  kFirmware,    ///< all versions
  kIdr0Cohacc,  ///< mutant
};

/// What happens to the SMMU when adoption is tossed.
enum class OnToss : std::uint8_t {
  kProbeFails,  ///< v1, v2: the SMMU is lost with SMMUEN still 1
  kFullReset,   ///< v3+: fresh tables and the reset that blocks all DMA
};

}  // namespace quiesce
