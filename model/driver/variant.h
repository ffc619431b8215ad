// The driver under study, as data: every choice that differs between versions of the Linux series
// that adopts a crashed kernel's stream table (arm-smmu-v3, "Adopt the crashed kernel's stream
// table for kdump").
//
// v1 to v7 are the posted versions (9 April to 29 June 2026). T1 to T4 are four public code states
// after v7, in order; they are not posted mails, and which posted version each became is inferred:
// T1 is close to v8/v9, T2 to v9, T3 to v10, T4 is newer. T3 and T4 decide alike. Each field names
// the versions that it separates. A historical bug, or a mutant, is the newest setting with fields
// changed.
//
// "Toss": give up adoption for this SMMU. "Reject": fail the probe of one device only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/driver/driver_choices.h"

namespace quiesce {

struct Variant {
  std::string_view name;
  std::string_view summary;  ///< one line, for lists

  // --- gate: end of hw_probe, kdump kernel only ---
  bool adopts = true;                ///< false: the driver before the series
  bool gate_needs_smmuen = true;     ///< all versions: CR0.SMMUEN = 1 (CR0, not CR0ACK)
  bool gate_needs_coherency = true;  ///< all: the firmware's property, not IDR0.COHACC
  CoherencySource coherency_source = CoherencySource::kFirmware;
  bool gate_needs_no_sfm = true;  ///< v3+: SFM_ERR not active in GERROR ^ GERRORN
  bool checks_cr1 = false;  ///< no version: CR1 has the attributes that the driver's queues need
  bool checks_cr2 = false;  ///< no version: CR2.E2H is what the driver's STEs assume

  // --- registers at adopt time ---
  TwoLevelWithoutFeature two_level_without_feature = TwoLevelWithoutFeature::kTosses;
  LinearClearsTwoLevel linear_clears_two_level = LinearClearsTwoLevel::kOnSuccess;
  bool two_level_log2size_within_sid_bits = true;  ///< v3+
  bool two_level_split_is_8 = true;                ///< all versions
  bool two_level_log2size_covers_split = true;     ///< all versions: LOG2SIZE >= SPLIT
  L1CountBound l1_count_bound = L1CountBound::kBeforeShift;
  bool l1_base_aligned = true;  ///< T1+: to the size of the L1 table
  LinearCap linear_cap = LinearCap::kSidBitsAndOwn;
  bool linear_base_aligned = true;  ///< T1+: to the size of the table
  OverlapTest overlap = OverlapTest::kNone;
  bool base_is_dma_address = false;       ///< v3 to v5: table addresses go through dma_to_phys()
  bool tables_within_oas = false;         ///< no version: tables lie below 2^OAS
  bool table_registers_read_once = true;  ///< all; mutant: STRTAB_* again after the checks

  // --- L1 descriptors, at adopt time and, in versions that map lazily, again at insert ---
  EmptyL1 empty_l1 = EmptyL1::kSpanZero;
  bool l1_span_is_9 = true;         ///< v3+; before, any span maps 256 STEs
  bool l1_pointer_not_zero = true;  ///< T1+
  bool l1_pointer_aligned = true;   ///< T1+: to 16 KiB
  L2Mapping l2_mapping = L2Mapping::kAtInsert;
  bool insert_retests_span = true;     ///< v4+
  bool insert_retests_pointer = true;  ///< T1+: not zero, 16 KiB aligned
  bool insert_reads_l1_once = true;    ///< all; mutant: span and pointer from two reads
  bool l2_pointers_distinct = false;   ///< no version: no two L1 descriptors share an L2 table
  bool l2_outside_l1 = false;          ///< no version: no L2 table overlaps the L1 table
  bool l2_visible_before_l1 = false;   ///< no version: a barrier before a fresh L2 goes live
  bool announces_fresh_l2 = false;     ///< no version: CMD_CFGI_STE, Leaf = 0, for a fresh L2
  StreamUnwind stream_unwind = StreamUnwind::kAllListed;
  OnInsertFailure on_insert_failure = OnInsertFailure::kRejectsDevice;

