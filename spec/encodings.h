// Encodings that several registers, structures and commands share. IHI 0070 G.b 5.2, 5.4, 6.3.
#pragma once

#include "spec/format.h"

namespace quiesce {

inline constexpr ValueSpec kValidValues[] = {{0, "invalid"}, {1, "valid"}};

/// CD.SHx, STE.S2SH0, STE.S1CSH, CR1.*_SH, *_IRQ_CFG2.SH, CMD_SYNC.MSH.
inline constexpr ValueSpec kShareabilityValues[] = {
    {0, "NSH"}, {1, "reserved, as NSH"}, {2, "OSH"}, {3, "ISH"}};

/// CD.IRx, CD.ORx, STE.S2IR0, STE.S2OR0, STE.S1CIR, STE.S1COR.
inline constexpr ValueSpec kWalkCacheabilityValues[] = {
    {0, "NC"}, {1, "WB-RaWa"}, {2, "WT-Ra"}, {3, "WB-Ra"}};

/// CR1.*_IC, CR1.*_OC: another encoding than the one above.
inline constexpr ValueSpec kQueueCacheabilityValues[] = {
    {0, "NC"}, {1, "WB"}, {2, "WT"}, {3, "reserved, as NC"}};

/// STE.MemAttr, GBPA.MemAttr, *_IRQ_CFG2.MemAttr, CMD_SYNC.MSIAttr: outer type, then inner type.
inline constexpr ValueSpec kMemAttrValues[] = {
    {0, "Device-nGnRnE"},
    {1, "Device-nGnRE"},
    {2, "Device-nGRE"},
    {3, "Device-GRE"},
    {4, "reserved, as Device-nGnRnE"},
    {5, "oNC-iNC"},
    {6, "oNC-iWT"},
    {7, "oNC-iWB"},
    {8, "reserved, as Device-nGnRnE"},
    {9, "oWT-iNC"},
    {10, "oWT-iWT"},
    {11, "oWT-iWB"},
    {12, "reserved, as Device-nGnRnE"},
    {13, "oWB-iNC"},
    {14, "oWB-iWT"},
    {15, "oWB-iWB"},
};

/// The overrides of STE and GBPA.
inline constexpr ValueSpec kMtcfgValues[] = {{0, "incoming type"}, {1, "type from MemAttr"}};
inline constexpr ValueSpec kAlloccfgValues[] = {{0, "incoming"},
                                                {8, "no-allocate"},
                                                {9, "no-allocate, transient"},
                                                {10, "WA"},
                                                {11, "WA, transient"},
                                                {12, "RA"},
                                                {13, "RA, transient"},
                                                {14, "RA and WA"},
                                                {15, "RA and WA, transient"}};
inline constexpr std::string_view kAlloccfgNote = "0b0xxx incoming, 0b1RWT override";
inline constexpr ValueSpec kShcfgValues[] = {{0, "NSH"}, {1, "incoming"}, {2, "OSH"}, {3, "ISH"}};
inline constexpr ValueSpec kPrivcfgValues[] = {
    {0, "incoming"}, {1, "reserved, as incoming"}, {2, "unprivileged"}, {3, "privileged"}};
inline constexpr ValueSpec kInstcfgValues[] = {
    {0, "incoming"}, {1, "reserved, as incoming"}, {2, "data"}, {3, "instruction"}};

/// CD.IPS, STE.S2PS. A size above OAS acts as OAS.
inline constexpr ValueSpec kPhysicalSizeValues[] = {{0, "32 bits"},
                                                    {1, "36 bits"},
                                                    {2, "40 bits"},
                                                    {3, "42 bits"},
                                                    {4, "44 bits"},
                                                    {5, "48 bits"},
                                                    {6, "52 bits, in SMMUv3.0 48 bits"},
                                                    {7, "reserved, as 6"}};

inline constexpr ValueSpec kEndianValues[] = {{0, "little-endian"}, {1, "big-endian"}};
inline constexpr ValueSpec kTableFormatValues[] = {{0, "VMSAv8-32 LPAE"}, {1, "VMSAv8-64"}};

/// STE.S2TG, CD.TG0; CD.TG1 is encoded differently.
inline constexpr ValueSpec kTg0Values[] = {{0, "4K"}, {1, "64K"}, {2, "16K"}, {3, "reserved"}};
inline constexpr ValueSpec kTg1Values[] = {{0, "reserved"}, {1, "16K"}, {2, "4K"}, {3, "64K"}};

/// What a transaction was: events, ATOS.
inline constexpr ValueSpec kRnWValues[] = {{0, "write"}, {1, "read"}};
inline constexpr ValueSpec kInDValues[] = {{0, "data"}, {1, "instruction"}};
inline constexpr ValueSpec kPnUValues[] = {{0, "unprivileged"}, {1, "privileged"}};
inline constexpr ValueSpec kSsvValues[] = {{0, "no SubstreamID"}, {1, "with SubstreamID"}};

}  // namespace quiesce
