// Legal configuration to start from in tests of the rules: change one field, break one rule.
#pragma once

#include <cstdint>

#include "spec/caps.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// Changes one field in place; bits of the value that the field does not have are dropped.
template <FieldName Name, const FormatSpec& F>
void Set(Record<Concrete, F>& r, std::uint64_t value) {
  r = With<Name>(r, Bits<Concrete, kFieldWidth<Record<Concrete, F>, Name>>(value));
}
template <FieldName Name, const FormatSpec& F>
void SetAddr(Record<Concrete, F>& r, std::uint64_t address) {
  r = WithAddr<Name>(r, Bits<Concrete, 64>(address));
}

/// Caps whose derived members follow their ID registers again.
inline Caps<Concrete> Rederived(const Caps<Concrete>& c) {
  return MakeCaps<Concrete>(c.idr0, c.idr1, c.idr3, c.idr5, c.aidr);
}

/// An SMMUv3.2 with every option that the rules look at, except small translation tables; 52-bit
/// addresses, 16-bit StreamIDs.
inline Caps<Concrete> ExampleCaps() {
  Caps<Concrete> c;
  Set<"S1P">(c.idr0, 1);
  Set<"S2P">(c.idr0, 1);
  Set<"TTF">(c.idr0, 3);
  Set<"HTTU">(c.idr0, 2);
  Set<"Hyp">(c.idr0, 1);
  Set<"ATS">(c.idr0, 1);
  Set<"ASID16">(c.idr0, 1);
  Set<"VMID16">(c.idr0, 1);
  Set<"CD2L">(c.idr0, 1);
  Set<"ST_LEVEL">(c.idr0, 1);
  Set<"SIDSIZE">(c.idr1, 16);
  Set<"SSIDSIZE">(c.idr1, 16);
  Set<"FWB">(c.idr3, 1);
  Set<"OAS">(c.idr5, 6);
  Set<"GRAN4K">(c.idr5, 1);
  Set<"GRAN16K">(c.idr5, 1);
  Set<"GRAN64K">(c.idr5, 1);
  Set<"VAX">(c.idr5, 1);
  Set<"ArchMinorRev">(c.aidr, 2);
  return Rederived(c);
}

/// The same of SMMUv3.0: no FWB, 48-bit addresses.
inline Caps<Concrete> ExampleCapsV3_0() {
  Caps<Concrete> c = ExampleCaps();
  Set<"FWB">(c.idr3, 0);
  Set<"OAS">(c.idr5, 5);
  Set<"VAX">(c.idr5, 0);
  Set<"ArchMinorRev">(c.aidr, 0);
  return Rederived(c);
}

/// A legal STE of any Config: 64 CDs in a linear table; stage 2 of 4K granule, 40-bit input from
/// level 1, 44-bit output.
inline Ste<Concrete> ExampleSte(unsigned config) {
  Ste<Concrete> ste;
  Set<"V">(ste, 1);
  Set<"Config">(ste, config);
  Set<"S1CDMax">(ste, 6);
  SetAddr<"S1ContextPtr">(ste, 0x8000'0000);
  Set<"S2VMID">(ste, 7);
  Set<"S2T0SZ">(ste, 24);
  Set<"S2SL0">(ste, 1);
  Set<"S2PS">(ste, 4);
  Set<"S2AA64">(ste, 1);
  SetAddr<"S2TTB">(ste, 0x9000'0000);
  return ste;
}

/// The same with VMSAv8-32 LPAE at stage 2: 32-bit input from level 1.
inline Ste<Concrete> ExampleLpaeSte(unsigned config) {
  Ste<Concrete> ste = ExampleSte(config);
  Set<"S2AA64">(ste, 0);
  Set<"S2T0SZ">(ste, 0);
  return ste;
}

/// A legal CD: two halves of 48 bits with 4K granules, 44-bit output.
inline Cd<Concrete> ExampleCd() {
  Cd<Concrete> cd;
  Set<"V">(cd, 1);
  Set<"AA64">(cd, 1);
  Set<"A">(cd, 1);
  Set<"T0SZ">(cd, 16);
  Set<"T1SZ">(cd, 16);
  Set<"TG1">(cd, 2);
  Set<"IPS">(cd, 4);
  Set<"ASID">(cd, 9);
  SetAddr<"TTB0">(cd, 0xA000'0000);
  SetAddr<"TTB1">(cd, 0xB000'0000);
  return cd;
}

}  // namespace quiesce
