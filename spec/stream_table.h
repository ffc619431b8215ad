// Where hardware looks for an STE. IHI 0070 G.b 3.3.1, 5.1, 6.3.24, 6.3.25.
#pragma once

#include "spec/caps.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Bytes [first, end) of an array in memory.
template <class D>
struct TableBounds {
  Bits<D, 64> first;
  Bits<D, 64> end;
};

/// STRTAB_BASE and STRTAB_BASE_CFG as hardware acts on them.
template <class D>
struct StrtabConfig {
  Bool<D> two_level;    ///< FMT 1, where 2-level tables are implemented
  Bits<D, 6> split;     ///< 6, 8 or 10: StreamID bits that index the second level
  Bits<D, 6> sid_bits;  ///< min(LOG2SIZE, IDR1.SIDSIZE): StreamIDs below 2^sid_bits are in range
  Bits<D, 64> base;     ///< ADDR aligned to the size that LOG2SIZE as written gives
};

/// Every SPLIT other than 8 and 10 behaves as 6; every FMT other than 1 as linear.
template <class D>
StrtabConfig<D> DecodeStrtab(const RegisterRecord<D, Reg::STRTAB_BASE>& base,
                             const RegisterRecord<D, Reg::STRTAB_BASE_CFG>& cfg,
                             const Caps<D>& caps) {
  using B6 = Bits<D, 6>;
  using B7 = Bits<D, 7>;
  const auto split_field = Get<"SPLIT">(cfg);
  const B6 split = Ite(split_field == 8, B6(8), Ite(split_field == 10, B6(10), B6(6)));
  const Bool<D> two_level = Get<"ST_LEVEL">(caps.idr0) != 0 && Get<"FMT">(cfg) == 1;
  const B6 log2size = Get<"LOG2SIZE">(cfg);
  // log2 of the table's bytes: 64-byte STEs, or 8-byte descriptors and at least 64 bytes.
  const B7 linear = Zext<7>(log2size) + B7(6);
  const B7 level1 = Max(linear - B7(3), Zext<7>(split) + B7(6)) - Zext<7>(split);
  const Bits<D, 64> addr = DefinedAddress(Addr<"ADDR">(base), caps);
  return {two_level, split, Min(log2size, Get<"SIDSIZE">(caps.idr1)),
          ClearLow(addr, Ite(two_level, level1, linear))};
}

/// StreamID below 2^sid_bits; else C_BAD_STREAMID.
template <class D>
Bool<D> SidInRange(const StrtabConfig<D>& t, const Bits<D, 32>& sid) {
  return Lshr(sid, t.sid_bits) == 0;
}

/// The address of the STE in a linear table, for a StreamID in range.
template <class D>
Bits<D, 64> LinearSteAddress(const StrtabConfig<D>& t, const Bits<D, 32>& sid) {
  return t.base + Shl(Zext<64>(sid), Bits<D, 64>(6));
}

/// The address of the level 1 descriptor in a 2-level table, for a StreamID in range.
template <class D>
Bits<D, 64> L1StdAddress(const StrtabConfig<D>& t, const Bits<D, 32>& sid) {
  return t.base + Shl(Zext<64>(Lshr(sid, t.split)), Bits<D, 64>(3));
}

/// StreamID bits below the split.
template <class D>
Bits<D, 32> L2Index(const StrtabConfig<D>& t, const Bits<D, 32>& sid) {
  return sid & LowMask<32>(t.split);
}

/// Span 1 to 11 and at most split + 1: the descriptor has a level 2 array, of 2^(Span-1) STEs.
template <class D>
Bool<D> SpanUsable(const StrtabConfig<D>& t, const L1Std<D>& l1std) {
  const Bits<D, 6> span = Zext<6>(Get<"Span">(l1std));
  return span != 0 && span <= t.split + Bits<D, 6>(1);
}

/// The StreamID lies in the level 2 array; assumes SpanUsable.
template <class D>
Bool<D> SidInSpan(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Bits<D, 32>& sid) {
  return Lshr(L2Index(t, sid), Get<"Span">(l1std) - Bits<D, 5>(1)) == 0;
}

/// This descriptor leads to an STE for this StreamID; else C_BAD_STREAMID.
template <class D>
Bool<D> L1StdUsable(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Bits<D, 32>& sid) {
  return SpanUsable(t, l1std) && SidInSpan(t, l1std, sid);
}

/// The level 2 array: L2Ptr aligned to the size that Span gives. Assumes SpanUsable.
template <class D>
Bits<D, 64> L2Base(const L1Std<D>& l1std, const Caps<D>& caps) {
  return ClearLow(DefinedAddress(Addr<"L2Ptr">(l1std), caps),
                  Zext<6>(Get<"Span">(l1std)) + Bits<D, 6>(5));
}

/// The address of the STE in a 2-level table; assumes L1StdUsable.
template <class D>
Bits<D, 64> L2SteAddress(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Bits<D, 32>& sid,
                         const Caps<D>& caps) {
  return L2Base(l1std, caps) + Shl(Zext<64>(L2Index(t, sid)), Bits<D, 64>(6));
}

/// The linear table, as far as a StreamID in range can reach.
template <class D>
TableBounds<D> LinearBounds(const StrtabConfig<D>& t) {
  return {t.base, t.base + Shl(Bits<D, 64>(64), t.sid_bits)};
}

/// The level 1 array, as far as a StreamID in range can reach: at least one descriptor.
template <class D>
TableBounds<D> L1Bounds(const StrtabConfig<D>& t) {
  return {t.base, t.base + Shl(Bits<D, 64>(8), Max(t.sid_bits, t.split) - t.split)};
}

/// The level 2 array, as far as a StreamID in range can reach. Assumes SpanUsable.
template <class D>
TableBounds<D> L2Bounds(const StrtabConfig<D>& t, const L1Std<D>& l1std, const Caps<D>& caps) {
  const Bits<D, 64> base = L2Base(l1std, caps);
  const Bits<D, 6> log2 = Zext<6>(Get<"Span">(l1std)) - Bits<D, 6>(1);
  return {base, base + Shl(Bits<D, 64>(64), Min(log2, t.sid_bits))};
}

}  // namespace quiesce
