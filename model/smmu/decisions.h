// The decisions of a translation, beyond the legality rules of spec/rules: each place where the
// model goes one way or the other by what the architecture says, and the numbers that tables are
// walked by. A table, so that coverage and mutants can go through all of them. The code that
// decides names its entry: model/smmu/decides.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "spec/rules/rule.h"

namespace quiesce {

/// Places in kDecisions and kQuantities.
enum class DecisionId : std::uint8_t {};
enum class QuantityId : std::uint8_t {};

/// `text` says what is true when the decision is.
inline constexpr RuleSpec kDecisions[] = {
    {"SMMU-SFM", "IHI 0070 G.b 12.3", "service failure mode is active"},
    {"SMMU-SPECULATIVE-WRITE", "IHI 0070 G.b 3.14",
     "a speculative write is aborted before any lookup"},
    {"SMMU-UUT", "IHI 0070 G.b 7.3.2", "the transaction is of an unsupported type"},
    {"SMMU-SMMUEN", "IHI 0070 G.b 6.3.9", "CR0.SMMUEN: translation is enabled"},
    {"SMMU-GBPA-ABORT", "IHI 0070 G.b 6.3.14",
     "GBPA.ABORT terminates while translation is disabled"},
    {"SMMU-GBPA-RANGE", "IHI 0070 G.b 3.4",
     "a bypassing address is beyond OAS while translation is disabled"},
    {"IN-WRITE-IS-DATA", "IHI 0070 G.b 13.1.2",
     "a write or an atomic access is never an instruction access"},
    {"IN-REQUEST-PRIV", "IHI 0070 G.b 13.7",
     "Priv of a translation request counts with a PASID only"},
    {"IN-REQUEST-EXE", "IHI 0070 G.b 13.7",
     "Exe of a translation request counts with a PASID only"},
    {"STRTAB-SID-RANGE", "IHI 0070 G.b 3.3.1, 7.3.3",
     "the StreamID is within STRTAB_BASE_CFG.LOG2SIZE"},
    {"STRTAB-TWO-LEVEL", "IHI 0070 G.b 3.3.1, 6.3.25", "the stream table has two levels"},
    {"STRTAB-L1STD-USABLE", "IHI 0070 G.b 5.1, 7.3.3", "the L1STD spans the StreamID"},
    {"STRTAB-ABOVE-OAS", "IHI 0070 G.b 3.4.3", "the address of an L1STD or STE is beyond OAS"},
    {"STE-LEGAL", "IHI 0070 G.b 5.2.2", "no rule of the STE is broken"},
    {"STE-ABORTS", "IHI 0070 G.b 5.2", "STE.Config aborts"},
    {"STE-STAGE1", "IHI 0070 G.b 5.2", "STE.Config enables stage 1"},
    {"STE-STAGE2", "IHI 0070 G.b 5.2", "STE.Config enables stage 2"},
    {"STE-BYPASS-RANGE", "IHI 0070 G.b 3.4", "an input that bypasses stage 1 is out of range"},
    {"STE-LPAE", "IHI 0070 G.b 5.2", "stage 2 has the VMSAv8-32 LPAE format"},
    {"SSID-WITHOUT-STAGE1", "IHI 0070 G.b 7.3.9",
     "a SubstreamID is supplied where there is no stage 1"},
    {"SSID-SUPPLIED", "IHI 0070 G.b 3.3.2", "a SubstreamID is supplied"},
    {"SSID-SINGLE-CD", "IHI 0070 G.b 5.2", "the stream has one CD, so that S1DSS does not matter"},
    {"SSID-S1DSS-BYPASS", "IHI 0070 G.b 5.2",
     "S1DSS is 0b01: without SubstreamID stage 1 is bypassed"},
    {"SSID-S1DSS-CD0", "IHI 0070 G.b 5.2", "S1DSS is 0b10: without SubstreamID CD 0 is used"},
    {"SSID-RANGE", "IHI 0070 G.b 5.2, 7.3.9", "the SubstreamID is within S1CDMax"},
    {"SSID-0-RESERVED", "IHI 0070 G.b 5.2, 7.3.7", "S1DSS is 0b10 and SubstreamID 0 is supplied"},
    {"CDTAB-TWO-LEVEL", "IHI 0070 G.b 5.2", "the CD table has two levels"},
    {"CDTAB-MISALIGNED", "IHI 0070 G.b 5.2", "S1ContextPtr is not aligned to its table"},
    {"CDTAB-POINTER-RANGE", "IHI 0070 G.b 3.4.3", "the address of an L1CD or CD is out of range"},
    {"CDTAB-L1CD-VALID", "IHI 0070 G.b 5.3", "L1CD.V"},
    {"CD-LEGAL", "IHI 0070 G.b 5.4.2", "no rule of the CD is broken"},
    {"CD-LPAE", "IHI 0070 G.b 5.4", "stage 1 has the VMSAv8-32 LPAE format"},
    {"S1-UPPER-HALF", "IHI 0070 G.b 3.4.1", "VA[55] selects TTB1"},
    {"S1-EPD-CLEAR", "IHI 0070 G.b 5.4", "CD.EPDx permits walks of this half"},
    {"S1-TBI", "IHI 0070 G.b 3.4.1, 5.4", "CD.TBIx: the top byte is ignored"},
    {"S1-INPUT-RANGE", "IHI 0070 G.b 3.4.1", "the VA is within the range of TxSZ"},
    {"S1-ENDI", "IHI 0070 G.b 5.4", "CD.ENDI: tables are big-endian"},
    {"S1-OAS52", "IHI 0070 G.b 3.4", "OAS is 52: 64K descriptors have address bits [51:48]"},
    {"S1-HA", "IHI 0070 G.b 3.13.2, 5.4", "CD.HA: hardware sets the Access flag"},
    {"S1-HD", "IHI 0070 G.b 3.13.3, 5.4", "CD.HD: hardware manages the dirty state"},
    {"S1-AFFD", "IHI 0070 G.b 5.4", "CD.AFFD: no Access flag faults"},
    {"S1-STALL", "IHI 0070 G.b 5.4, 5.5", "CD.S"},
    {"S1-ABORT", "IHI 0070 G.b 5.4, 5.5", "CD.A"},
    {"S1-RECORD", "IHI 0070 G.b 5.4, 5.5", "CD.R"},
    {"S1-ONE-PRIVILEGE", "IHI 0070 G.b 5.2, 5.4", "NS-EL2 has one privilege"},
    {"S1-PAN", "IHI 0070 G.b 5.4", "CD.PAN applies"},
    {"S1-WXN", "IHI 0070 G.b 5.4", "CD.WXN"},
    {"S1-HAD", "IHI 0070 G.b 5.4", "CD.HADx: hierarchical permissions are ignored"},
    {"S1-CONTIGUOUS", "DDI 0487 D8.7.1", "a stage 1 leaf has the Contiguous bit"},
    {"S1-AP2-CLEAR", "DDI 0487 D8.4", "AP[2] permits writes"},
    {"S1-WRITABLE-CLEAN", "IHI 0070 G.b 3.13.3",
     "a leaf with DBM is writable because hardware marks it dirty"},
    {"S1-APTABLE1", "DDI 0487 D8.4", "APTable[1] removes writes"},
    {"S1-AP1", "DDI 0487 D8.4", "AP[1] permits unprivileged access"},
    {"S1-APTABLE0", "DDI 0487 D8.4", "APTable[0] removes unprivileged access"},
    {"S1-UXN", "DDI 0487 D8.4", "UXN, or XN where there is one privilege"},
    {"S1-XNTABLE", "DDI 0487 D8.4", "UXNTable or XNTable"},
    {"S1-PXN", "DDI 0487 D8.4", "PXN"},
    {"S1-PXNTABLE", "DDI 0487 D8.4", "PXNTable"},
    {"S1-USER-WRITABLE-PXN", "DDI 0487 D8.4",
     "what is writable unprivileged is not executable privileged"},
    {"S1-WXN-USER", "DDI 0487 D8.4", "WXN makes it unexecutable unprivileged"},
    {"S1-WXN-PRIVILEGED", "DDI 0487 D8.4", "WXN makes it unexecutable privileged"},
    {"S1-WXN-EL2", "DDI 0487 D8.4", "WXN makes it unexecutable in NS-EL2"},
    {"S1-PAN-BARS", "DDI 0487 D8.4",
     "PAN refuses privileged data access to what is readable unprivileged"},
    {"S2-ENDI", "IHI 0070 G.b 5.2", "STE.S2ENDI: tables are big-endian"},
    {"S2-OAS52", "IHI 0070 G.b 3.4", "OAS is 52: 64K descriptors have address bits [51:48]"},
    {"S2-HA", "IHI 0070 G.b 3.13.2, 5.2", "STE.S2HA: hardware sets the Access flag"},
    {"S2-HD", "IHI 0070 G.b 3.13.3, 5.2", "STE.S2HD: hardware manages the dirty state"},
    {"S2-AFFD", "IHI 0070 G.b 5.2", "STE.S2AFFD: no Access flag faults"},
    {"S2-STALL", "IHI 0070 G.b 5.2, 5.5", "STE.S2S"},
    {"S2-RECORD", "IHI 0070 G.b 5.2, 5.5", "STE.S2R"},
    {"S2-PTW", "IHI 0070 G.b 5.2", "STE.S2PTW"},
    {"S2-PTW-OWN-ACCESS", "IHI 0070 G.b 5.2", "the access is a table walk or a fetch of a CD"},
    {"S2-PTW-DEVICE", "IHI 0070 G.b 5.2", "stage 2 gives the access a Device type"},
    {"S2-FWB", "IHI 0070 G.b 5.2", "STE.S2FWB"},
    {"S2-XNX", "IHI 0070 G.b 6.3.4", "IDR3.XNX: stage 2 has execution by privilege"},
    {"S2-INPUT-RANGE", "IHI 0070 G.b 3.4", "the IPA is beyond the stage 2 input range"},
    {"S2-CONTIGUOUS", "DDI 0487 D8.7.1", "a stage 2 leaf has the Contiguous bit"},
    {"S2-S2AP0", "DDI 0487 D8.4", "S2AP[0] permits reads"},
    {"S2-S2AP1", "DDI 0487 D8.4", "S2AP[1] permits writes"},
    {"S2-WRITABLE-CLEAN", "IHI 0070 G.b 3.13.3",
     "a leaf with DBM is writable because hardware marks it dirty"},
    {"S2-XN1", "DDI 0487 D8.4", "XN[1]"},
    {"S2-XN0", "DDI 0487 D8.4", "XN[0], which exists with XNX"},
    {"S2-XN-PRIVILEGE", "DDI 0487 D8.4",
     "XN[1:0] with XN[0] set permits this privilege to execute"},
    {"WALK-VALID", "DDI 0487 D8.3", "bit 0 of a descriptor"},
    {"WALK-PAGE", "DDI 0487 D8.3", "bit 1 at level 3: a page"},
    {"WALK-TABLE", "DDI 0487 D8.3", "bit 1 above level 3: a table"},
    {"WALK-BLOCK-ALLOWED", "DDI 0487 D8.3", "the granule has blocks at this level"},
    {"WALK-HIGH-ADDRESS", "DDI 0487 D8.3",
     "bits [15:12] of a 64K descriptor count as address bits [51:48]"},
    {"WALK-ADDR-SIZE", "IHI 0070 G.b 3.4, 7.3.14",
     "the address in a descriptor is beyond IPS or S2PS"},
    {"CONTIG-RES0", "DDI 0487 D8.7.1", "the Contiguous bit is RES0 at this level"},
    {"CONTIG-MEMBER-USABLE", "DDI 0487 D8.7.1", "another member of the group could be in a TLB"},
    {"CONTIG-ADDR-SIZE", "DDI 0487 D8.7.1",
     "the output through another member is beyond IPS or S2PS"},
    {"LEAF-HD-WITH-HA", "IHI 0070 G.b 3.13, 5.4",
     "dirty state is managed only together with the Access flag"},
    {"LEAF-ACCESSIBLE", "IHI 0070 G.b 7.3.15", "the Access flag is set, or does not matter"},
    {"LEAF-READ-REFUSED", "IHI 0070 G.b 7.3.16", "a read lacks permission"},
    {"LEAF-WRITE-REFUSED", "IHI 0070 G.b 7.3.16", "a write lacks permission"},
    {"LEAF-EXECUTE-REFUSED", "IHI 0070 G.b 7.3.16", "an instruction read lacks permission"},
    {"HTTU-NOTHING-GIVEN", "IHI 0070 G.b 13.7", "a request that is granted nothing is no access"},
    {"HTTU-SETS-AF", "IHI 0070 G.b 3.13.2", "the Access flag is set by hardware"},
    {"HTTU-WRITES", "IHI 0070 G.b 3.13.3", "the access writes"},
    {"HTTU-DIRTIES", "IHI 0070 G.b 3.13.3", "a writable-clean leaf becomes writable-dirty"},
    {"DEMAND-READ", "IHI 0070 G.b 13.1.1", "the access needs read permission"},
    {"DEMAND-WRITE", "IHI 0070 G.b 13.1.1", "the access needs write permission"},
    {"DEMAND-EXECUTE", "IHI 0070 G.b 13.1.2", "the access needs execute permission"},
    {"DEMAND-PRIVILEGED", "IHI 0070 G.b 13.1.2", "the access is privileged"},
    {"DEMAND-STAGE2-WRITE", "IHI 0070 G.b 3.13.7.1",
     "stage 2 is asked for a write that stage 1 permits"},
    {"ATS-ATSCHK", "IHI 0070 G.b 6.3.9, 3.9.1.3",
     "CR0.ATSCHK: translated transactions are looked at"},
    {"ATS-EATS-OFF", "IHI 0070 G.b 5.2", "STE.EATS permits no ATS"},
    {"ATS-SPLIT-STAGE", "IHI 0070 G.b 5.2, 13.6.3", "STE.EATS: ATS returns IPAs"},
    {"ATS-TRANSLATED-RANGE", "IHI 0070 G.b 3.9.1.1", "a translated PA is beyond OAS"},
    {"ATS-NW-CLEAR", "IHI 0070 G.b 13.7", "the request asks for write permission"},
    {"ATS-EXE", "IHI 0070 G.b 13.7", "the request asks for execute permission"},
    {"ATS-INSTCFG", "IHI 0070 G.b 13.7.1",
     "STE.INSTCFG decides with which permission a request reads"},
    {"ATS-INSTCFG-SETS", "IHI 0070 G.b 13.7.1", "it reads with execute permission"},
    {"ATS-PARTIAL", "IHI 0070 G.b 3.9.1.2",
     "missing permissions are no fault of a translation request"},
    {"ATS-NW-CLEAN", "IHI 0070 G.b 13.7",
     "without a write asked for, a clean page is given as read-only"},
    {"ATS-STAGE1-GRANTS-NOTHING", "IHI 0070 G.b 3.9.1.2",
     "stage 1 grants nothing, so that stage 2 is not looked at"},
    {"ATS-GRANTS-NOTHING", "IHI 0070 G.b 3.9.1.2",
     "the completion grants nothing and has no address"},
    {"OVR-TYPES", "IHI 0070 G.b 6.3.2", "IDR1.ATTR_TYPES_OVR"},
    {"OVR-PERMS", "IHI 0070 G.b 6.3.2", "IDR1.ATTR_PERMS_OVR"},
    {"OVR-MTCFG", "IHI 0070 G.b 5.2, 13.1.4", "MTCFG: the memory type is replaced"},
    {"OVR-ALLOCCFG-ALONE", "IHI 0070 G.b 5.2", "ALLOCCFG is used without MTCFG"},
    {"OVR-SHCFG-INCOMING", "IHI 0070 G.b 5.2, 13.1.4",
     "SHCFG is 0b01: the incoming shareability stays"},
    {"OVR-PRIVCFG", "IHI 0070 G.b 5.2, 13.1.2", "PRIV after PRIVCFG"},
    {"OVR-INSTCFG-READS", "IHI 0070 G.b 5.2, 13.1.2", "INSTCFG concerns reads"},
    {"OVR-INSTCFG", "IHI 0070 G.b 5.2, 13.1.2", "INST after INSTCFG"},
    {"ATTR-CACHEABLE", "IHI 0070 G.b 13.1.7",
     "the access is cacheable, and keeps its shareability"},
    {"ATTR-HINTS-COMBINE", "IHI 0070 G.b 13.4.2", "allocation hints of input and stage 1 combine"},
    {"ATTR-DEVICE-WINS", "IHI 0070 G.b 13.4.3", "a Device type of either stage stays"},
    {"ATTR-FWB-DEVICE", "DDI 0487 table D8-101", "MemAttr[2] is 0: a Device type combines"},
    {"ATTR-FWB-WRITE-BACK", "DDI 0487 table D8-101", "MemAttr[1:0] is 0b10: write-back is forced"},
    {"ATTR-FWB-KEEPS", "DDI 0487 table D8-101",
     "the input stays: MemAttr[1:0] is 0b11, or it is a Device type"},
    {"END-SPECULATIVE", "IHI 0070 G.b 3.14", "a speculative access leaves no event"},
    {"END-STALLS", "IHI 0070 G.b 5.5", "the transaction stalls"},
    {"END-ABORTS", "IHI 0070 G.b 5.5", "it is terminated with an abort, not RAZ/WI"},
    {"END-RECORDS", "IHI 0070 G.b 5.5", "an event is recorded"},
    {"END-RECINVSID", "IHI 0070 G.b 7.3.3", "CR2.RECINVSID: C_BAD_STREAMID is recorded"},
    {"END-REC-CFG-ATS", "IHI 0070 G.b 3.9.1.2",
     "CR2.REC_CFG_ATS: configuration errors of ATS are recorded"},
    {"END-BAD-TREQ", "IHI 0070 G.b 3.9.1.2", "a request is refused: UR and F_BAD_ATS_TREQ"},
    {"END-REQUEST-FAULT", "IHI 0070 G.b 3.9.1.2",
     "a translation fault of a request is Success without permissions"},
    {"END-CONFIGURATION", "IHI 0070 G.b 3.9.1.3",
     "a translated transaction met a configuration error"},
    {"END-TRANSLATED-RECORDS", "IHI 0070 G.b 3.9.1.3",
     "a translated transaction records a fault other than F_UUT"},
    {"END-SILENT-REQUEST", "IHI 0070 G.b 3.9.1.2", "the silent end is that of a request"},
    {"END-SFM-IS-CA", "IHI 0070 G.b 12.3", "a request gets CA in service failure mode, else UR"},
    {"EVT-NO-SUBSTREAM", "IHI 0070 G.b 7.3.7, 7.3.8", "the record has no SubstreamID"},
    {"EVT-SSV", "IHI 0070 G.b 7.3", "the transaction counts as having a SubstreamID"},
    {"EVT-BAD-SUBSTREAM", "IHI 0070 G.b 7.3.9", "C_BAD_SUBSTREAMID has no SSV"},
    {"EVT-ACCESS", "IHI 0070 G.b 7.3", "the record describes the access"},
    {"EVT-STAGE", "IHI 0070 G.b 7.3", "the record describes the stage"},
    {"EVT-FETCH-ADDRESS", "IHI 0070 G.b 7.3", "the record has the address of a failed fetch"},
    {"EVT-RNW", "IHI 0070 G.b 13.1.1", "RnW"},
    {"EVT-READ-REFUSED", "IHI 0070 G.b 7.3.16, 13.1.1",
     "an atomic access lacked only read permission"},
    {"EVT-PNU", "IHI 0070 G.b 7.3.13", "PnU"},
    {"EVT-IND", "IHI 0070 G.b 7.3.13", "InD"},
    {"EVT-S2", "IHI 0070 G.b 7.3.13", "S2"},
    {"EVT-CAN-STALL", "IHI 0070 G.b 3.12", "the fault is one that can stall"},
    {"EVT-STALL", "IHI 0070 G.b 7.3.13", "Stall"},
    {"EVT-HAS-IPA", "IHI 0070 G.b 7.3.13", "the record has an IPA"},
    {"EVT-TTRNW", "IHI 0070 G.b 7.3.16", "TTRnW"},
    {"EVT-FORBIDDEN", "IHI 0070 G.b 7.3.8", "F_TRANSL_FORBIDDEN has RnW and the address"},
    {"EVT-FORBIDDEN-RNW", "IHI 0070 G.b 7.3.8", "RnW of F_TRANSL_FORBIDDEN"},
    {"EVT-BAD-TREQ", "IHI 0070 G.b 7.3.6", "F_BAD_ATS_TREQ has the request as it came"},
    {"EVT-BAD-TREQ-NW", "IHI 0070 G.b 7.3.6", "!W of F_BAD_ATS_TREQ"},
};
inline constexpr std::size_t kDecisionCount = std::size(kDecisions);

struct QuantitySpec {
  std::string_view id;
  std::string_view source;
  std::string_view text;
  unsigned smallest;  ///< that the model can go on with
  unsigned largest;
};

inline constexpr QuantitySpec kQuantities[] = {
    {"S1-INPUT-BITS", "IHI 0070 G.b 5.4", "bits of VA that stage 1 resolves", 1, 63},
    {"S1-START-LEVEL", "DDI 0487 D8.2", "the level at which stage 1 starts", 0, 3},
    {"S1-OUTPUT-BITS", "IHI 0070 G.b 5.4", "the effective IPS", 1, 63},
    {"S1-BASE-ALIGN", "IHI 0070 G.b 5.4", "low bits of TTBx that count as 0", 0, 63},
    {"S1-ATTRINDX", "IHI 0070 G.b 5.4", "which byte of MAIR", 0, 7},
    {"S2-INPUT-BITS", "IHI 0070 G.b 5.2", "bits of IPA that stage 2 resolves", 1, 63},
    {"S2-START-LEVEL", "IHI 0070 G.b 5.2", "the level at which stage 2 starts", 0, 3},
    {"S2-OUTPUT-BITS", "IHI 0070 G.b 5.2", "the effective S2PS", 1, 63},
    {"S2-BASE-ALIGN", "IHI 0070 G.b 5.2", "low bits of S2TTB that count as 0", 0, 63},
    {"WALK-LEVEL-SHIFT", "DDI 0487 D8.2", "log2 of the bytes that a descriptor of this level maps",
     3, 63},
    {"CONTIG-GROUP-LOG2", "DDI 0487 D8.7.1", "log2 of the descriptors in a contiguous group", 0,
     16},
    {"EVT-CLASS", "IHI 0070 G.b 7.3.13", "CLASS", 0, 2},
};
inline constexpr std::size_t kQuantityCount = std::size(kQuantities);

/// The entry of this name. Any other name does not compile.
consteval DecisionId DecisionNamed(std::string_view name) {
  for (std::size_t i = 0; i < kDecisionCount; ++i) {
    if (kDecisions[i].id == name) return static_cast<DecisionId>(i);
  }
  throw "no such decision";
}
consteval QuantityId QuantityNamed(std::string_view name) {
  for (std::size_t i = 0; i < kQuantityCount; ++i) {
    if (kQuantities[i].id == name) return static_cast<QuantityId>(i);
  }
  throw "no such quantity";
}

constexpr const RuleSpec& SpecOf(DecisionId id) { return kDecisions[static_cast<std::size_t>(id)]; }
constexpr const QuantitySpec& SpecOf(QuantityId id) {
  return kQuantities[static_cast<std::size_t>(id)];
}

}  // namespace quiesce
