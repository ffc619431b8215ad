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

/// When the attach of a device is deferred: one of its STEs is ...
enum class Deferral : std::uint8_t {
  kAnyValid,          ///< v1, v2: V = 1
  kAnyValidNotAbort,  ///< v3+: V = 1 and Config != 0
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

/// What happens to the SMMU when adoption is tossed.
enum class OnToss : std::uint8_t {
  kProbeFails,  ///< v1, v2: the SMMU is lost with SMMUEN still 1
  kFullReset,   ///< v3+: fresh tables and the reset that blocks all DMA
};

struct Variant {
  std::string_view name;
  std::string_view summary;  ///< one line, for lists

  // --- gate: end of hw_probe, kdump kernel only ---
  bool adopts = true;                ///< false: the driver before the series
  bool gate_needs_smmuen = true;     ///< all versions: CR0.SMMUEN = 1 (CR0, not CR0ACK)
  bool gate_needs_coherency = true;  ///< all: the firmware's property, not IDR0.COHACC
  bool gate_needs_no_sfm = true;     ///< v3+: SFM_ERR not active in GERROR ^ GERRORN

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
  bool base_is_dma_address = false;  ///< v3 to v5: table addresses go through dma_to_phys()

  // --- L1 descriptors, at adopt time and, in versions that map lazily, again at insert ---
  EmptyL1 empty_l1 = EmptyL1::kSpanZero;
  bool l1_span_is_9 = true;         ///< v3+; before, any span maps 256 STEs
  bool l1_pointer_not_zero = true;  ///< T1+
  bool l1_pointer_aligned = true;   ///< T1+: to 16 KiB
  L2Mapping l2_mapping = L2Mapping::kAtInsert;
  bool insert_retests_span = true;     ///< v4+
  bool insert_retests_pointer = true;  ///< T1+: not zero, 16 KiB aligned

  // --- deferral of the first attach ---
  Deferral deferral = Deferral::kAnyValidNotAbort;

  // --- reservation of the ASIDs and VMIDs in use ---
  bool reserves_ids = true;  ///< T1+
  AsidSpace asid_space = AsidSpace::kPerSmmu;
  bool cd2l_feature_required = true;  ///< T2+: for S1Fmt = 64 KiB leaves
  bool cd_table_aligned = true;       ///< T3+: S1ContextPtr to the size of the table it names
  bool cd_leaf_not_zero = true;       ///< T2+
  bool cd_leaf_aligned = true;        ///< T3+: to 64 KiB

  // --- reset in adopt mode, and failure ---
  RetainedCr0 retained_cr0 = RetainedCr0::kAllButQueueEnables;
  bool forces_atschk = false;          ///< v1 to v6: CR0.ATSCHK := 1 where ATS is supported
  bool enables_output_queues = false;  ///< v1: EVENTQEN and PRIQEN set, then dropped at the end
  OnToss on_toss = OnToss::kFullReset;
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
  return v;
}
inline constexpr Variant kV7 = MakeV7();

constexpr Variant MakeV6() {
  Variant v = kV7;
  v.name = "v6";
  v.summary = "no overlap test, register value is a physical address, ATSCHK forced";
  v.forces_atschk = true;
  return v;
}
inline constexpr Variant kV6 = MakeV6();

constexpr Variant MakeV5() {
  Variant v = kV6;
  v.name = "v5";
  v.summary = "overlap with RAM and MMIO tossed, addresses through dma_to_phys";
  v.overlap = OverlapTest::kSystemRamAndMmio;
  v.base_is_dma_address = true;
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
  return v;
}
inline constexpr Variant kV2 = MakeV2();

constexpr Variant MakeV1() {
  Variant v = kV2;
  v.name = "v1";
  v.summary = "first posting: feature bit from FMT, SPAN ignored";
  v.two_level_without_feature = TwoLevelWithoutFeature::kSetsFeature;
  v.enables_output_queues = true;
  return v;
}
inline constexpr Variant kV1 = MakeV1();

constexpr Variant MakeStatusQuo() {
  Variant v = kV7;
  v.name = "status-quo";
  v.summary = "the driver before the series: full reset, all DMA blocked";
  v.adopts = false;
  return v;
}
inline constexpr Variant kStatusQuo = MakeStatusQuo();

}  // namespace variants

inline constexpr Variant kNewestVariant = variants::kT4;

/// Oldest first; the last is the newest.
inline constexpr std::array kVariants = {variants::kStatusQuo, variants::kV1, variants::kV2,
                                         variants::kV3,        variants::kV4, variants::kV5,
                                         variants::kV6,        variants::kV7, variants::kT1,
                                         variants::kT2,        variants::kT3, variants::kT4};

/// By exact name; "newest" is the last. Nothing for an unknown name.
constexpr std::optional<Variant> FindVariant(std::string_view name) {
  if (name == "newest") return kNewestVariant;
  for (const Variant& v : kVariants) {
    if (v.name == name) return v;
  }
  return std::nullopt;
}

}  // namespace quiesce
