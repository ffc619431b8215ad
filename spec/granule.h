// Translation granules and what the supported input sizes depend on.
//
// A GranuleCode is the encoding that CD.TG0 and STE.S2TG share: 0 is 4K, 1 is 64K, 2 is 16K, 3 is
// reserved. IHI 0070 G.b 5.2 (S2TG), 5.4 (TG0, TG1).
#pragma once

#include "spec/caps.h"

namespace quiesce {

template <class D>
using GranuleCode = Bits<D, 2>;

/// CD.TG1, which has an encoding of its own, as a GranuleCode.
template <class D>
GranuleCode<D> GranuleOfTg1(const Bits<D, 2>& tg1) {
  using G = GranuleCode<D>;
  return Ite(tg1 == 1, G(2), Ite(tg1 == 2, G(0), Ite(tg1 == 3, G(1), G(3))));
}

/// log2 of the granule's bytes: 12, 14 or 16. Meaningless for the reserved encoding.
template <class D>
Bits<D, 7> GranuleBits(const GranuleCode<D>& g) {
  using B7 = Bits<D, 7>;
  return Ite(g == 0, B7(12), Ite(g == 2, B7(14), B7(16)));
}

/// Address bits that one level of VMSAv8-64 translation resolves: 9, 11 or 13.
template <class D>
Bits<D, 7> GranuleStride(const GranuleCode<D>& g) {
  return GranuleBits<D>(g) - Bits<D, 7>(3);
}

/// False for the reserved encoding. IHI 0070 G.b 6.3.6.
template <class D>
Bool<D> GranuleSupported(const GranuleCode<D>& g, const Caps<D>& caps) {
  return (g == 0 && Is<"GRAN4K">(caps.idr5)) || (g == 1 && Is<"GRAN64K">(caps.idr5)) ||
         (g == 2 && Is<"GRAN16K">(caps.idr5));
}

/// The largest TxSZ of VMSAv8-64, the same for both stages: 39, or with small tables 48 (47 for
/// 64K). IHI 0070 G.b 5.2.2, 5.4.2.
template <class D>
Bits<D, 6> MaxTxsz(const GranuleCode<D>& g, const Caps<D>& caps) {
  using B6 = Bits<D, 6>;
  return Ite(Is<"STT">(caps.idr3), Ite(g == 0 || g == 2, B6(48), B6(47)), B6(39));
}

}  // namespace quiesce