  // --- masters: deferral of the first attach, and what else a probe does ---
  Deferral deferral = Deferral::kAnyValidNotAbort;
  DeferralOver deferral_over = DeferralOver::kAnyStream;
  bool identity_use_attaches = false;  ///< no version: first DMA of an identity domain attaches
  bool identity_defers = false;        ///< no version: an identity domain waits for that, always
  bool pasid_at_probe = true;          ///< all: PASID enabled while the attach is deferred
  bool terminates_stalls = false;      ///< no version: CMD_STALL_TERM at probe and first attach
  bool updates_hitless = true;         ///< all; mutant: a live entry word by word, in order
  bool invalidates_cds = true;         ///< all; mutant: no CMD_CFGI_CD after a CD changed

  // --- RMR ---
  RmrBypass rmr_bypass = RmrBypass::kNotAdopted;

  // --- reservation of the ASIDs and VMIDs in use ---
  bool reserves_ids = true;    ///< T1+
  bool reserves_asids = true;  ///< T1+; mutant: VMIDs only
  AsidSpace asid_space = AsidSpace::kPerSmmu;
  bool cd2l_feature_required = true;  ///< T2+: for S1Fmt = 64 KiB leaves
  bool cd_table_aligned = true;       ///< T3+: S1ContextPtr to the size of the table it names
  bool cd_leaf_not_zero = true;       ///< T2+
  bool cd_leaf_aligned = true;        ///< T3+: to 64 KiB
  BadScanEntry bad_scan_entry = BadScanEntry::kToss;
  IdLimit scan_id_limit = IdLimit::kExact;
  bool scan_cd_v_is_bit_31 = true;      ///< T1+; mutant: bit 0
  bool scan_asid_is_63_48 = true;       ///< T1+; mutant: bits [47:32]
  bool scan_whole_cd_table = true;      ///< T1+; mutant: CD 0 only
  bool scan_reads_ste_once = true;      ///< T1+; mutant: the CD table's place from a second read
  bool s1fmt_needs_substreams = false;  ///< no version: S1Fmt is ignored if S1CDMax is 0
  bool scan_unmaps_on_error = true;     ///< T1+; mutant: mappings stay when the scan stops
  ScanRollback scan_rollback = ScanRollback::kOwnMaps;
  bool id_maps_before_scan = true;  ///< T1+; mutant: made after it, which wipes the result

  // --- reset ---
  AdoptTestAt adopt_test_at = AdoptTestAt::kAfterReadCr0;
  RetainedCr0 retained_cr0 = RetainedCr0::kAllButQueueEnables;
  bool forces_atschk = false;       ///< v1 to v6: CR0.ATSCHK := 1 where ATS is supported
  bool adopt_drops_smmuen = false;  ///< mutant: the first CR0 write of adopt mode has SMMUEN = 0
  bool adopt_writes_gbpa = false;   ///< mutant: the full reset's write in adopt mode; so on below
  bool adopt_writes_cr1 = false;
  bool adopt_writes_cr2 = false;
  bool adopt_writes_strtab = false;
  GerrorAck gerror_ack = GerrorAck::kInKdump;
  bool invalidates_config = true;      ///< all; mutant: no CMD_CFGI_ALL in adopt mode
  bool invalidates_tlbs = true;        ///< all; mutant: no CMD_TLBI in adopt mode
  bool aborts_before_disable = false;  ///< no version: GBPA.ABORT := 1 before CR0 := 0 in cleanup

  // --- output queues and interrupts in a kdump kernel ---
  OutputQueues output_queues = OutputQueues::kAbsent;
  QueueIrqs queue_irqs = QueueIrqs::kSkipAbsentQueues;
  bool only_gerror_irq = true;          ///< v3+: IRQ_CTRL enables GERROR alone
  bool clears_masked_priq_msi = false;  ///< v1 to T2: PRIQ_IRQ_CFG0 := 0 although PRI is unused

  // --- failure, lifetimes ---
  OnToss on_toss = OnToss::kFullReset;
  bool missing_feature_clears_option = true;  ///< v4+: on the early return for TWO_LEVEL too
  bool map_failure_detected = true;           ///< v3+
  bool toss_gives_back = true;                ///< v4+: mappings and arrays of a tossed adoption
  bool toss_zeroes_config = true;             ///< v3+; mutant
  bool toss_clears_option = true;             ///< v3+; mutant
  TableOwner table_owner = TableOwner::kOneAction;
  CleanupArm cleanup_arm = CleanupArm::kTwoLevelBit;
  TwoLevelRestore two_level_restore = TwoLevelRestore::kAfterCleanup;
  bool cleanup_runs_twice = false;  ///< mutant: again after the failed registration ran it
  bool cleanup_unmaps_l2 = false;   ///< mutant: L2 mappings that devres owns
  bool id_maps_in_devres = true;    ///< T1+; before, given back by remove() only

