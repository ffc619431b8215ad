// The fields of every Non-secure register. IHI 0070 G.b 6.3. See spec/registers.h for offsets,
// guards and resets.
//
// The ID registers name what versions after SMMUv3.2 added, so that the ID registers of any SMMU
// can be read; the model takes those options as absent.
#pragma once

#include "spec/encodings.h"
#include "spec/format.h"

namespace quiesce {

inline constexpr ValueSpec kTtfValues[] = {
    {0, "reserved"}, {1, "VMSAv8-32 LPAE"}, {2, "VMSAv8-64"}, {3, "both"}};
inline constexpr ValueSpec kHttuValues[] = {{0, "none"},
                                            {1, "access flag"},
                                            {2, "access flag and dirty state"},
                                            {3, "and table access flag (v3.4)"}};
inline constexpr ValueSpec kTtendianValues[] = {
    {0, "mixed"}, {1, "reserved"}, {2, "little-endian only"}, {3, "big-endian only"}};
inline constexpr ValueSpec kStallModelValues[] = {
    {0, "stall and terminate"}, {1, "terminate only"}, {2, "stall forced"}, {3, "reserved"}};
inline constexpr ValueSpec kTermModelValues[] = {{0, "abort or RAZ/WI"}, {1, "abort only"}};
inline constexpr ValueSpec kStLevelValues[] = {
    {0, "linear"}, {1, "linear and 2-level"}, {2, "reserved"}, {3, "reserved"}};
inline constexpr FieldSpec kIDR0Fields[] = {
    BitField("S2P", 0),
    BitField("S1P", 1),
    PlainField("TTF", 3, 2, kTtfValues),
    BitField("COHACC", 4),
    BitField("BTM", 5, {}, "broadcast TLB maintenance"),
    PlainField("HTTU", 7, 6, kHttuValues),
    BitField("DORMHINT", 8),
    BitField("Hyp", 9),
    BitField("ATS", 10),
    BitField("NS1ATS", 11, {}, "1: no split-stage ATS"),
    BitField("ASID16", 12),
    BitField("MSI", 13),
    BitField("SEV", 14),
    BitField("ATOS", 15),
    BitField("PRI", 16),
    BitField("VMW", 17),
    BitField("VMID16", 18),
    BitField("CD2L", 19),
    BitField("VATOS", 20),
    PlainField("TTENDIAN", 22, 21, kTtendianValues),
    BitField("ATSRECERR", 23),
    PlainField("STALL_MODEL", 25, 24, kStallModelValues),
    BitField("TERM_MODEL", 26, kTermModelValues),
    PlainField("ST_LEVEL", 28, 27, kStLevelValues),
    BitField("RME_IMPL", 30, {}, "RME; v3.3+"),
};
inline constexpr FormatSpec kIDR0{"IDR0", 32, kIDR0Fields, "6.3.1"};

inline constexpr FieldSpec kIDR1Fields[] = {
    PlainField("SIDSIZE", 5, 0, {}, "bits of StreamID"),
    PlainField("SSIDSIZE", 10, 6, {}, "bits of SubstreamID"),
    PlainField("PRIQS", 15, 11, {}, "log2 entries"),
    PlainField("EVENTQS", 20, 16, {}, "log2 entries"),
    PlainField("CMDQS", 25, 21, {}, "log2 entries"),
    BitField("ATTR_PERMS_OVR", 26),
    BitField("ATTR_TYPES_OVR", 27),
    BitField("REL", 28, {}, "preset base addresses are offsets from page 0"),
    BitField("QUEUES_PRESET", 29),
    BitField("TABLES_PRESET", 30),
    BitField("ECMDQ", 31, {}, "enhanced command queues; v3.3+"),
};
inline constexpr FormatSpec kIDR1{"IDR1", 32, kIDR1Fields, "6.3.2"};

inline constexpr FieldSpec kIDR2Fields[] = {
    PlainField("BA_VATOS", 9, 0, {}, "VATOS page at 0x20000 + BA_VATOS * 0x10000")};
inline constexpr FormatSpec kIDR2{"IDR2", 32, kIDR2Fields, "6.3.3"};

inline constexpr ValueSpec kBbmlValues[] = {
    {0, "level 0"}, {1, "level 1"}, {2, "level 2"}, {3, "reserved"}};
inline constexpr FieldSpec kIDR3Fields[] = {
    BitField("HAD", 2, {}, "hierarchical attribute disable"),
    BitField("PBHA", 3),
    BitField("XNX", 4, {}, "EL0/EL1 execute control at stage 2"),
    BitField("PPS", 5, {}, "PASID always used on automatic PRI responses"),
    BitField("MPAM", 7),
    BitField("FWB", 8, {}, "stage 2 control of memory types"),
    BitField("STT", 9, {}, "small translation tables"),
    BitField("RIL", 10, {}, "range invalidation and level hint"),
    PlainField("BBML", 12, 11, kBbmlValues),
    BitField("E0PD", 13, {}, "v3.3+"),
    BitField("PTWNNC", 14, {}, "v3.3+"),
    BitField("DPT", 15, {}, "device permission table"),
    BitField("PASIDTT", 16, {}, "PASID on ATS Translated transactions"),
    BitField("EPAN", 17, {}, "v3.4+"),
    BitField("S1PI", 18, {}, "stage 1 permission indirection"),
    BitField("S2PI", 19, {}, "stage 2 permission indirection"),
    BitField("S2PO", 20, {}, "stage 2 permission overlay"),
    BitField("THE", 21, {}, "translation hardening"),
    BitField("MTEPERM", 22, {}, "v3.4+"),
    BitField("AIE", 23, {}, "attribute index extension"),
};
inline constexpr FormatSpec kIDR3{"IDR3", 32, kIDR3Fields, "6.3.4"};

inline constexpr FieldSpec kIDR4Fields[] = {PlainField("IMPDEF", 31, 0)};
inline constexpr FormatSpec kIDR4{"IDR4", 32, kIDR4Fields, "6.3.5"};

inline constexpr ValueSpec kOasValues[] = {{0, "32 bits"}, {1, "36 bits"},       {2, "40 bits"},
                                           {3, "42 bits"}, {4, "44 bits"},       {5, "48 bits"},
                                           {6, "52 bits"}, {7, "56 bits (v3.4)"}};
inline constexpr ValueSpec kVaxValues[] = {
    {0, "48 bits"}, {1, "52 bits"}, {2, "56 bits (v3.4)"}, {3, "reserved"}};
inline constexpr FieldSpec kIDR5Fields[] = {
    PlainField("OAS", 2, 0, kOasValues),
    BitField("GRAN4K", 4),
    BitField("GRAN16K", 5),
    BitField("GRAN64K", 6),
    BitField("DS", 7, {}, "52-bit addresses with 4K and 16K; v3.4"),
    BitField("D128", 8, {}, "128-bit descriptors; v3.4"),
    PlainField("VAX", 11, 10, kVaxValues),
    PlainField("STALL_MAX", 31, 16, {}, "stalled transactions outstanding at most"),
};
inline constexpr FormatSpec kIDR5{"IDR5", 32, kIDR5Fields, "6.3.6"};

inline constexpr ValueSpec kImplementerValues[] = {{0x43B, "Arm"}};
inline constexpr FieldSpec kIIDRFields[] = {
    PlainField("Implementer", 11, 0, kImplementerValues, "JEP106 code"),
    PlainField("Revision", 15, 12), PlainField("Variant", 19, 16), PlainField("ProductID", 31, 20)};
inline constexpr FormatSpec kIIDR{"IIDR", 32, kIIDRFields, "6.3.7"};

inline constexpr ValueSpec kArchMinorRevValues[] = {
    {0, "SMMUv3.0"}, {1, "SMMUv3.1"}, {2, "SMMUv3.2"}, {3, "SMMUv3.3"}, {4, "SMMUv3.4"}};
inline constexpr ValueSpec kArchMajorRevValues[] = {{0, "SMMUv3.x"}};
inline constexpr FieldSpec kAIDRFields[] = {PlainField("ArchMinorRev", 3, 0, kArchMinorRevValues),
                                            PlainField("ArchMajorRev", 7, 4, kArchMajorRevValues)};
inline constexpr FormatSpec kAIDR{"AIDR", 32, kAIDRFields, "6.3.8"};

inline constexpr ValueSpec kAtschkValues[] = {{0, "ATS Translated traffic passes unchecked"},
                                              {1, "ATS Translated traffic is checked by STE.EATS"}};
inline constexpr ValueSpec kVmwValues[] = {{0, "VMID matched exactly"}, {1, "VMID[0] ignored"},
                                           {2, "VMID[1:0] ignored"},    {3, "VMID[2:0] ignored"},
                                           {4, "VMID[3:0] ignored"},    {5, "reserved, as 0"},
                                           {6, "reserved, as 0"},       {7, "reserved, as 0"}};
inline constexpr FieldSpec kCR0Fields[] = {
    BitField("SMMUEN", 0),
    BitField("PRIQEN", 1),
    BitField("EVENTQEN", 2),
    BitField("CMDQEN", 3),
    BitField("ATSCHK", 4, kAtschkValues),
    PlainField("VMW", 8, 6, kVmwValues, "in TLB invalidation"),
};
inline constexpr FormatSpec kCR0{"CR0", 32, kCR0Fields, "6.3.9"};
inline constexpr FormatSpec kCR0ACK{"CR0ACK", 32, kCR0Fields, "6.3.10"};

inline constexpr std::string_view kCr1ShNote = "OSH if IC and OC are both NC";
inline constexpr FieldSpec kCR1Fields[] = {
    PlainField("QUEUE_IC", 1, 0, kQueueCacheabilityValues),
    PlainField("QUEUE_OC", 3, 2, kQueueCacheabilityValues),
    PlainField("QUEUE_SH", 5, 4, kShareabilityValues, kCr1ShNote),
    PlainField("TABLE_IC", 7, 6, kQueueCacheabilityValues),
    PlainField("TABLE_OC", 9, 8, kQueueCacheabilityValues),
    PlainField("TABLE_SH", 11, 10, kShareabilityValues, kCr1ShNote),
};
inline constexpr FormatSpec kCR1{"CR1", 32, kCR1Fields, "6.3.11"};

inline constexpr ValueSpec kE2hValues[] = {{0, "NS-EL2"}, {1, "NS-EL2-E2H"}};
inline constexpr FieldSpec kCR2Fields[] = {
    BitField("E2H", 0, kE2hValues, "the regime of STE.STRW = 0b10"),
    BitField("RECINVSID", 1, {}, "C_BAD_STREAMID may be recorded"),
    BitField("PTM", 2, {}, "1: broadcast TLB invalidation need not be obeyed"),
    BitField("REC_CFG_ATS", 3, {}, "exists if IDR0.ATSRECERR; v3.3+"),
};
inline constexpr FormatSpec kCR2{"CR2", 32, kCR2Fields, "6.3.12"};

inline constexpr FieldSpec kSTATUSRFields[] = {BitField("DORMANT", 0)};
inline constexpr FormatSpec kSTATUSR{"STATUSR", 32, kSTATUSRFields, "6.3.13"};

inline constexpr FieldSpec kGBPAFields[] = {
    PlainField("MemAttr", 3, 0, kMemAttrValues, "used if MTCFG"),
    BitField("MTCFG", 4, kMtcfgValues),
    PlainField("ALLOCCFG", 11, 8, kAlloccfgValues, kAlloccfgNote),
    PlainField("SHCFG", 13, 12, kShcfgValues),
    PlainField("PRIVCFG", 17, 16, kPrivcfgValues),
    PlainField("INSTCFG", 19, 18, kInstcfgValues, "reads only"),
    BitField("ABORT", 20, {}, "1: abort every transaction while SMMUEN = 0"),
    BitField("Update", 31, {}, "1: an update is in progress"),
};
inline constexpr FormatSpec kGBPA{"GBPA", 32, kGBPAFields, "6.3.14"};

inline constexpr FieldSpec kAGBPAFields[] = {PlainField("IMPDEF", 31, 0)};
inline constexpr FormatSpec kAGBPA{"AGBPA", 32, kAGBPAFields, "6.3.15"};

inline constexpr FieldSpec kIRQ_CTRLFields[] = {
    BitField("GERROR_IRQEN", 0), BitField("PRIQ_IRQEN", 1), BitField("EVENTQ_IRQEN", 2)};
inline constexpr FormatSpec kIRQ_CTRL{"IRQ_CTRL", 32, kIRQ_CTRLFields, "6.3.16"};
inline constexpr FormatSpec kIRQ_CTRLACK{"IRQ_CTRLACK", 32, kIRQ_CTRLFields, "6.3.18"};

inline constexpr std::string_view kGerrorNote = "active if GERROR and GERRORN differ";
inline constexpr FieldSpec kGERRORFields[] = {
    BitField("CMDQ_ERR", 0, {}, kGerrorNote),
    BitField("EVENTQ_ABT_ERR", 2, {}, kGerrorNote),
    BitField("PRIQ_ABT_ERR", 3, {}, kGerrorNote),
    BitField("MSI_CMDQ_ABT_ERR", 4, {}, kGerrorNote),
    BitField("MSI_EVENTQ_ABT_ERR", 5, {}, kGerrorNote),
    BitField("MSI_PRIQ_ABT_ERR", 6, {}, kGerrorNote),
    BitField("MSI_GERROR_ABT_ERR", 7, {}, kGerrorNote),
    BitField("SFM_ERR", 8, {}, kGerrorNote),
};
inline constexpr FormatSpec kGERROR{"GERROR", 32, kGERRORFields, "6.3.19"};
inline constexpr FormatSpec kGERRORN{"GERRORN", 32, kGERRORFields, "6.3.20"};

inline constexpr FieldSpec kIrqCfg0Fields[] = {AddressField("ADDR", 51, 2, "0: no MSI")};
inline constexpr FieldSpec kIrqCfg1Fields[] = {PlainField("DATA", 31, 0)};
inline constexpr FieldSpec kIrqCfg2Fields[] = {
    PlainField("MemAttr", 3, 0, kMemAttrValues),
    PlainField("SH", 5, 4, kShareabilityValues, "OSH if MemAttr is Device")};
inline constexpr ValueSpec kLoValues[] = {{0, "interrupt when the queue becomes non-empty"},
                                          {1, "interrupt on a request with Last = 1"}};
inline constexpr FieldSpec kPriqIrqCfg2Fields[] = {
    PlainField("MemAttr", 3, 0, kMemAttrValues),
    PlainField("SH", 5, 4, kShareabilityValues, "OSH if MemAttr is Device"),
    BitField("LO", 31, kLoValues, "wired interrupts too"),
};
inline constexpr FormatSpec kGERROR_IRQ_CFG0{"GERROR_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.21"};
inline constexpr FormatSpec kGERROR_IRQ_CFG1{"GERROR_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.22"};
inline constexpr FormatSpec kGERROR_IRQ_CFG2{"GERROR_IRQ_CFG2", 32, kIrqCfg2Fields, "6.3.23"};

inline constexpr FieldSpec kSTRTAB_BASEFields[] = {
    AddressField("ADDR", 51, 6, "aligned by hardware to the table's size"),
    BitField("RA", 62, {}, "read-allocate hint"),
};
inline constexpr FormatSpec kSTRTAB_BASE{"STRTAB_BASE", 64, kSTRTAB_BASEFields, "6.3.24"};

inline constexpr ValueSpec kStrtabFmtValues[] = {
    {0, "linear"}, {1, "2-level"}, {2, "reserved, as linear"}, {3, "reserved, as linear"}};
inline constexpr ValueSpec kSplitValues[] = {
    {6, "4 KiB leaves"}, {8, "16 KiB leaves"}, {10, "64 KiB leaves"}};
inline constexpr FieldSpec kSTRTAB_BASE_CFGFields[] = {
    PlainField("LOG2SIZE", 5, 0, {}, "log2 of the number of StreamIDs, capped at IDR1.SIDSIZE"),
    PlainField("SPLIT", 10, 6, kSplitValues, "6, 8 or 10; any other value behaves as 6"),
    PlainField("FMT", 17, 16, kStrtabFmtValues),
};
inline constexpr FormatSpec kSTRTAB_BASE_CFG{"STRTAB_BASE_CFG", 32, kSTRTAB_BASE_CFGFields,
                                             "6.3.25"};

inline constexpr std::string_view kQueueSizeNote = "log2 of the entries, capped at IDR1";
inline constexpr std::string_view kQueueBaseNote = "aligned by hardware to the queue's size";
inline constexpr std::string_view kQueueIndexNote = "index, with the wrap bit above it";
inline constexpr FieldSpec kCMDQ_BASEFields[] = {
    PlainField("LOG2SIZE", 4, 0, {}, kQueueSizeNote),
    AddressField("ADDR", 51, 5, kQueueBaseNote),
    BitField("RA", 62, {}, "read-allocate hint"),
};
inline constexpr FieldSpec kOutputQueueBaseFields[] = {
    PlainField("LOG2SIZE", 4, 0, {}, kQueueSizeNote),
    AddressField("ADDR", 51, 5, kQueueBaseNote),
    BitField("WA", 62, {}, "write-allocate hint"),
};
inline constexpr FieldSpec kCMDQ_PRODFields[] = {PlainField("WR", 19, 0, {}, kQueueIndexNote)};
inline constexpr ValueSpec kCerrorValues[] = {
    {0, "CERROR_NONE"}, {1, "CERROR_ILL"}, {2, "CERROR_ABT"}, {3, "CERROR_ATC_INV_SYNC"}};
inline constexpr FieldSpec kCMDQ_CONSFields[] = {
    PlainField("RD", 19, 0, {}, kQueueIndexNote),
    PlainField("ERR", 30, 24, kCerrorValues, "UNKNOWN unless CMDQ_ERR is active"),
};
inline constexpr FieldSpec kOutputQueueProdFields[] = {
    PlainField("WR", 19, 0, {}, kQueueIndexNote),
    BitField("OVFLG", 31, {}, "overflow if it differs from OVACKFLG"),
};
inline constexpr FieldSpec kOutputQueueConsFields[] = {
    PlainField("RD", 19, 0, {}, kQueueIndexNote),
    BitField("OVACKFLG", 31, {}, "overflow if it differs from OVFLG"),
};
inline constexpr FormatSpec kCMDQ_BASE{"CMDQ_BASE", 64, kCMDQ_BASEFields, "6.3.26"};
inline constexpr FormatSpec kCMDQ_PROD{"CMDQ_PROD", 32, kCMDQ_PRODFields, "6.3.27"};
inline constexpr FormatSpec kCMDQ_CONS{"CMDQ_CONS", 32, kCMDQ_CONSFields, "6.3.28"};
inline constexpr FormatSpec kEVENTQ_BASE{"EVENTQ_BASE", 64, kOutputQueueBaseFields, "6.3.29"};
inline constexpr FormatSpec kEVENTQ_PROD{"EVENTQ_PROD", 32, kOutputQueueProdFields, "6.3.95"};
inline constexpr FormatSpec kEVENTQ_CONS{"EVENTQ_CONS", 32, kOutputQueueConsFields, "6.3.96"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG0{"EVENTQ_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.30"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG1{"EVENTQ_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.31"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG2{"EVENTQ_IRQ_CFG2", 32, kIrqCfg2Fields, "6.3.32"};
inline constexpr FormatSpec kPRIQ_BASE{"PRIQ_BASE", 64, kOutputQueueBaseFields, "6.3.33"};
inline constexpr FormatSpec kPRIQ_PROD{"PRIQ_PROD", 32, kOutputQueueProdFields, "6.3.97"};
inline constexpr FormatSpec kPRIQ_CONS{"PRIQ_CONS", 32, kOutputQueueConsFields, "6.3.98"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG0{"PRIQ_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.34"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG1{"PRIQ_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.35"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG2{"PRIQ_IRQ_CFG2", 32, kPriqIrqCfg2Fields, "6.3.36"};

// --- ATOS, MPAM and ECMDQ: named for completeness, the model has none of these options ---

inline constexpr FieldSpec kGATOS_CTRLFields[] = {
    BitField("RUN", 0, {}, "1: a translation is in progress")};
inline constexpr FieldSpec kGATOS_SIDFields[] = {
    PlainField("STREAMID", 31, 0),
    PlainField("SUBSTREAMID", 51, 32),
    BitField("SSID_VALID", 52, kSsvValues),
};
inline constexpr ValueSpec kAtosTypeValues[] = {
    {0, "reserved"}, {1, "stage 1"}, {2, "stage 2"}, {3, "stage 1 + stage 2"}};
inline constexpr FieldSpec kGATOS_ADDRFields[] = {
    BitField("HTTUI", 6, {}, "1: no flag updates"),
    BitField("InD", 7, kInDValues),
    BitField("RnW", 8, kRnWValues),
    BitField("PnU", 9, kPnUValues),
    PlainField("TYPE", 11, 10, kAtosTypeValues),
    AddressField("ADDR", 63, 12),
};
inline constexpr FieldSpec kGATOS_PARFields[] = {
    BitField("FAULT", 0),
    PlainField("SH", 9, 8, kShareabilityValues),
    BitField("Size", 11, {}, "1: the lowest set bit of ADDR gives the size"),
    AddressField("ADDR", 51, 12),
    PlainField("ATTR", 63, 56, {}, "as in MAIR"),
};
inline constexpr ValueSpec kAtosReasonValues[] = {
    {0, "stage 1 or other"}, {1, "CD fetch"}, {2, "stage 1 walk"}, {3, "input address"}};
inline constexpr FieldSpec kGATOS_PARFaultFields[] = {
    BitField("FAULT", 0),
    PlainField("REASON", 2, 1, kAtosReasonValues),
    PlainField("FAULTCODE", 11, 4, {}, "an event number, or 0xFD to 0xFF; 9.1.5"),
    AddressField("FADDR", 51, 12, "of a stage 2 fault"),
    PlainField("IMPDEF", 63, 60),
};
inline constexpr FormatSpec kGATOS_CTRL{"GATOS_CTRL", 32, kGATOS_CTRLFields, "6.3.37"};
inline constexpr FormatSpec kGATOS_SID{"GATOS_SID", 64, kGATOS_SIDFields, "6.3.38"};
inline constexpr FormatSpec kGATOS_ADDR{"GATOS_ADDR", 64, kGATOS_ADDRFields, "6.3.39"};
/// A successful translation, FAULT = 0.
inline constexpr FormatSpec kGATOS_PAR{"GATOS_PAR", 64, kGATOS_PARFields, "6.3.40"};
/// The same register with FAULT = 1.
inline constexpr FormatSpec kGATOS_PARFault{"GATOS_PAR", 64, kGATOS_PARFaultFields, "6.3.40"};

inline constexpr FieldSpec kMPAMIDRFields[] = {PlainField("PARTID_MAX", 15, 0),
                                               PlainField("PMG_MAX", 23, 16)};
inline constexpr FieldSpec kGMPAMFields[] = {PlainField("SO_PARTID", 15, 0),
                                             PlainField("SO_PMG", 23, 16), BitField("Update", 31)};
inline constexpr FieldSpec kGBPMPAMFields[] = {
    PlainField("GBP_PARTID", 15, 0), PlainField("GBP_PMG", 23, 16), BitField("Update", 31)};
inline constexpr FormatSpec kMPAMIDR{"MPAMIDR", 32, kMPAMIDRFields, "6.3.41"};
inline constexpr FormatSpec kGMPAM{"GMPAM", 32, kGMPAMFields, "6.3.42"};
inline constexpr FormatSpec kGBPMPAM{"GBPMPAM", 32, kGBPMPAMFields, "6.3.43"};

inline constexpr FieldSpec kVATOS_SELFields[] = {PlainField("VMID", 15, 0)};
inline constexpr FormatSpec kVATOS_SEL{"VATOS_SEL", 32, kVATOS_SELFields, "6.3.44"};

inline constexpr FieldSpec kIDR6Fields[] = {
    PlainField("CMDQ_CONTROL_PAGE_LOG2NUMQ", 19, 16, {}, "log2 of the queues per page"),
    PlainField("CMDQ_CONTROL_PAGE_LOG2NUMP", 27, 24, {}, "log2 of the pages"),
};
inline constexpr FormatSpec kIDR6{"IDR6", 32, kIDR6Fields, "6.3.45"};

}  // namespace quiesce
