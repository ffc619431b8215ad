// The options of one SMMU, decoded once from its ID registers. IHI 0070 G.b 6.3.1 to 6.3.8, 3.4.
#pragma once

#include "spec/record.h"
#include "spec/registers.h"

namespace quiesce {

template <class D>
struct Caps {
  RegisterRecord<D, Reg::IDR0> idr0;
  RegisterRecord<D, Reg::IDR1> idr1;
  RegisterRecord<D, Reg::IDR3> idr3;
  RegisterRecord<D, Reg::IDR5> idr5;
  RegisterRecord<D, Reg::AIDR> aidr;

  // Derived, so that hot paths do not decode again.
  Bool<D> v3_0;    ///< SMMUv3.0: several behaviours are freer, addresses have at most 48 bits
  Bits<D, 7> oas;  ///< output address size in bits: 32 to 52 (48 in SMMUv3.0)
  Bits<D, 7> ias;  ///< intermediate address size: the larger of 40 (LPAE) and OAS (VMSAv8-64)
};

/// Physical size code (IDR5.OAS, STE.S2PS, CD.IPS) to bits; code 7 acts as 52, and in SMMUv3.0
/// codes above 5 act as 48.
template <class D>
Bits<D, 7> PhysicalSizeBits(const Bits<D, 3>& code, const Bool<D>& v3_0) {
  using B7 = Bits<D, 7>;
  const B7 upper = Ite(v3_0, B7(48), Ite(code == 5, B7(48), B7(52)));
  const B7 low = Ite(code == 0, B7(32), Ite(code == 1, B7(36), B7(40)));
  const B7 mid = Ite(code == 3, B7(42), B7(44));
  return Ite(code < 3, low, Ite(code < 5, mid, upper));
}

template <class D>
Caps<D> MakeCaps(RegisterRecord<D, Reg::IDR0> idr0, RegisterRecord<D, Reg::IDR1> idr1,
                 RegisterRecord<D, Reg::IDR3> idr3, RegisterRecord<D, Reg::IDR5> idr5,
                 RegisterRecord<D, Reg::AIDR> aidr) {
  using B7 = Bits<D, 7>;
  const Bool<D> v3_0 = Get<"ArchMajorRev">(aidr) == 0 && Get<"ArchMinorRev">(aidr) == 0;
  const B7 oas = PhysicalSizeBits(Get<"OAS">(idr5), v3_0);
  const Bits<D, 2> ttf = Get<"TTF">(idr0);
  const B7 lpae = Ite((ttf & Bits<D, 2>(1)) != 0, B7(40), B7(0));
  const B7 aa64 = Ite((ttf & Bits<D, 2>(2)) != 0, oas, B7(0));
  return {std::move(idr0),
          std::move(idr1),
          std::move(idr3),
          std::move(idr5),
          std::move(aidr),
          v3_0,
          oas,
          Max(lpae, aa64)};
}

/// An address field as the version defines it: SMMUv3.0 has bits [47:x] only, those above are RES0.
template <class D>
Bits<D, 64> DefinedAddress(const Bits<D, 64>& field, const Caps<D>& caps) {
  return Ite(caps.v3_0, field & Bits<D, 64>(MaxValue(48)), field);
}

/// True if an address has no bit at or above position `bits`.
template <class D>
Bool<D> FitsIn(const Bits<D, 64>& address, const Bits<D, 7>& bits) {
  return Lshr(address, bits) == 0;
}

}  // namespace quiesce
