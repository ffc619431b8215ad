// The stages of translation as a legal STE and CD configure them: what a walk needs to know,
// decoded once. IHI 0070 G.b 3.4, 5.2 (S2 fields), 5.4.
#pragma once

#include <array>
#include <cstdint>

#include "model/smmu/attributes.h"
#include "model/smmu/fault.h"
#include "model/smmu/granule.h"
#include "model/smmu/observer.h"
#include "model/smmu/permissions.h"
#include "spec/stage1.h"
#include "spec/stage2.h"

namespace quiesce {

/// How one stage walks its tables, from a legal CD or STE.
struct TableWalk {
  Stage stage;
  GranuleSize granule;
  bool wide;        ///< OAS == 52: 64K descriptors hold address bits [51:48] in bits [15:12]
  bool big_endian;  ///< byte order of the descriptors
  std::uint8_t input_bits;   ///< width of the input range
  std::uint8_t start_level;  ///< 0 to 3
  std::uint8_t output_bits;  ///< the effective IPS or S2PS
  std::uint64_t base;        ///< aligned to the start level's table

  // What follows from them, for every descriptor of a walk: TableBits and OversizeBits.
  std::uint64_t table_bits;
  std::uint64_t oversize_bits;
};

/// Bits [47:x] of a table descriptor: the next table's address.
constexpr std::uint64_t TableBits(GranuleSize g) {
  return DropLowBits(LowBits(~std::uint64_t{0}, 48), BitsOf(g));
}
/// The bits of an address at and above `output_bits`.
constexpr std::uint64_t OversizeBits(unsigned output_bits) {
  return DropLowBits(~std::uint64_t{0}, output_bits);
}

/// HTTU as it acts: HD is effective only together with HA.
struct FlagControls {
  bool hardware_access = false;        ///< HA
  bool hardware_dirty = false;         ///< HA and HD
  bool access_fault_disabled = false;  ///< AFFD

