// The stage 2 configuration of an STE: sizes, start level, concatenated start tables.
// IHI 0070 G.b 5.2, 5.2.2; DDI 0487 J1.1.4 (S2StartLevel, S2InvalidSL, S2InconsistentSL), D8.2,
// and G5.5.7 for VMSAv8-32 LPAE.
#pragma once

#include "spec/granule.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Output address size in bits: S2PS capped to OAS, or 40 for LPAE.
template <class D>
Bits<D, 7> EffectiveS2Ps(const Ste<D>& ste, const Caps<D>& caps) {
  const Bits<D, 7> ps = PhysicalSizeBits(Get<"S2PS">(ste), caps.v3_0);
  return Ite(Is<"S2AA64">(ste), Min(ps, caps.oas), Bits<D, 7>(40));
}

/// 4K for LPAE, whatever S2TG holds.
template <class D>
GranuleCode<D> EffectiveS2Tg(const Ste<D>& ste) {
  return Ite(Is<"S2AA64">(ste), Get<"S2TG">(ste), GranuleCode<D>(0));
}

template <class D>
Bits<D, 64> S2TableBase(const Ste<D>& ste, const Caps<D>& caps) {
  return DefinedAddress(Addr<"S2TTB">(ste), caps);
}

/// The smallest legal S2T0SZ of VMSAv8-64.
template <class D>
Bits<D, 6> MinS2T0sz(const GranuleCode<D>& g, const Caps<D>& caps) {
  using B6 = Bits<D, 6>;
  const B6 ias = Resize<6>(Bits<D, 7>(64) - caps.ias);
  return Ite(caps.v3_0, ias, Max(ias, Ite(g == 1, B6(12), B6(16))));
}

/// For VMSAv8-64 only; every LPAE value is in range.
template <class D>
Bool<D> S2T0szOutOfRange(const Ste<D>& ste, const Caps<D>& caps) {
  const GranuleCode<D> g = Get<"S2TG">(ste);
  const Bits<D, 6> t0sz = Get<"S2T0SZ">(ste);
  return t0sz < MinS2T0sz<D>(g, caps) || t0sz > MaxTxsz<D>(g, caps);
}

/// Input address size in bits that a value of S2T0SZ stands for: 64 - T0SZ, or for LPAE 32 - T0SZ
/// with T0SZ[3:0] signed.
template <class D>
Bits<D, 7> S2InputBits(const Bits<D, 6>& t0sz, const Bool<D>& aa64) {
  using B7 = Bits<D, 7>;
  const B7 sign_extended = (Zext<7>(Extract<3, 0>(t0sz)) ^ B7(8)) - B7(8);
  return Ite(aa64, B7(64) - Zext<7>(t0sz), B7(32) - sign_extended);
}

/// The input size that translation uses. S2T0SZ out of range is clamped: only SMMUv3.0 lets such an
/// STE be legal, and then so.
template <class D>
Bits<D, 7> EffectiveS2InputBits(const Ste<D>& ste, const Caps<D>& caps) {
  const GranuleCode<D> g = Get<"S2TG">(ste);
  const Bits<D, 6> t0sz = Get<"S2T0SZ">(ste);
  const Bits<D, 6> clamped = Min(Max(t0sz, MinS2T0sz<D>(g, caps)), MaxTxsz<D>(g, caps));
  return S2InputBits<D>(Ite(Is<"S2AA64">(ste), clamped, t0sz), Is<"S2AA64">(ste));
}

/// The level at which the walk starts, 0 to 3. Meaningless if S2Sl0Reserved.
template <class D>
Bits<D, 2> S2StartLevel(const Ste<D>& ste) {
  using B2 = Bits<D, 2>;
  const B2 sl0 = Get<"S2SL0">(ste);
  return Ite(EffectiveS2Tg(ste) == 0, B2(2) - sl0, B2(3) - sl0);
}

/// S2SL0 has no meaning for this format and granule. 4K level 3 needs small tables (IDR3.STT).
template <class D>
Bool<D> S2Sl0Reserved(const Ste<D>& ste, const Caps<D>& caps) {
  const Bits<D, 2> sl0 = Get<"S2SL0">(ste);
  const Bool<D> lpae = !Is<"S2AA64">(ste);
  const Bool<D> level3 = Get<"S2TG">(ste) == 0 && Is<"STT">(caps.idr3);
  return Ite(lpae, sl0 >= 2, sl0 == 3 && !level3);
}

/// A PE does not start at the level of S2SL0 = 2 when its physical addresses have fewer than 44
/// bits (42 for 16K).
template <class D>
Bool<D> S2Sl0NeedsLargerPa(const Ste<D>& ste, const Caps<D>& caps) {
  using B7 = Bits<D, 7>;
  const B7 needed = Ite(Get<"S2TG">(ste) == 2, B7(42), B7(44));
  return Is<"S2AA64">(ste) && Get<"S2SL0">(ste) == 2 && caps.oas < needed;
}

/// Address bits below those that the start level resolves: its entries map 2^n bytes each.
template <class D>
Bits<D, 7> S2BitsBelowStart(const Ste<D>& ste) {
  const GranuleCode<D> g = EffectiveS2Tg(ste);
  return Zext<7>(Bits<D, 2>(3) - S2StartLevel(ste)) * GranuleStride<D>(g) + GranuleBits<D>(g);
}

/// As S2InputMismatchesStart, for this many bits of input.
template <class D>
Bool<D> S2BitsMismatchStart(const Ste<D>& ste, const Bits<D, 7>& input) {
  using B7 = Bits<D, 7>;
  const B7 below = S2BitsBelowStart(ste);
  const B7 stride = GranuleStride<D>(EffectiveS2Tg(ste));
  return input < below + B7(1) || input > below + stride + B7(4);
}

/// The input size does not suit the start level: fewer bits than it resolves at least (1), or more
/// than 16 concatenated tables resolve. Of the programmed S2T0SZ; assumes !S2Sl0Reserved.
template <class D>
Bool<D> S2InputMismatchesStart(const Ste<D>& ste) {
  return S2BitsMismatchStart(ste, S2InputBits<D>(Get<"S2T0SZ">(ste), Is<"S2AA64">(ste)));
}

/// The same of the S2T0SZ that translation uses, where SMMUv3.0 clamps it.
template <class D>
Bool<D> S2ClampedInputMismatchesStart(const Ste<D>& ste, const Caps<D>& caps) {
  return caps.v3_0 && S2BitsMismatchStart(ste, EffectiveS2InputBits(ste, caps));
}

}  // namespace quiesce
