// The stage 1 configuration of a CD: sizes and the two halves of the address space.
// IHI 0070 G.b 5.4, 5.4.1, 5.4.2.
#pragma once

#include "spec/granule.h"
#include "spec/ste_view.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Output address size in bits: IPS capped to OAS, or 40 for LPAE.
template <class D>
Bits<D, 7> EffectiveIps(const Cd<D>& cd, const Caps<D>& caps) {
  const Bits<D, 7> ips = PhysicalSizeBits(Get<"IPS">(cd), caps.v3_0);
  return Ite(Is<"AA64">(cd), Min(ips, caps.oas), Bits<D, 7>(40));
}

/// What one of TTB0 and TTB1 covers.
template <class D>
struct CdHalf {
  Bool<D> walks;  ///< effective EPDx is 0 and the half exists; else the other fields are ignored
  Bits<D, 6> txsz;
  GranuleCode<D> granule;  ///< ignored for LPAE
  Bits<D, 64> ttb;
};

/// EPD0 is ignored in the NS-EL2 world, where TTB0 is always walked.
template <class D>
CdHalf<D> LowerHalf(const Cd<D>& cd, const StreamWorld<D>& world, const Caps<D>& caps) {
  return {!Is<"EPD0">(cd) || world.IsNsEl2(), Get<"T0SZ">(cd), Get<"TG0">(cd),
          DefinedAddress(Addr<"TTB0">(cd), caps)};
}

/// There is no upper half in the NS-EL2 world: its fields are RES0 and TTB1 is never reached.
template <class D>
CdHalf<D> UpperHalf(const Cd<D>& cd, const StreamWorld<D>& world, const Caps<D>& caps) {
  return {!Is<"EPD1">(cd) && !world.IsNsEl2(), Get<"T1SZ">(cd), GranuleOfTg1<D>(Get<"TG1">(cd)),
          DefinedAddress(Addr<"TTB1">(cd), caps)};
}

/// The smallest legal TxSZ of VMSAv8-64: 12 for 64K with 52-bit VAs, else 16.
template <class D>
Bits<D, 6> MinTxsz(const GranuleCode<D>& g, const Caps<D>& caps) {
  using B6 = Bits<D, 6>;
  return Ite(Get<"VAX">(caps.idr5) != 0 && g == 1, B6(12), B6(16));
}

/// For VMSAv8-64 only; every LPAE value is in range.
template <class D>
Bool<D> TxszOutOfRange(const CdHalf<D>& half, const Caps<D>& caps) {
  return half.txsz < MinTxsz<D>(half.granule, caps) || half.txsz > MaxTxsz<D>(half.granule, caps);
}

/// TxSZ as translation uses it: where SMMUv3.0 lets an out-of-range value be legal, it acts as 16
/// or 39; LPAE looks at three bits.
template <class D>
Bits<D, 6> EffectiveTxsz(const CdHalf<D>& half, const Bool<D>& aa64, const Caps<D>& caps) {
  using B6 = Bits<D, 6>;
  const B6 clamped =
      Ite(TxszOutOfRange(half, caps), Ite(half.txsz < 16, B6(16), B6(39)), half.txsz);
  return Ite(aa64, clamped, half.txsz & B6(7));
}

}  // namespace quiesce