  friend bool operator==(const Variant&, const Variant&) = default;
};

namespace variants {

inline constexpr Variant kT4{.name = "T4", .summary = "newest code seen: one file, decides as T3"};

constexpr Variant MakeT3() {
  Variant v = kT4;
  v.name = "T3";
  v.summary = "ASIDs per SMMU, CD table alignment, all non-queue CR0 fields retained";
  return v;
}
inline constexpr Variant kT3 = MakeT3();

constexpr Variant MakeT2() {
  Variant v = kT3;
  v.name = "T2";
  v.summary = "linear size also within sid_bits, CD2L and zero CD leaves tested";
  v.l1_count_bound = L1CountBound::kAfterShift;
  v.asid_space = AsidSpace::kGlobal;
  v.cd_table_aligned = false;
  v.cd_leaf_aligned = false;
  v.retained_cr0 = RetainedCr0::kSmmuenAtschk;
  v.scan_rollback = ScanRollback::kThisScan;
  v.output_queues = OutputQueues::kNotProgrammed;
  v.queue_irqs = QueueIrqs::kNotRequested;
  v.clears_masked_priq_msi = true;
  return v;
}
inline constexpr Variant kT2 = MakeT2();

constexpr Variant MakeT1() {
  Variant v = kT2;
  v.name = "T1";
  v.summary = "alignment and null pointer tests, ASIDs and VMIDs in use reserved";
  v.linear_cap = LinearCap::kOwnFormat;
  v.cd2l_feature_required = false;
  v.cd_leaf_not_zero = false;
  return v;
}
inline constexpr Variant kT1 = MakeT1();

constexpr Variant MakeV7() {
  Variant v = kT1;
  v.name = "v7";
  v.summary = "ATSCHK kept as found; no alignment, null pointer or ID handling yet";
  v.l1_base_aligned = false;
  v.linear_base_aligned = false;
  v.empty_l1 = EmptyL1::kSpanOrPointerZero;
  v.l1_pointer_not_zero = false;
  v.l1_pointer_aligned = false;
  v.insert_retests_pointer = false;
  v.reserves_ids = false;
  v.id_maps_before_scan = false;
  v.id_maps_in_devres = false;
  return v;
}
inline constexpr Variant kV7 = MakeV7();

constexpr Variant MakeV6() {
  Variant v = kV7;
  v.name = "v6";
  v.summary = "no overlap test, register value is a physical address, ATSCHK forced";
  v.forces_atschk = true;
  v.cleanup_arm = CleanupArm::kStrtabBaseCfg;
  v.two_level_restore = TwoLevelRestore::kNever;
  return v;
}
inline constexpr Variant kV6 = MakeV6();

constexpr Variant MakeV5() {
  Variant v = kV6;
  v.name = "v5";
  v.summary = "overlap with RAM and MMIO tossed, addresses through dma_to_phys";
  v.overlap = OverlapTest::kSystemRamAndMmio;
  v.base_is_dma_address = true;
  v.rmr_bypass = RmrBypass::kAlways;
  v.queue_irqs = QueueIrqs::kGuardedNone;
  v.table_owner = TableOwner::kDevresEach;
  v.cleanup_arm = CleanupArm::kFormat;
  return v;
}
inline constexpr Variant kV5 = MakeV5();

constexpr Variant MakeV4() {
  Variant v = kV5;
  v.name = "v4";
  v.summary = "L2 tables mapped when a master comes, descriptor tested again";
  v.overlap = OverlapTest::kSystemRam;
  return v;
}
inline constexpr Variant kV4 = MakeV4();

constexpr Variant MakeV3() {
  Variant v = kV4;
  v.name = "v3";
  v.summary = "falls back to a full reset, SFM gate, SPAN and LOG2SIZE tested";
  v.linear_clears_two_level = LinearClearsTwoLevel::kBeforeChecks;
  v.linear_cap = LinearCap::kSidBits;
  v.l2_mapping = L2Mapping::kAtAdopt;
  v.insert_retests_span = false;
  v.queue_irqs = QueueIrqs::kGuardedHandled;
  v.missing_feature_clears_option = false;
  v.toss_gives_back = false;
  return v;
}
inline constexpr Variant kV3 = MakeV3();

constexpr Variant MakeV2() {
  Variant v = kV3;
  v.name = "v2";
  v.summary = "2-level needs the feature; SPAN ignored, sizes unbounded";
  v.gate_needs_no_sfm = false;
  v.two_level_log2size_within_sid_bits = false;
  v.l1_count_bound = L1CountBound::kNone;
  v.linear_cap = LinearCap::kNone;
  v.overlap = OverlapTest::kNone;
  v.base_is_dma_address = false;
  v.l1_span_is_9 = false;
  v.deferral = Deferral::kAnyValid;
  v.retained_cr0 = RetainedCr0::kSmmuen;
  v.on_toss = OnToss::kProbeFails;
  v.adopt_test_at = AdoptTestAt::kBeforeReadCr0;
  v.gerror_ack = GerrorAck::kNever;
  v.queue_irqs = QueueIrqs::kDrain;
  v.only_gerror_irq = false;
  v.map_failure_detected = false;
  return v;
}
inline constexpr Variant kV2 = MakeV2();

constexpr Variant MakeV1() {
  Variant v = kV2;
  v.name = "v1";
  v.summary = "first posting: feature bit from FMT, SPAN ignored";
  v.two_level_without_feature = TwoLevelWithoutFeature::kSetsFeature;
  v.adopt_test_at = AdoptTestAt::kIfSmmuen;
  v.output_queues = OutputQueues::kEnabledThenDropped;
  return v;
}
inline constexpr Variant kV1 = MakeV1();

constexpr Variant MakeStatusQuo() {
  Variant v = kV7;
  v.name = "status-quo";
  v.summary = "the driver before the series: full reset, all DMA blocked";
  v.adopts = false;
  v.rmr_bypass = RmrBypass::kAlways;
  v.gerror_ack = GerrorAck::kNever;
  v.output_queues = OutputQueues::kEnabledThenDropped;
  v.queue_irqs = QueueIrqs::kDrain;
  v.only_gerror_irq = false;
  v.two_level_restore = TwoLevelRestore::kNever;
  return v;
}
inline constexpr Variant kStatusQuo = MakeStatusQuo();

/// Nobody's version: the newest with the fewest changes that end what it is known to violate.
/// reports/FINDINGS.md says what each is for, and what stays.
constexpr Variant MakeRepaired() {
  Variant v = kT4;
  v.name = "repaired";
  v.summary = "the newest with every known repair: no posted version";
  v.checks_cr2 = true;
  v.overlap = OverlapTest::kSystemRamAndMmio;
  v.tables_within_oas = true;
  v.l2_pointers_distinct = true;
  v.l2_outside_l1 = true;
  v.l2_visible_before_l1 = true;
  v.announces_fresh_l2 = true;
  v.stream_unwind = StreamUnwind::kOnlyInserted;
  v.identity_use_attaches = true;
  v.identity_defers = true;
  v.pasid_at_probe = false;
  v.terminates_stalls = true;
  v.bad_scan_entry = BadScanEntry::kSkipCd;
  v.s1fmt_needs_substreams = true;
  v.aborts_before_disable = true;
  return v;
}
inline constexpr Variant kRepaired = MakeRepaired();

}  // namespace variants

inline constexpr Variant kNewestVariant = variants::kT4;

/// Oldest first; the last is the newest.
inline constexpr std::array kVariants = {variants::kStatusQuo, variants::kV1, variants::kV2,
                                         variants::kV3,        variants::kV4, variants::kV5,
                                         variants::kV6,        variants::kV7, variants::kT1,
                                         variants::kT2,        variants::kT3, variants::kT4};

/// kVariants, and what is no version.
inline constexpr auto kNamedVariants = [] {
  std::array<Variant, kVariants.size() + 1> all;
  for (std::size_t i = 0; i < kVariants.size(); ++i) all[i] = kVariants[i];
  all.back() = variants::kRepaired;
  return all;
}();

/// One of kNamedVariants by exact name; "newest" is the last of kVariants. Nothing for an unknown
/// name.
constexpr std::optional<Variant> FindVariant(std::string_view name) {
  if (name == "newest") return kNewestVariant;
  for (const Variant& v : kNamedVariants) {
    if (v.name == name) return v;
  }
  return std::nullopt;
}

}  // namespace quiesce
