// Where the driver believes that table entries are: its own address arithmetic, over the word
// domain. The hardware's arithmetic is spec/stream_table.h; where the two differ, the driver reads
// and edits memory that the SMMU does not use.
//
// 32-bit shifts take their amount modulo 32, as the AArch64 shift instructions that compilers emit
// do; in C an amount of 32 or more is undefined. LOG2SIZE - SPLIT is kept to 6 bits: a negative
// difference is then as large, and the same modulo 32, as C's 32-bit one.
#pragma once

#include "model/driver/variant.h"
#include "spec/caps.h"
#include "spec/record.h"
#include "spec/registers.h"
#include "spec/stream_formats.h"

namespace quiesce {

inline constexpr unsigned kDriverSplit = 8;  ///< STRTAB_SPLIT
inline constexpr unsigned kDriverL2Stes = 1 << kDriverSplit;
inline constexpr std::uint64_t kDriverL2Bytes = kDriverL2Stes * 64;
inline constexpr std::uint32_t kDriverCr1 = 0xD75;           ///< inner shareable, write-back, both
inline constexpr unsigned kDriverMaxL1Log2 = 17;             ///< 131072 L1 descriptors
inline constexpr unsigned kDriverL1Span = kDriverSplit + 1;  ///< Span of a full L2 table

/// What hw_probe made of the ID registers.
template <class D>
struct DriverFeatures {
  Bits<D, 6> sid_bits;   ///< IDR1.SIDSIZE, not clamped to 32
  Bits<D, 5> ssid_bits;  ///< IDR1.SSIDSIZE
  Bool<D> two_level;     ///< FEAT_2_LVL_STRTAB: IDR0.ST_LEVEL = 1 and sid_bits > 8
  Bool<D> cd2l;          ///< FEAT_2_LVL_CDTAB
  Bool<D> ats;           ///< FEAT_ATS
  Bool<D> pri;           ///< FEAT_PRI
  Bits<D, 5> asid_bits;  ///< 8 or 16
  Bits<D, 5> vmid_bits;  ///< 8 or 16
};

template <class D>
DriverFeatures<D> ProbeFeatures(const RegisterRecord<D, Reg::IDR0>& idr0,
                                const RegisterRecord<D, Reg::IDR1>& idr1) {
  const Bits<D, 6> sid_bits = Get<"SIDSIZE">(idr1);
  return {sid_bits,
          Get<"SSIDSIZE">(idr1),
          Get<"ST_LEVEL">(idr0) == 1 && sid_bits > kDriverSplit,
          Is<"CD2L">(idr0),
          Is<"ATS">(idr0),
          Is<"PRI">(idr0),
          Ite(Is<"ASID16">(idr0), Bits<D, 5>(16), Bits<D, 5>(8)),
          Ite(Is<"VMID16">(idr0), Bits<D, 5>(16), Bits<D, 5>(8))};
}

/// A 32-bit 1 << n as the CPU executes it.
template <class D>
Bits<D, 32> CpuBit32(const Bits<D, 6>& n) {
  return Shl(Bits<D, 32>(1), Extract<4, 0>(n));
}

/// The adopted table as the driver sees it. Meaningful once the acceptance checks pass.
template <class D>
struct DriverTable {
  Bool<D> two_level;
  Bits<D, 64> base;  ///< physical address that it maps: STRTAB_BASE bits [51:6], whatever the OAS
  Bits<D, 32> entries;  ///< L1 descriptors, or STEs of a linear table

  /// Bytes mapped at `base`.
  Bits<D, 64> MappedBytes() const {
    return Shl(Zext<64>(entries), Ite(two_level, Bits<D, 3>(3), Bits<D, 3>(6)));
  }
};

template <class D>
DriverTable<D> MakeDriverTable(const RegisterRecord<D, Reg::STRTAB_BASE>& base,
                               const RegisterRecord<D, Reg::STRTAB_BASE_CFG>& cfg) {
  const Bool<D> two_level = Get<"FMT">(cfg) == 1;
  const Bits<D, 6> log2size = Get<"LOG2SIZE">(cfg);
  const Bits<D, 6> split = Zext<6>(Get<"SPLIT">(cfg));
  return {two_level, Addr<"ADDR">(base), CpuBit32(Ite(two_level, log2size - split, log2size))};
}

/// L1 index of a StreamID; the driver divides by its own constant, not by SPLIT.
template <class D>
Bits<D, 32> DriverL1Index(const Bits<D, 32>& sid) {
  return Zext<32>(Extract<31, kDriverSplit>(sid));
}

/// False: the insert of this StreamID fails with -ERANGE.
template <class D>
Bool<D> DriverSidInRange(const DriverTable<D>& t, const Bits<D, 32>& sid) {
  return Ite(t.two_level, DriverL1Index(sid), sid) < t.entries;
}

template <class D>
Bits<D, 64> DriverL1Address(const DriverTable<D>& t, const Bits<D, 32>& sid) {
  return t.base + Shl(Zext<64>(DriverL1Index(sid)), Bits<D, 2>(3));
}

/// The L2 table that a used L1 descriptor names: L2Ptr bits [51:6], as found.
template <class D>
Bits<D, 64> DriverL2Base(const L1Std<D>& l1) {
  return Addr<"L2Ptr">(l1);
}

template <class D>
Bits<D, 64> DriverL2SteAddress(const Bits<D, 64>& l2_base, const Bits<D, 32>& sid) {
  return l2_base + Shl(Zext<64>(Extract<kDriverSplit - 1, 0>(sid)), Bits<D, 3>(6));
}

template <class D>
Bits<D, 64> DriverLinearSteAddress(const DriverTable<D>& t, const Bits<D, 32>& sid) {
  return t.base + Shl(Zext<64>(sid), Bits<D, 3>(6));
}

}  // namespace quiesce