  template <class Obs>
  static FlagControls Of(bool ha, bool hd, bool affd, Obs& obs) {
    return {ha, Decides<"LEAF-HD-WITH-HA">(obs, ha && hd), affd};
  }
};

/// The half of a legal CD with AA64 == 1 that an address selects.
struct Stage1 {
  TableWalk walk;
  Stage1Controls controls;
  FlagControls flags;
  FaultPolicy policy;
  bool upper;                                  ///< TTB1
  bool walks;                                  ///< EPDx is 0
  bool top_byte_ignored;                       ///< TBIx
  bool hierarchy_disabled;                     ///< HADx
  std::array<MemoryAttributes, 8> attributes;  ///< by AttrIndx, as of non-shareable memory
};

/// The walk of one half.
template <class Obs>
TableWalk MakeStage1Walk(const Cd<Concrete>& cd, const CdHalf<Concrete>& half,
                         const Caps<Concrete>& caps, Obs& obs) {
  const auto granule = static_cast<GranuleSize>(GranuleBits<Concrete>(half.granule).raw());
  const auto txsz = static_cast<unsigned>(EffectiveTxsz(half, Bool<Concrete>(true), caps).raw());
  const unsigned input_bits = Measures<"S1-INPUT-BITS">(obs, 64 - txsz);
  const unsigned start = Stage1StartLevel(granule, input_bits);
  const auto ips = static_cast<unsigned>(EffectiveIps(cd, caps).raw());
  const unsigned output_bits = Measures<"S1-OUTPUT-BITS">(obs, ips);
  const unsigned align =
      Measures<"S1-BASE-ALIGN">(obs, TableAlignment(granule, input_bits, start, output_bits));
  return {.stage = Stage::k1,
          .granule = granule,
          .wide = Decides<"S1-OAS52">(obs, (caps.oas == 52).raw()),
          .big_endian = Decides<"S1-ENDI">(obs, Is<"ENDI">(cd).raw()),
          .input_bits = static_cast<std::uint8_t>(input_bits),
          .start_level = static_cast<std::uint8_t>(Measures<"S1-START-LEVEL">(obs, start)),
          .output_bits = static_cast<std::uint8_t>(output_bits),
          .base = DropLowBits(half.ttb.raw(), align),
          .table_bits = TableBits(granule),
          .oversize_bits = OversizeBits(output_bits)};
}

/// CD.MAIR0 and MAIR1.
constexpr std::array<MemoryAttributes, 8> DecodeMairs(const Cd<Concrete>& cd) {
  const std::uint64_t mair = Get<"MAIR1">(cd).raw() << 32 | Get<"MAIR0">(cd).raw();
  std::array<MemoryAttributes, 8> all;
  for (unsigned i = 0; i < all.size(); ++i) {
    all[i] = DecodeMair(mair >> (8 * i), Shareability::kNonShareable);
  }
  return all;
}

/// The upper half, or the lower one.
template <class Obs>
Stage1 MakeStage1(const Cd<Concrete>& cd, const StreamWorld<Concrete>& world,
                  const Caps<Concrete>& caps, bool upper, Obs& obs) {
  const bool el2 = world.IsNsEl2().raw();
  const CdHalf<Concrete> half = upper ? UpperHalf(cd, world, caps) : LowerHalf(cd, world, caps);
  const bool had = (upper ? Is<"HAD1">(cd) : Is<"HAD0">(cd)).raw();
  const bool ha = Decides<"S1-HA">(obs, Is<"HA">(cd).raw());
  const bool hd = Decides<"S1-HD">(obs, Is<"HD">(cd).raw());
  const bool affd = Decides<"S1-AFFD">(obs, Is<"AFFD">(cd).raw());
  const FlagControls flags = FlagControls::Of(ha, hd, affd, obs);
  return {
      .walk = MakeStage1Walk(cd, half, caps, obs),
      .controls = {.single_privilege = Decides<"S1-ONE-PRIVILEGE">(obs, el2),
                   .pan = Decides<"S1-PAN">(obs, !el2 && Is<"PAN">(cd).raw()),
                   .wxn = Decides<"S1-WXN">(obs, Is<"WXN">(cd).raw()),
                   .hardware_dirty = flags.hardware_dirty},
      .flags = flags,
      .policy = {.stall = Decides<"S1-STALL">(obs, Is<"S">(cd).raw()),
                 .abort = Decides<"S1-ABORT">(obs, Is<"A">(cd).raw()),
                 .record = Decides<"S1-RECORD">(obs, Is<"R">(cd).raw())},
      .upper = upper,
      .walks = Decides<"S1-EPD-CLEAR">(obs, half.walks.raw()),
      .top_byte_ignored = Decides<"S1-TBI">(obs, (upper ? Is<"TBI1">(cd) : Is<"TBI0">(cd)).raw()),
      .hierarchy_disabled = Decides<"S1-HAD">(obs, had && Is<"HAD">(caps.idr3).raw()),
      .attributes = DecodeMairs(cd)};
}

/// The stage 2 half of a legal STE with S2AA64 == 1.
struct Stage2 {
  TableWalk walk;
  FlagControls flags;
  FaultPolicy policy;
  bool protected_table_walk;  ///< STE.S2PTW
  bool forced_write_back;     ///< STE.S2FWB
  bool privileged_execute;    ///< IDR3.XNX: XN has two bits and PRIV matters
};

template <class Obs>
Stage2 MakeStage2(const Ste<Concrete>& ste, const Caps<Concrete>& caps, Obs& obs) {
  const auto granule = static_cast<GranuleSize>(GranuleBits<Concrete>(EffectiveS2Tg(ste)).raw());
  const unsigned input_bits =
      Measures<"S2-INPUT-BITS">(obs, static_cast<unsigned>(EffectiveS2InputBits(ste, caps).raw()));
  const auto start = static_cast<unsigned>(S2StartLevel(ste).raw());
  const unsigned output_bits =
      Measures<"S2-OUTPUT-BITS">(obs, static_cast<unsigned>(EffectiveS2Ps(ste, caps).raw()));
  const unsigned align =
      Measures<"S2-BASE-ALIGN">(obs, TableAlignment(granule, input_bits, start, output_bits));
  const bool ha = Decides<"S2-HA">(obs, Is<"S2HA">(ste).raw());
  const bool hd = Decides<"S2-HD">(obs, Is<"S2HD">(ste).raw());
  const bool affd = Decides<"S2-AFFD">(obs, Is<"S2AFFD">(ste).raw());
  const bool fwb = Is<"FWB">(caps.idr3).raw() && Is<"S2FWB">(ste).raw();
  return {.walk = {.stage = Stage::k2,
                   .granule = granule,
                   .wide = Decides<"S2-OAS52">(obs, (caps.oas == 52).raw()),
                   .big_endian = Decides<"S2-ENDI">(obs, Is<"S2ENDI">(ste).raw()),
                   .input_bits = static_cast<std::uint8_t>(input_bits),
                   .start_level = static_cast<std::uint8_t>(Measures<"S2-START-LEVEL">(obs, start)),
                   .output_bits = static_cast<std::uint8_t>(output_bits),
                   .base = DropLowBits(S2TableBase(ste, caps).raw(), align),
                   .table_bits = TableBits(granule),
                   .oversize_bits = OversizeBits(output_bits)},
          .flags = FlagControls::Of(ha, hd, affd, obs),
          .policy = {.stall = Decides<"S2-STALL">(obs, Is<"S2S">(ste).raw()),
                     .abort = true,
                     .record = Decides<"S2-RECORD">(obs, Is<"S2R">(ste).raw())},
          .protected_table_walk = Decides<"S2-PTW">(obs, Is<"S2PTW">(ste).raw()),
          .forced_write_back = Decides<"S2-FWB">(obs, fwb),
          .privileged_execute = Decides<"S2-XNX">(obs, Is<"XNX">(caps.idr3).raw())};
}

}  // namespace quiesce
