// The names of everything for which the driver refuses: its gate, its acceptance checks at adopt
// time, the ID scan, and the insert of one master. Conditions are in adopt_checks.h and id_scan.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/rules/rule.h"

namespace quiesce {

enum class AdoptRule : std::uint8_t {
  // Gate: not entered, the full reset runs.
  kGateNoAdoption,
  kGateSmmuOff,
  kGateNotCoherent,
  kGateSfm,
  kCr1Attributes,
  kCr2Regime,
  // STRTAB_BASE, STRTAB_BASE_CFG: tossed.
  kFormatReserved,
  kTwoLevelNoFeature,
  kTwoLevelLog2BelowSplit,
  kTwoLevelLog2AboveSidBits,
  kTwoLevelSplit,
  kTwoLevelL1Count,
  kTwoLevelBaseMisaligned,
  kLinearLog2TooLarge,
  kLinearBaseMisaligned,
  kTableOverlap,
  kTableAboveOas,
  // One L1 descriptor: tossed at adopt time, rejected at insert.
  kL1Span,
  kL1PointerNull,
  kL1PointerMisaligned,
  kL2Overlap,
  kL2AboveOas,
  kL2InL1,
  kL1PointerShared,
  // ID scan: tossed.
  kScanSteConfig,
  kScanCdTableNull,
  kScanS1CdMax,
  kScanS1Fmt,
  kScanNoCd2l,
  kScanCdTableMisaligned,
  kScanCdLeafNull,
  kScanCdLeafMisaligned,
  kScanAsidZero,
  kScanAsidTooLarge,
  kScanAsidBusy,
  kScanVmidZero,
  kScanVmidTooLarge,
  // Insert of one master: rejected.
  kInsertSidOutOfRange,
  kInsertSidTaken,
  kInsertNoMemory,
};
inline constexpr std::size_t kAdoptRuleCount =
    static_cast<std::size_t>(AdoptRule::kInsertNoMemory) + 1;

/// `source` says which versions of the series have the rule.
inline constexpr std::array<RuleSpec, kAdoptRuleCount> kAdoptRules = {{
    {"ADOPT-GATE-NONE", "before the series", "this driver never adopts"},
    {"ADOPT-GATE-SMMUEN", "v1+", "CR0.SMMUEN is 0: there is nothing to adopt"},
    {"ADOPT-GATE-COHERENCY", "v1+", "firmware does not declare the SMMU coherent"},
    {"ADOPT-GATE-SFM", "v3+", "GERROR.SFM_ERR is active: the SMMU is in service failure mode"},
    {"ADOPT-GATE-CR1", "none yet", "CR1 is not what this driver's queues need"},
    {"ADOPT-GATE-CR2", "none yet", "CR2.E2H is not the regime that this driver's STEs assume"},
    {"ADOPT-FMT", "v1+", "STRTAB_BASE_CFG.FMT is neither linear nor 2-level"},
    {"ADOPT-2LVL-FEATURE", "v2+", "FMT is 2-level, but FEAT_2_LVL_STRTAB is clear"},
    {"ADOPT-2LVL-LOG2SIZE-MIN", "v1+", "LOG2SIZE is below SPLIT"},
    {"ADOPT-2LVL-LOG2SIZE-MAX", "v3+", "LOG2SIZE is above sid_bits"},
    {"ADOPT-2LVL-SPLIT", "v1+", "SPLIT is not 8"},
    {"ADOPT-2LVL-L1-COUNT", "v3+", "more than 131072 L1 descriptors"},
    {"ADOPT-2LVL-BASE-ALIGN", "T1+", "the L1 table is not aligned to its size"},
    {"ADOPT-LINEAR-LOG2SIZE", "v3+", "LOG2SIZE of a linear table is above the cap"},
    {"ADOPT-LINEAR-BASE-ALIGN", "T1+", "the linear table is not aligned to its size"},
    {"ADOPT-OVERLAP", "v3 to v5", "the table overlaps memory of this kernel"},
    {"ADOPT-OAS", "none yet", "the table does not lie below 2^OAS"},
    {"ADOPT-L1STD-SPAN", "v3+", "Span of a used L1 descriptor is not 9"},
    {"ADOPT-L1STD-PTR-NULL", "T1+", "Span is not 0, but L2Ptr is 0"},
    {"ADOPT-L1STD-PTR-ALIGN", "T1+", "L2Ptr is not 16 KiB aligned"},
    {"ADOPT-L1STD-OVERLAP", "v3 to v5", "the L2 table overlaps memory of this kernel"},
    {"ADOPT-L1STD-OAS", "none yet", "the L2 table does not lie below 2^OAS"},
    {"ADOPT-L1STD-IN-L1", "none yet", "the L2 table overlaps the L1 table"},
    {"ADOPT-L1STD-SHARED", "none yet", "two L1 descriptors name one L2 table"},
    {"SCAN-STE-CONFIG", "T1+", "a valid STE has Config 1, 2 or 3"},
    {"SCAN-CDTAB-NULL", "T1+", "S1ContextPtr of a stage 1 STE is 0"},
    {"SCAN-CDTAB-S1CDMAX", "T1+", "S1CDMax is above ssid_bits"},
    {"SCAN-CDTAB-S1FMT", "T1+", "S1Fmt is neither linear nor 64 KiB leaves"},
    {"SCAN-CDTAB-CD2L", "T2+", "S1Fmt is 64 KiB leaves, but FEAT_2_LVL_CDTAB is clear"},
    {"SCAN-CDTAB-ALIGN", "T3+", "S1ContextPtr is not aligned to the size of its table"},
    {"SCAN-L1CD-PTR-NULL", "T2+", "L2Ptr of a valid L1CD is 0"},
    {"SCAN-L1CD-PTR-ALIGN", "T3+", "L2Ptr of a valid L1CD is not 64 KiB aligned"},
    {"SCAN-ASID-ZERO", "T1+", "a valid CD has ASID 0"},
    {"SCAN-ASID-RANGE", "T1+", "a valid CD has an ASID above asid_bits"},
    {"SCAN-ASID-BUSY", "T1, T2", "the ASID belongs to a live domain of another SMMU"},
    {"SCAN-VMID-ZERO", "T1+", "an STE with stage 2 has S2VMID 0"},
    {"SCAN-VMID-RANGE", "T1+", "an STE with stage 2 has an S2VMID above vmid_bits"},
    {"INSERT-SID-RANGE", "before the series", "the StreamID is outside the table"},
    {"INSERT-SID-TAKEN", "before the series", "the StreamID belongs to another master"},
    {"INSERT-NO-MEMORY", "before the series", "no memory for a fresh L2 table"},
}};

constexpr const RuleSpec& SpecOf(AdoptRule r) { return kAdoptRules[static_cast<std::size_t>(r)]; }

/// By id; nothing for an unknown id.
constexpr std::optional<AdoptRule> AdoptRuleNamed(std::string_view id) {
  for (std::size_t i = 0; i < kAdoptRuleCount; ++i) {
    if (kAdoptRules[i].id == id) return static_cast<AdoptRule>(i);
  }
  return std::nullopt;
}

}  // namespace quiesce
