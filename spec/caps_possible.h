// Which ID register values an SMMUv3.0 to v3.2 can report, as far as the rules of this project look
// at them. An assumption of proofs, and a filter for generators. IHI 0070 G.b 6.3.1 to 6.3.8.
//
// A version may implement any part of the next one, and nothing of the one after that (2.9).
#pragma once

#include "spec/caps.h"

namespace quiesce {

namespace internal {

template <class D>
Bool<D> VersionPossible(const Caps<D>& caps) {
  const Bits<D, 4> minor = Get<"ArchMinorRev">(caps.aidr);
  const Bool<D> v3_2_demands =
      Is<"FWB">(caps.idr3) &&
      Implies(Is<"S1P">(caps.idr0) && Is<"S2P">(caps.idr0), Is<"Hyp">(caps.idr0));
  const Bool<D> v3_2_features = Is<"FWB">(caps.idr3) || Is<"STT">(caps.idr3);
  return Get<"ArchMajorRev">(caps.aidr) == 0 && minor <= 2 && Implies(minor == 2, v3_2_demands) &&
         Implies(minor == 0, !v3_2_features);
}

template <class D>
Bool<D> StagesPossible(const Caps<D>& caps) {
  const Bool<D> s1p = Is<"S1P">(caps.idr0);
  const Bool<D> s2p = Is<"S2P">(caps.idr0);
  const Bool<D> ats = Is<"ATS">(caps.idr0);
  return (s1p || s2p) && Implies(Is<"Hyp">(caps.idr0), s1p && s2p) &&
         Implies(Is<"NS1ATS">(caps.idr0), ats && s1p && s2p) && Implies(Is<"PRI">(caps.idr0), ats);
}

template <class D>
Bool<D> EncodingsPossible(const Caps<D>& caps) {
  return Get<"TTF">(caps.idr0) != 0 && Get<"HTTU">(caps.idr0) != 3 &&
         Get<"STALL_MODEL">(caps.idr0) != 3 && Get<"TTENDIAN">(caps.idr0) != 1 &&
         Get<"ST_LEVEL">(caps.idr0) <= 1;
}

template <class D>
Bool<D> SizesPossible(const Caps<D>& caps) {
  const auto sidsize = Get<"SIDSIZE">(caps.idr1);
  return sidsize <= 32 && Get<"SSIDSIZE">(caps.idr1) <= 20 &&
         Implies(sidsize >= 7, Get<"ST_LEVEL">(caps.idr0) != 0);
}

template <class D>
Bool<D> AddressesPossible(const Caps<D>& caps) {
  const Bool<D> g4 = Is<"GRAN4K">(caps.idr5);
  const Bool<D> g64 = Is<"GRAN64K">(caps.idr5);
  const Bits<D, 3> oas = Get<"OAS">(caps.idr5);
  const Bits<D, 2> vax = Get<"VAX">(caps.idr5);
  const Bits<D, 2> ttf = Get<"TTF">(caps.idr0);
  return (g4 || g64 || Is<"GRAN16K">(caps.idr5)) && Implies(ttf == 1 || ttf == 3, g4) && oas <= 6 &&
         Implies(oas == 6, g64 && !caps.v3_0) && vax <= 1 && Implies(vax == 1, g64 && !caps.v3_0);
}

}  // namespace internal

template <class D>
Bool<D> CapsPossible(const Caps<D>& caps) {
  return internal::VersionPossible(caps) && internal::StagesPossible(caps) &&
         internal::EncodingsPossible(caps) && internal::SizesPossible(caps) &&
         internal::AddressesPossible(caps);
}

}  // namespace quiesce
