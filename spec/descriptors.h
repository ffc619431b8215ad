// Translation table descriptors of VMSAv8-64 and the records of the PRI queue.
//
// Descriptors: DDI 0487 D8.3, with 4K and 16K granules of 48-bit addresses and the 64K granule of
// up to 52 (FEAT_LPA); no indirect permissions, overlays or 128-bit descriptors. A descriptor is
// invalid if bit 0 is 0, and at level 3 also if bit 1 is 0; a level decides whether bit 1 means a
// table or a page, so the reader picks the format. Bits that hardware ignores are named SW.
#pragma once

#include "spec/encodings.h"
#include "spec/fields.h"
#include "spec/format.h"
#include "spec/record.h"

namespace quiesce {

inline constexpr ValueSpec kApTableValues[] = {{0, "no effect"},
                                               {1, "no unprivileged access"},
                                               {2, "no write"},
                                               {3, "no write, no unprivileged access"}};
inline constexpr ValueSpec kApValues[] = {
    {0, "privileged RW"}, {1, "RW"}, {2, "privileged RO"}, {3, "RO"}};
inline constexpr ValueSpec kS2apValues[] = {{0, "none"}, {1, "RO"}, {2, "WO"}, {3, "RW"}};
inline constexpr ValueSpec kS2xnValues[] = {{0, "executable"},
                                            {1, "unprivileged execute only"},
                                            {2, "execute-never"},
                                            {3, "privileged execute only"}};
inline constexpr std::string_view kOutputNote =
    "low bits below the size are RES0; for 64K, bits [15:12] are address [51:48]";

// --- parts ---

inline constexpr auto kDescriptorType = FieldList({
    BitField("Valid", 0, kValidValues),
    BitField("Type", 1, {}, "1: table, or page at level 3; 0: block"),
});
inline constexpr auto kDescriptorNextTable =
    FieldList({AddressField("NextTable", 47, 12, kOutputNote)});
inline constexpr auto kDescriptorBlockAddress = FieldList({
    PlainField("OutputAddress_51_48", 15, 12, {}, "64K granule with 52-bit addresses only"),
    BitField("nT", 16, {}, "with IDR3.BBML"),
    AddressField("OutputAddress", 47, 21, "low bits below the block size are RES0"),
});
inline constexpr auto kDescriptorPageAddress =
    FieldList({AddressField("OutputAddress", 47, 12, kOutputNote)});

inline constexpr auto kS1LeafLow = FieldList({
    PlainField("AttrIndx", 4, 2, {}, "which byte of MAIR"),
    BitField("NS", 5, {}, "RES0 for Non-secure"),
    PlainField("AP", 7, 6, kApValues, "AP[2:1]"),
    PlainField("SH", 9, 8, kShareabilityValues),
    BitField("AF", 10, {}, "access flag"),
    BitField("nG", 11, {}, "1: matched by ASID"),
});
inline constexpr auto kS1LeafHigh = FieldList({
    BitField("GP", 50, {}, "no meaning for an SMMU"),
    BitField("DBM", 51, {}, "dirty bit modifier"),
    BitField("Contiguous", 52),
    BitField("PXN", 53, {}, "RES0 in NS-EL2"),
    BitField("UXN", 54, {}, "XN in NS-EL2"),
    PlainField("SW", 58, 55),
    PlainField("PBHA", 62, 59, {}, "ignored without IDR3.PBHA"),
    BitField("SW_63", 63),
});
inline constexpr auto kS2LeafLow = FieldList({
    PlainField("MemAttr", 5, 2, kMemAttrValues, "another encoding if S2FWB"),
    PlainField("S2AP", 7, 6, kS2apValues),
    PlainField("SH", 9, 8, kShareabilityValues),
    BitField("AF", 10, {}, "access flag"),
});
inline constexpr auto kS2LeafHigh = FieldList({
    BitField("DBM", 51, {}, "dirty bit modifier"),
    BitField("Contiguous", 52),
    PlainField("XN", 54, 53, kS2xnValues, "only bit 54 counts without IDR3.XNX"),
    PlainField("SW", 58, 55),
    PlainField("PBHA", 62, 59, {}, "ignored without IDR3.PBHA"),
});

// --- formats ---

inline constexpr auto kS1TableFields = kDescriptorType + FieldList({PlainField("SW_11_2", 11, 2)}) +
                                       kDescriptorNextTable +
                                       FieldList({
                                           PlainField("SW_58_51", 58, 51),
                                           BitField("PXNTable", 59, {}, "RES0 in NS-EL2"),
                                           BitField("UXNTable", 60, {}, "XNTable in NS-EL2"),
                                           PlainField("APTable", 62, 61, kApTableValues),
                                           BitField("NSTable", 63, {}, "RES0 for Non-secure"),
                                       });
inline constexpr auto kS1BlockFields =
    kDescriptorType + kS1LeafLow + kDescriptorBlockAddress + kS1LeafHigh;
inline constexpr auto kS1PageFields =
    kDescriptorType + kS1LeafLow + kDescriptorPageAddress + kS1LeafHigh;
inline constexpr auto kS2TableFields = kDescriptorType + FieldList({PlainField("SW_11_2", 11, 2)}) +
                                       kDescriptorNextTable +
                                       FieldList({PlainField("SW_58_51", 58, 51)});
inline constexpr auto kS2BlockFields =
    kDescriptorType + kS2LeafLow + kDescriptorBlockAddress + kS2LeafHigh;
inline constexpr auto kS2PageFields =
    kDescriptorType + kS2LeafLow + kDescriptorPageAddress + kS2LeafHigh;

inline constexpr FormatSpec kS1TableFormat{"S1_TABLE", 64, kS1TableFields, "DDI 0487 D8.3.1.1",
                                           "stage 1 table descriptor"};
inline constexpr FormatSpec kS1BlockFormat{"S1_BLOCK", 64, kS1BlockFields, "DDI 0487 D8.3.1.2",
                                           "stage 1 block descriptor"};
inline constexpr FormatSpec kS1PageFormat{"S1_PAGE", 64, kS1PageFields, "DDI 0487 D8.3.1.2",
                                          "stage 1 page descriptor"};
inline constexpr FormatSpec kS2TableFormat{"S2_TABLE", 64, kS2TableFields, "DDI 0487 D8.3.1.1",
                                           "stage 2 table descriptor"};
inline constexpr FormatSpec kS2BlockFormat{"S2_BLOCK", 64, kS2BlockFields, "DDI 0487 D8.3.1.2",
                                           "stage 2 block descriptor"};
inline constexpr FormatSpec kS2PageFormat{"S2_PAGE", 64, kS2PageFields, "DDI 0487 D8.3.1.2",
                                          "stage 2 page descriptor"};

/// A page request of the PRI queue. LWR = 0b100 with SSV is a Stop Marker.
inline constexpr FieldSpec kPriFields[] = {
    PlainField("StreamID", 31, 0),
    PlainField("SubstreamID", 51, 32, {}, "valid if SSV"),
    BitField("Priv", 58, {}, "privileged access wanted"),
    BitField("X", 59, {}, "execute wanted"),
    BitField("R", 60, {}, "read wanted"),
    BitField("W", 61, {}, "write wanted"),
    BitField("Last", 62, {}, "last of its group"),
    BitField("SSV", 63, kSsvValues),
    PlainField("PRGIndex", 72, 64, {}, "page request group"),
    AddressField("PageAddress", 127, 76),
};
inline constexpr FormatSpec kPriFormat{"PRI", 128, kPriFields, "8", "page request"};

static_assert(WellFormed(kS1TableFormat) && WellFormed(kS1BlockFormat) &&
              WellFormed(kS1PageFormat));
static_assert(WellFormed(kS2TableFormat) && WellFormed(kS2BlockFormat) &&
              WellFormed(kS2PageFormat));
static_assert(WellFormed(kPriFormat));

template <class D>
using S1Table = Record<D, kS1TableFormat>;
template <class D>
using S1Block = Record<D, kS1BlockFormat>;
template <class D>
using S1Page = Record<D, kS1PageFormat>;
template <class D>
using S2Table = Record<D, kS2TableFormat>;
template <class D>
using S2Block = Record<D, kS2BlockFormat>;
template <class D>
using S2Page = Record<D, kS2PageFormat>;
template <class D>
using PageRequest = Record<D, kPriFormat>;

}  // namespace quiesce
