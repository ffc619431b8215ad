// The fields of every Non-secure register. IHI 0070 G.b 6.3. See spec/registers.h for offsets,
// guards and resets.
#pragma once

#include "spec/format.h"

namespace quiesce {

inline constexpr ValueSpec kTtfValues[] = {
    {0, "reserved"}, {1, "VMSAv8-32 LPAE"}, {2, "VMSAv8-64"}, {3, "both"}};
inline constexpr ValueSpec kHttuValues[] = {{0, "none"},
                                            {1, "access flag"},
                                            {2, "access flag and dirty state"},
                                            {3, "and table access flag"}};
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
    BitField("BTM", 5),
    PlainField("HTTU", 7, 6, kHttuValues),
    BitField("DORMHINT", 8),
    BitField("Hyp", 9),
    BitField("ATS", 10),
    BitField("NS1ATS", 11),
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
    BitField("RME_IMPL", 30),
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
    BitField("REL", 28),
    BitField("QUEUES_PRESET", 29),
    BitField("TABLES_PRESET", 30),
    BitField("ECMDQ", 31),
};
inline constexpr FormatSpec kIDR1{"IDR1", 32, kIDR1Fields, "6.3.2"};

inline constexpr FieldSpec kIDR2Fields[] = {PlainField("BA_VATOS", 9, 0)};
inline constexpr FormatSpec kIDR2{"IDR2", 32, kIDR2Fields, "6.3.3"};

inline constexpr FieldSpec kIDR3Fields[] = {
    BitField("HAD", 2), BitField("PBHA", 3), BitField("XNX", 4),
    BitField("PPS", 5), BitField("MPAM", 7), BitField("FWB", 8),
    BitField("STT", 9), BitField("RIL", 10), PlainField("BBML", 12, 11),
};
inline constexpr FormatSpec kIDR3{"IDR3", 32, kIDR3Fields, "6.3.4"};

inline constexpr FieldSpec kIDR4Fields[] = {PlainField("IMPDEF", 31, 0)};
inline constexpr FormatSpec kIDR4{"IDR4", 32, kIDR4Fields, "6.3.5"};

inline constexpr ValueSpec kOasValues[] = {{0, "32 bits"}, {1, "36 bits"}, {2, "40 bits"},
                                           {3, "42 bits"}, {4, "44 bits"}, {5, "48 bits"},
                                           {6, "52 bits"}, {7, "reserved"}};
inline constexpr ValueSpec kVaxValues[] = {
    {0, "48 bits"}, {1, "52 bits"}, {2, "reserved"}, {3, "reserved"}};
inline constexpr FieldSpec kIDR5Fields[] = {
    PlainField("OAS", 2, 0, kOasValues),
    BitField("GRAN4K", 4),
    BitField("GRAN16K", 5),
    BitField("GRAN64K", 6),
    PlainField("VAX", 11, 10, kVaxValues),
    PlainField("STALL_MAX", 31, 16),
};
inline constexpr FormatSpec kIDR5{"IDR5", 32, kIDR5Fields, "6.3.6"};

inline constexpr FieldSpec kIIDRFields[] = {
    PlainField("Implementer", 11, 0), PlainField("Revision", 15, 12), PlainField("Variant", 19, 16),
    PlainField("ProductID", 31, 20)};
inline constexpr FormatSpec kIIDR{"IIDR", 32, kIIDRFields, "6.3.7"};

inline constexpr FieldSpec kAIDRFields[] = {PlainField("ArchMinorRev", 3, 0),
                                            PlainField("ArchMajorRev", 7, 4)};
inline constexpr FormatSpec kAIDR{"AIDR", 32, kAIDRFields, "6.3.8"};

inline constexpr FieldSpec kCR0Fields[] = {
    BitField("SMMUEN", 0), BitField("PRIQEN", 1), BitField("EVENTQEN", 2),
    BitField("CMDQEN", 3), BitField("ATSCHK", 4), PlainField("VMW", 8, 6),
};
inline constexpr FormatSpec kCR0{"CR0", 32, kCR0Fields, "6.3.9"};
inline constexpr FormatSpec kCR0ACK{"CR0ACK", 32, kCR0Fields, "6.3.10"};

inline constexpr ValueSpec kQueueCacheabilityValues[] = {
    {0, "NC"}, {1, "WB"}, {2, "WT"}, {3, "reserved, as NC"}};
