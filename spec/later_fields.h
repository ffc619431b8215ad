// Names for bits that are RES0 in the modelled versions (SMMUv3.0 to v3.2, Non-secure, no MPAM or
// PBHA) but that newer or other SMMUs use. They explain a dump; nothing decides by them.
#pragma once

#include <iterator>
#include <string_view>

#include "spec/events.h"
#include "spec/format.h"
#include "spec/register_formats.h"
#include "spec/stream_formats.h"

namespace quiesce {

struct LaterField {
  const FormatSpec* format;
  FieldSpec field;
  std::string_view feature;  ///< what introduced it
};

inline constexpr LaterField kLaterFields[] = {
    {&kCR0, BitField("DPT_WALK_EN", 10), "DPT"},
    {&kGERROR, BitField("CMDQP_ERR", 9), "ECMDQ"},
    {&kGERROR, BitField("DPT_ERR", 10), "DPT"},
    {&kGERRORN, BitField("CMDQP_ERR", 9), "ECMDQ"},
    {&kGERRORN, BitField("DPT_ERR", 10), "DPT"},
    {&kSTRTAB_BASE, PlainField("ADDR", 55, 52), "v3.4"},

    {&kL1StdFormat, PlainField("L2Ptr", 55, 52), "v3.4"},
    {&kL1CdFormat, PlainField("L2Ptr", 55, 52), "v3.4"},

    {&kSteFormat, PlainField("S1ContextPtr", 55, 52), "v3.4"},
    {&kSteFormat, PlainField("S2HWU", 75, 72), "PBHA"},
    {&kSteFormat, BitField("S1PIE", 88), "v3.4"},
    {&kSteFormat, BitField("S1MPAM", 90), "MPAM"},
    {&kSteFormat, BitField("S2HAFT", 187), "v3.4"},
    {&kSteFormat, BitField("S2PIE", 188), "v3.4"},
    {&kSteFormat, BitField("S2POE", 189), "v3.4"},
    {&kSteFormat, PlainField("DPT_VMATCH", 191, 190), "DPT"},
    {&kSteFormat, BitField("S2NSW", 192), "Secure"},
    {&kSteFormat, BitField("S2NSA", 193), "Secure"},
    {&kSteFormat, BitField("S2SL0_2", 194), "v3.4"},
    {&kSteFormat, BitField("S2DS", 195), "v3.4"},
    {&kSteFormat, PlainField("S2TTB", 247, 244), "v3.4"},
    {&kSteFormat, PlainField("S2SKL", 254, 253), "v3.4"},
    {&kSteFormat, PlainField("PARTID", 287, 272), "MPAM"},
    {&kSteFormat, PlainField("S_S2T0SZ", 293, 288), "Secure"},
    {&kSteFormat, PlainField("S_S2SL0", 295, 294), "Secure"},
    {&kSteFormat, PlainField("S_S2TG", 303, 302), "Secure"},
    {&kSteFormat, PlainField("MECID", 319, 304), "Realm"},
    {&kSteFormat, PlainField("PMG", 327, 320), "MPAM"},
    {&kSteFormat, BitField("MPAM_NS", 328), "MPAM"},
    {&kSteFormat, BitField("AssuredOnly", 329), "v3.4"},
    {&kSteFormat, BitField("TL0", 330), "v3.4"},
    {&kSteFormat, BitField("TL1", 331), "v3.4"},
    {&kSteFormat, PlainField("VMSPtr", 375, 332), "MPAM"},
    {&kSteFormat, BitField("S2SW", 384), "Secure"},
    {&kSteFormat, BitField("S2SA", 385), "Secure"},
    {&kSteFormat, BitField("S_S2SL0_2", 386), "Secure"},
    {&kSteFormat, PlainField("S_S2TTB", 439, 388), "Secure"},
    {&kSteFormat, PlainField("S_S2SKL", 446, 445), "Secure"},
    {&kSteFormat, PlainField("S2POI", 511, 448), "v3.4"},

    {&kCdFormat, BitField("NSCFG0", 64), "Secure"},
    {&kCdFormat, BitField("E0PD0", 66), "v3.3"},
    {&kCdFormat, BitField("HAFT", 67), "v3.4"},
    {&kCdFormat, PlainField("TTB0", 119, 116), "v3.4"},
    {&kCdFormat, BitField("PnCH", 122), "v3.4"},
    {&kCdFormat, BitField("EPAN", 123), "v3.4"},
    {&kCdFormat, PlainField("HWU0", 127, 124), "PBHA"},
    {&kCdFormat, BitField("NSCFG1", 128), "Secure"},
    {&kCdFormat, BitField("E0PD1", 130), "v3.3"},
    {&kCdFormat, BitField("AIE", 131), "v3.4"},
    {&kCdFormat, PlainField("TTB1", 183, 180), "v3.4"},
    {&kCdFormat, BitField("DS", 186), "v3.4"},
    {&kCdFormat, BitField("PIE", 187), "v3.4"},
    {&kCdFormat, PlainField("HWU1", 191, 188), "PBHA"},
    {&kCdFormat, PlainField("PARTID", 367, 352), "MPAM"},
    {&kCdFormat, PlainField("PMG", 375, 368), "MPAM"},
    {&kCdFormat, PlainField("PIIU", 431, 384), "v3.4"},
    {&kCdFormat, PlainField("PIIP", 495, 448), "v3.4"},

    {&kF_STE_FETCH, BitField("GPCF", 80), "RME"},
    {&kF_CD_FETCH, BitField("GPCF", 80), "RME"},
    {&kF_WALK_EABT, BitField("GPCF", 80), "RME"},
    {&kF_VMS_FETCH, BitField("GPCF", 80), "RME"},
};

/// None of them covers a bit that the format names, so each stays reserved.
consteval bool LaterFieldsAreReserved() {
  for (const LaterField& later : kLaterFields) {
    const FieldSpec& a = later.field;
    if (a.lsb + a.width > later.format->bits) return false;
    for (const FieldSpec& b : later.format->fields) {
      if (a.lsb < b.lsb + b.width && b.lsb < a.lsb + a.width) return false;
    }
  }
  return true;
}
static_assert(LaterFieldsAreReserved());

}  // namespace quiesce
