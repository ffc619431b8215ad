// The in-memory configuration structures: L1STD, STE, L1CD, CD. IHI 0070 G.b 5.1 to 5.4.
//
// Address fields carry the widest form of the modelled versions, bits [51:x] (SMMUv3.1 to v3.2); in
// SMMUv3.0 bits [51:48] are RES0 and the readers mask them. Fields of Secure, Realm, MPAM, PBHA,
// DPT and v3.3+ features are not named here: they are RES0 in this model (see CAVEATS.md);
// spec/later_fields.h names them for those who read a dump. IMPLEMENTATION DEFINED bits are named,
// since they are not RES0.
#pragma once

#include "spec/encodings.h"
#include "spec/format.h"
#include "spec/record.h"

namespace quiesce {

// --- L1STD, 5.1 ---

inline constexpr ValueSpec kSpanValues[] = {
    {0, "no L2 table"}, {1, "1 STE"},    {2, "2 STEs"},    {3, "4 STEs"},
    {4, "8 STEs"},      {5, "16 STEs"},  {6, "32 STEs"},   {7, "64 STEs"},
    {8, "128 STEs"},    {9, "256 STEs"}, {10, "512 STEs"}, {11, "1024 STEs"}};
inline constexpr FieldSpec kL1StdFields[] = {
    PlainField("Span", 4, 0, kSpanValues, "2^(Span-1) STEs; 12 to 31 are reserved and behave as 0"),
    AddressField("L2Ptr", 51, 6, "aligned by hardware to the size that Span gives"),
};
inline constexpr FormatSpec kL1StdFormat{"L1STD", 64, kL1StdFields, "5.1",
                                         "level 1 stream table descriptor"};

// --- STE, 5.2 ---

inline constexpr ValueSpec kSteConfigValues[] = {{0, "abort"},
                                                 {1, "reserved, as abort"},
                                                 {2, "reserved, as abort"},
                                                 {3, "reserved, as abort"},
                                                 {4, "bypass"},
                                                 {5, "stage 1"},
                                                 {6, "stage 2"},
                                                 {7, "stage 1 + stage 2"}};
inline constexpr ValueSpec kS1FmtValues[] = {{0, "linear"},
                                             {1, "2-level, 4 KiB leaves"},
                                             {2, "2-level, 64 KiB leaves"},
                                             {3, "reserved, as linear"}};
inline constexpr ValueSpec kS1DssValues[] = {
    {0, "terminate"}, {1, "bypass stage 1"}, {2, "use CD 0"}, {3, "reserved, as terminate"}};
inline constexpr ValueSpec kEatsValues[] = {
    {0, "ATS off"}, {1, "full ATS"}, {2, "split-stage ATS"}, {3, "as ATS off without DPT"}};
inline constexpr ValueSpec kStrwValues[] = {
    {0, "NS-EL1"}, {1, "reserved"}, {2, "NS-EL2 or NS-EL2-E2H, by CR2.E2H"}, {3, "reserved"}};
inline constexpr ValueSpec kNscfgValues[] = {
    {0, "incoming"}, {1, "reserved, as incoming"}, {2, "Secure"}, {3, "Non-secure"}};
inline constexpr std::string_view kTtbNote = "aligned by hardware to the first table's size";

inline constexpr FieldSpec kSteFields[] = {
    BitField("V", 0, kValidValues),
    PlainField("Config", 3, 1, kSteConfigValues),
    PlainField("S1Fmt", 5, 4, kS1FmtValues),
    AddressField("S1ContextPtr", 51, 6, "PA, or IPA with stage 2"),
    PlainField("S1CDMax", 63, 59, {}, "log2 of the number of CDs"),
    PlainField("S1DSS", 65, 64, kS1DssValues),
    PlainField("S1CIR", 67, 66, kWalkCacheabilityValues),
    PlainField("S1COR", 69, 68, kWalkCacheabilityValues),
    PlainField("S1CSH", 71, 70, kShareabilityValues),
    BitField("DRE", 76, {}, "destructive reads permitted; SMMUv3.1+"),
    PlainField("CONT", 80, 77, {}, "hint: 2^CONT identical STEs"),
    BitField("DCP", 81, {}, "directed cache prefetch permitted; SMMUv3.1+"),
    BitField("PPAR", 82, {}, "PASID on automatic PRI responses"),
    BitField("MEV", 83, {}, "events of this stream may be merged"),
    PlainField("SW_RESERVED", 87, 84, {}, "ignored by hardware"),
    BitField("S2FWB", 89, {}, "stage 2 controls the memory type; SMMUv3.2+"),
    BitField("S1STALLD", 91, {}, "1: CD.S must be 0"),
    PlainField("EATS", 93, 92, kEatsValues),
    PlainField("STRW", 95, 94, kStrwValues),
    PlainField("MemAttr", 99, 96, kMemAttrValues, "used if MTCFG"),
    BitField("MTCFG", 100, kMtcfgValues),
    PlainField("ALLOCCFG", 104, 101, kAlloccfgValues, kAlloccfgNote),
    PlainField("SHCFG", 109, 108, kShcfgValues),
    PlainField("NSCFG", 111, 110, kNscfgValues, "ignored for a Non-secure stream"),
    PlainField("PRIVCFG", 113, 112, kPrivcfgValues),
    PlainField("INSTCFG", 115, 114, kInstcfgValues, "reads only"),
    PlainField("IMPDEF_127_116", 127, 116, {}, "IMPLEMENTATION DEFINED"),
    PlainField("S2VMID", 143, 128),
    PlainField("IMPDEF_159_144", 159, 144, {}, "IMPLEMENTATION DEFINED"),
    PlainField("S2T0SZ", 165, 160, {}, "input size 2^(64-S2T0SZ) bytes in VMSAv8-64"),
    PlainField("S2SL0", 167, 166, {}, "starting level; its meaning depends on S2TG"),
    PlainField("S2IR0", 169, 168, kWalkCacheabilityValues),
    PlainField("S2OR0", 171, 170, kWalkCacheabilityValues),
    PlainField("S2SH0", 173, 172, kShareabilityValues),
    PlainField("S2TG", 175, 174, kTg0Values),
    PlainField("S2PS", 178, 176, kPhysicalSizeValues),
    BitField("S2AA64", 179, kTableFormatValues),
    BitField("S2ENDI", 180, kEndianValues),
    BitField("S2AFFD", 181, {}, "1: AF = 0 does not fault; ignored if S2HA"),
    BitField("S2PTW", 182, {}, "1: no stage 1 walk or CD fetch through Device"),
    BitField("S2HD", 183, {}, "hardware updates of dirty state; needs S2HA"),
    BitField("S2HA", 184, {}, "hardware updates of the access flag"),
    BitField("S2S", 185, {}, "stall on a stage 2 fault"),
    BitField("S2R", 186, {}, "record stage 2 faults"),
    AddressField("S2TTB", 243, 196, kTtbNote),
    PlainField("IMPDEF_271_256", 271, 256, {}, "IMPLEMENTATION DEFINED"),
};
inline constexpr FormatSpec kSteFormat{"STE", 512, kSteFields, "5.2", "stream table entry"};

// --- L1CD, 5.3 ---

inline constexpr FieldSpec kL1CdFields[] = {
    BitField("V", 0, kValidValues),
    AddressField("L2Ptr", 51, 12, "PA, or IPA with stage 2"),
};
inline constexpr FormatSpec kL1CdFormat{"L1CD", 64, kL1CdFields, "5.3",
                                        "level 1 context descriptor pointer"};

// --- CD, 5.4 ---

inline constexpr ValueSpec kAsetValues[] = {{0, "shared set"}, {1, "non-shared set"}};
inline constexpr std::string_view kTxszNote = "region size 2^(64-TxSZ) bytes in VMSAv8-64";

inline constexpr FieldSpec kCdFields[] = {
    PlainField("T0SZ", 5, 0, {}, kTxszNote),
    PlainField("TG0", 7, 6, kTg0Values),
    PlainField("IR0", 9, 8, kWalkCacheabilityValues),
    PlainField("OR0", 11, 10, kWalkCacheabilityValues),
    PlainField("SH0", 13, 12, kShareabilityValues),
    BitField("EPD0", 14, {}, "1: no walks of TTB0"),
    BitField("ENDI", 15, kEndianValues),
    PlainField("T1SZ", 21, 16, {}, kTxszNote),
    PlainField("TG1", 23, 22, kTg1Values),
    PlainField("IR1", 25, 24, kWalkCacheabilityValues),
    PlainField("OR1", 27, 26, kWalkCacheabilityValues),
    PlainField("SH1", 29, 28, kShareabilityValues),
    BitField("EPD1", 30, {}, "1: no walks of TTB1"),
    BitField("V", 31, kValidValues),
    PlainField("IPS", 34, 32, kPhysicalSizeValues),
    BitField("AFFD", 35, {}, "1: AF = 0 does not fault; ignored if HA"),
    BitField("WXN", 36, {}, "writable implies execute-never"),
    BitField("UWXN", 37, {}, "ignored for VMSAv8-64"),
    BitField("TBI0", 38, {}, "top byte ignored for TTB0"),
    BitField("TBI1", 39, {}, "top byte ignored for TTB1"),
    BitField("PAN", 40, {}, "no privileged data access to unprivileged pages"),
    BitField("AA64", 41, kTableFormatValues),
    BitField("HD", 42, {}, "hardware updates of dirty state; needs HA"),
    BitField("HA", 43, {}, "hardware updates of the access flag"),
    BitField("S", 44, {}, "stall on fault"),
    BitField("R", 45, {}, "record faults"),
    BitField("A", 46, {}, "abort on fault, else RAZ/WI"),
    BitField("ASET", 47, kAsetValues),
    PlainField("ASID", 63, 48, {}, "ignored in NS-EL2"),
    BitField("HAD0", 65, {}, "no hierarchical attributes; ignored if IDR3.HAD = 0"),
    AddressField("TTB0", 115, 68, kTtbNote),
    BitField("HAD1", 129, {}, "no hierarchical attributes; ignored if IDR3.HAD = 0"),
    AddressField("TTB1", 179, 132, kTtbNote),
    PlainField("MAIR0", 223, 192),
    PlainField("MAIR1", 255, 224),
    PlainField("AMAIR0", 287, 256),
    PlainField("AMAIR1", 319, 288),
    PlainField("IMPDEF_351_320", 351, 320, {}, "IMPLEMENTATION DEFINED"),
};
inline constexpr FormatSpec kCdFormat{"CD", 512, kCdFields, "5.4", "context descriptor"};

static_assert(WellFormed(kL1StdFormat) && WellFormed(kSteFormat));
static_assert(WellFormed(kL1CdFormat) && WellFormed(kCdFormat));

template <class D>
using L1Std = Record<D, kL1StdFormat>;
template <class D>
using Ste = Record<D, kSteFormat>;
template <class D>
using L1Cd = Record<D, kL1CdFormat>;
template <class D>
using Cd = Record<D, kCdFormat>;

}  // namespace quiesce