inline constexpr FieldSpec kCR1Fields[] = {
    PlainField("QUEUE_IC", 1, 0, kQueueCacheabilityValues),
    PlainField("QUEUE_OC", 3, 2, kQueueCacheabilityValues),
    PlainField("QUEUE_SH", 5, 4),
    PlainField("TABLE_IC", 7, 6, kQueueCacheabilityValues),
    PlainField("TABLE_OC", 9, 8, kQueueCacheabilityValues),
    PlainField("TABLE_SH", 11, 10),
};
inline constexpr FormatSpec kCR1{"CR1", 32, kCR1Fields, "6.3.11"};

inline constexpr FieldSpec kCR2Fields[] = {BitField("E2H", 0), BitField("RECINVSID", 1),
                                           BitField("PTM", 2), BitField("REC_CFG_ATS", 3)};
inline constexpr FormatSpec kCR2{"CR2", 32, kCR2Fields, "6.3.12"};

inline constexpr FieldSpec kSTATUSRFields[] = {BitField("DORMANT", 0)};
inline constexpr FormatSpec kSTATUSR{"STATUSR", 32, kSTATUSRFields, "6.3.13"};

inline constexpr FieldSpec kGBPAFields[] = {
    PlainField("MemAttr", 3, 0), BitField("MTCFG", 4),          PlainField("ALLOCCFG", 11, 8),
    PlainField("SHCFG", 13, 12), PlainField("PRIVCFG", 17, 16), PlainField("INSTCFG", 19, 18),
    BitField("ABORT", 20),       BitField("Update", 31),
};
inline constexpr FormatSpec kGBPA{"GBPA", 32, kGBPAFields, "6.3.14"};

inline constexpr FieldSpec kAGBPAFields[] = {PlainField("IMPDEF", 31, 0)};
inline constexpr FormatSpec kAGBPA{"AGBPA", 32, kAGBPAFields, "6.3.15"};

inline constexpr FieldSpec kIRQ_CTRLFields[] = {
    BitField("GERROR_IRQEN", 0), BitField("PRIQ_IRQEN", 1), BitField("EVENTQ_IRQEN", 2)};
inline constexpr FormatSpec kIRQ_CTRL{"IRQ_CTRL", 32, kIRQ_CTRLFields, "6.3.16"};
inline constexpr FormatSpec kIRQ_CTRLACK{"IRQ_CTRLACK", 32, kIRQ_CTRLFields, "6.3.17"};

inline constexpr FieldSpec kGERRORFields[] = {
    BitField("CMDQ_ERR", 0),           BitField("EVENTQ_ABT_ERR", 2),
    BitField("PRIQ_ABT_ERR", 3),       BitField("MSI_CMDQ_ABT_ERR", 4),
    BitField("MSI_EVENTQ_ABT_ERR", 5), BitField("MSI_PRIQ_ABT_ERR", 6),
    BitField("MSI_GERROR_ABT_ERR", 7), BitField("SFM_ERR", 8),
};
inline constexpr FormatSpec kGERROR{"GERROR", 32, kGERRORFields, "6.3.18"};
inline constexpr FormatSpec kGERRORN{"GERRORN", 32, kGERRORFields, "6.3.19"};

inline constexpr FieldSpec kIrqCfg0Fields[] = {AddressField("ADDR", 51, 2, "0: no MSI")};
inline constexpr FieldSpec kIrqCfg1Fields[] = {PlainField("DATA", 31, 0)};
inline constexpr FieldSpec kIrqCfg2Fields[] = {PlainField("MemAttr", 3, 0), PlainField("SH", 5, 4)};
inline constexpr FieldSpec kPriqIrqCfg2Fields[] = {PlainField("MemAttr", 3, 0),
                                                   PlainField("SH", 5, 4), BitField("LO", 31)};
inline constexpr FormatSpec kGERROR_IRQ_CFG0{"GERROR_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.20"};
inline constexpr FormatSpec kGERROR_IRQ_CFG1{"GERROR_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.21"};
inline constexpr FormatSpec kGERROR_IRQ_CFG2{"GERROR_IRQ_CFG2", 32, kIrqCfg2Fields, "6.3.22"};

inline constexpr FieldSpec kSTRTAB_BASEFields[] = {AddressField("ADDR", 51, 6), BitField("RA", 62)};
inline constexpr FormatSpec kSTRTAB_BASE{"STRTAB_BASE", 64, kSTRTAB_BASEFields, "6.3.23"};

inline constexpr ValueSpec kStrtabFmtValues[] = {
    {0, "linear"}, {1, "2-level"}, {2, "reserved, as linear"}, {3, "reserved, as linear"}};
