// Where hardware looks for a CD, in a single CD, a linear table or a 2-level table.
// IHI 0070 G.b 3.3.2, 5.2 (S1Fmt, S1ContextPtr, S1CDMax), 5.3.
#pragma once

#include "spec/ste_view.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// The CD table of a legal STE with stage 1, as hardware acts on it.
template <class D>
struct CdTable {
  Bool<D> two_level;
  Bits<D, 4> leaf_bits;   ///< 2-level: index bits that a leaf resolves, 6 (4 KiB) or 10 (64 KiB)
  Bits<D, 5> index_bits;  ///< S1CDMax; 0, a single CD, if SubstreamIDs are not implemented
  Bits<D, 64> base;       ///< S1ContextPtr aligned to the size of the table it points to
  Bool<D> misaligned;     ///< S1ContextPtr had RES0 alignment bits set (CU-20); `base` drops them
};

/// S1Fmt 3 behaves as linear, and S1Fmt is ignored for a single CD.
template <class D>
CdTable<D> DecodeCdTable(const Ste<D>& ste, const Caps<D>& caps) {
  using B7 = Bits<D, 7>;
  const Bits<D, 2> fmt = Get<"S1Fmt">(ste);
  const Bool<D> substreams = Get<"SSIDSIZE">(caps.idr1) != 0;
  const Bits<D, 5> index_bits = Ite(substreams, Get<"S1CDMax">(ste), Bits<D, 5>(0));
  const Bool<D> two_level = index_bits != 0 && (fmt == 1 || fmt == 2);
  const Bits<D, 4> leaf_bits = Ite(fmt == 2, Bits<D, 4>(10), Bits<D, 4>(6));
  // log2 of the table's bytes: 64-byte CDs, or 8-byte descriptors and at least 64 bytes.
  const B7 leaf = Zext<7>(leaf_bits);
  const B7 linear = Zext<7>(index_bits) + B7(6);
  const B7 level1 = Max(linear - B7(3), leaf + B7(6)) - leaf;
  const Bits<D, 64> ptr = DefinedAddress(Addr<"S1ContextPtr">(ste), caps);
  const Bits<D, 64> base = ClearLow(ptr, Ite(two_level, level1, linear));
  return {two_level, leaf_bits, index_bits, base, base != ptr};
}

/// SubstreamID below 2^S1CDMax; else C_BAD_SUBSTREAMID. False for every SubstreamID if there is
/// only one CD.
template <class D>
Bool<D> SsidInRange(const CdTable<D>& t, const Bits<D, 20>& ssid) {
  return t.index_bits != 0 && Lshr(ssid, t.index_bits) == 0;
}

/// The CD of a transaction that uses stage 1: its SubstreamID, or 0 without one.
template <class D>
Bits<D, 20> CdIndex(const Bool<D>& ssv, const Bits<D, 20>& ssid) {
  return Ite(ssv, ssid, Bits<D, 20>(0));
}

/// The address of the CD in a linear table. A PA, or an IPA with stage 2, as all addresses here.
template <class D>
Bits<D, 64> LinearCdAddress(const CdTable<D>& t, const Bits<D, 20>& index) {
  return t.base + Shl(Zext<64>(index), Bits<D, 64>(6));
}

/// The address of the L1CD in a 2-level table.
template <class D>
Bits<D, 64> L1CdAddress(const CdTable<D>& t, const Bits<D, 20>& index) {
  return t.base + Shl(Zext<64>(Lshr(index, t.leaf_bits)), Bits<D, 64>(3));
}

/// The leaf table of a valid L1CD. Bits [15:12] are RES0 for 64 KiB leaves and dropped here
/// (CU-20).
template <class D>
Bits<D, 64> CdLeafBase(const CdTable<D>& t, const L1Cd<D>& l1cd, const Caps<D>& caps) {
  return ClearLow(DefinedAddress(Addr<"L2Ptr">(l1cd), caps), Zext<7>(t.leaf_bits) + Bits<D, 7>(6));
}

/// The address of the CD in a 2-level table.
template <class D>
Bits<D, 64> LeafCdAddress(const CdTable<D>& t, const L1Cd<D>& l1cd, const Bits<D, 20>& index,
                          const Caps<D>& caps) {
  const Bits<D, 20> leaf_index = index & LowMask<20>(t.leaf_bits);
  return CdLeafBase(t, l1cd, caps) + Shl(Zext<64>(leaf_index), Bits<D, 64>(6));
}

/// L1CD.L2Ptr lies outside the space it points into (CU-19). As for S1ContextPtr, an index can
/// carry one CD over the limit too. IHI 0070 G.b 3.4.3.
template <class D>
Bool<D> CdLeafOutOfRange(const Ste<D>& ste, const L1Cd<D>& l1cd, const Caps<D>& caps) {
  return !FitsIn(DefinedAddress(Addr<"L2Ptr">(l1cd), caps), CdPointerBits(ste, caps));
}

}  // namespace quiesce