inline constexpr FieldSpec kSTRTAB_BASE_CFGFields[] = {
    PlainField("LOG2SIZE", 5, 0, {}, "log2 of the number of StreamIDs"),
    PlainField("SPLIT", 10, 6, {}, "6, 8 or 10; any other value behaves as 6"),
    PlainField("FMT", 17, 16, kStrtabFmtValues),
};
inline constexpr FormatSpec kSTRTAB_BASE_CFG{"STRTAB_BASE_CFG", 32, kSTRTAB_BASE_CFGFields,
                                             "6.3.24"};

inline constexpr FieldSpec kCMDQ_BASEFields[] = {PlainField("LOG2SIZE", 4, 0),
                                                 AddressField("ADDR", 51, 5), BitField("RA", 62)};
inline constexpr FieldSpec kOutputQueueBaseFields[] = {
    PlainField("LOG2SIZE", 4, 0), AddressField("ADDR", 51, 5), BitField("WA", 62)};
inline constexpr FieldSpec kCMDQ_PRODFields[] = {PlainField("WR", 19, 0)};
inline constexpr ValueSpec kCerrorValues[] = {
    {0, "CERROR_NONE"}, {1, "CERROR_ILL"}, {2, "CERROR_ABT"}, {3, "CERROR_ATC_INV_SYNC"}};
inline constexpr FieldSpec kCMDQ_CONSFields[] = {PlainField("RD", 19, 0),
                                                 PlainField("ERR", 30, 24, kCerrorValues)};
inline constexpr FieldSpec kOutputQueueProdFields[] = {PlainField("WR", 19, 0),
                                                       BitField("OVFLG", 31)};
inline constexpr FieldSpec kOutputQueueConsFields[] = {PlainField("RD", 19, 0),
                                                       BitField("OVACKFLG", 31)};
inline constexpr FormatSpec kCMDQ_BASE{"CMDQ_BASE", 64, kCMDQ_BASEFields, "6.3.25"};
inline constexpr FormatSpec kCMDQ_PROD{"CMDQ_PROD", 32, kCMDQ_PRODFields, "6.3.26"};
inline constexpr FormatSpec kCMDQ_CONS{"CMDQ_CONS", 32, kCMDQ_CONSFields, "6.3.27"};
inline constexpr FormatSpec kEVENTQ_BASE{"EVENTQ_BASE", 64, kOutputQueueBaseFields, "6.3.28"};
inline constexpr FormatSpec kEVENTQ_PROD{"EVENTQ_PROD", 32, kOutputQueueProdFields, "6.3.29"};
inline constexpr FormatSpec kEVENTQ_CONS{"EVENTQ_CONS", 32, kOutputQueueConsFields, "6.3.30"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG0{"EVENTQ_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.31"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG1{"EVENTQ_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.32"};
inline constexpr FormatSpec kEVENTQ_IRQ_CFG2{"EVENTQ_IRQ_CFG2", 32, kIrqCfg2Fields, "6.3.33"};
inline constexpr FormatSpec kPRIQ_BASE{"PRIQ_BASE", 64, kOutputQueueBaseFields, "6.3.34"};
inline constexpr FormatSpec kPRIQ_PROD{"PRIQ_PROD", 32, kOutputQueueProdFields, "6.3.35"};
inline constexpr FormatSpec kPRIQ_CONS{"PRIQ_CONS", 32, kOutputQueueConsFields, "6.3.36"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG0{"PRIQ_IRQ_CFG0", 64, kIrqCfg0Fields, "6.3.37"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG1{"PRIQ_IRQ_CFG1", 32, kIrqCfg1Fields, "6.3.38"};
inline constexpr FormatSpec kPRIQ_IRQ_CFG2{"PRIQ_IRQ_CFG2", 32, kPriqIrqCfg2Fields, "6.3.39"};

static_assert(WellFormed(kIDR0) && WellFormed(kIDR1) && WellFormed(kIDR2) && WellFormed(kIDR3) &&
              WellFormed(kIDR5));
static_assert(WellFormed(kCR0) && WellFormed(kCR1) && WellFormed(kCR2) && WellFormed(kGBPA) &&
              WellFormed(kIRQ_CTRL));
static_assert(WellFormed(kGERROR) && WellFormed(kSTRTAB_BASE) && WellFormed(kSTRTAB_BASE_CFG));
static_assert(WellFormed(kCMDQ_BASE) && WellFormed(kCMDQ_CONS) && WellFormed(kEVENTQ_BASE) &&
              WellFormed(kEVENTQ_PROD));
static_assert(WellFormed(kGERROR_IRQ_CFG0) && WellFormed(kPRIQ_IRQ_CFG2));

}  // namespace quiesce
