// The STEs and CDs that the driver writes.
#pragma once

#include "model/driver/entry_words.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// What of the SMMU and the master goes into a translating STE.
struct SteOptions {
  bool ats = false;              ///< EATS: full ATS
  bool stall = false;            ///< the master can stall: S1STALLD stays 0, S2S is set
  bool stalls_supported = true;  ///< FEAT_STALLS
  bool attr_types_ovr = true;    ///< IDR1.ATTR_TYPES_OVR: SHCFG may be written
  bool e2h = false;              ///< FEAT_E2H: STRW = NS-EL2
};

inline constexpr std::uint64_t kCdTableLeaf64K = 2;  ///< S1Fmt

constexpr Ste<Concrete> AbortSte() { return With<"V">(Ste<Concrete>(), 1); }

constexpr Ste<Concrete> BypassSte(const SteOptions& o) {
  Ste<Concrete> ste = With<"Config">(With<"V">(Ste<Concrete>(), 1), 4);
  if (o.attr_types_ovr) ste = With<"SHCFG">(ste, 1);
  return ste;
}

/// The table that S1ContextPtr names.
struct CdTablePlace {
  std::uint64_t base = 0;
  unsigned log2_cds = 0;
  std::uint64_t format = 0;  ///< S1Fmt
};

constexpr Ste<Concrete> Stage1Ste(const SteOptions& o, const CdTablePlace& cds,
                                  std::uint64_t s1dss) {
  Ste<Concrete> ste = With<"Config">(With<"V">(Ste<Concrete>(), 1), 5);
  ste = With<"S1Fmt">(ste, Bits<Concrete, 2>(cds.format));
  ste = WithAddr<"S1ContextPtr">(ste, Bits<Concrete, 64>(cds.base));
  ste = With<"S1CDMax">(ste, Bits<Concrete, 5>(cds.log2_cds));
  ste = With<"S1DSS">(ste, Bits<Concrete, 2>(s1dss));
  ste = With<"S1CSH">(With<"S1COR">(With<"S1CIR">(ste, 1), 1), 3);
  if (o.stalls_supported && !o.stall) ste = With<"S1STALLD">(ste, 1);
  if (o.ats) ste = With<"EATS">(ste, 1);
  if (o.attr_types_ovr && s1dss == 1) ste = With<"SHCFG">(ste, 1);
  if (o.e2h) ste = With<"STRW">(ste, 2);
  return ste;
}

/// VTCR of a stage 2 domain, as the fields hold it.
struct Stage2Walk {
  std::uint64_t root = 0;
  std::uint16_t vmid = 0;
  std::uint64_t t0sz = 25;  ///< 39-bit input at most: three levels, one root table
  std::uint64_t sl0 = 1;    ///< start at level 1
  std::uint64_t ps = 5;     ///< 48-bit output at most
};

constexpr Ste<Concrete> Stage2Ste(const SteOptions& o, const Stage2Walk& w) {
  Ste<Concrete> ste = With<"Config">(With<"V">(Ste<Concrete>(), 1), 6);
  if (o.ats) ste = With<"EATS">(ste, 1);
  if (o.attr_types_ovr) ste = With<"SHCFG">(ste, 1);
  ste = With<"S2VMID">(ste, Bits<Concrete, 16>(w.vmid));
  ste = With<"S2T0SZ">(ste, Bits<Concrete, 6>(w.t0sz));
  ste = With<"S2SL0">(ste, Bits<Concrete, 2>(w.sl0));
  ste = With<"S2SH0">(With<"S2OR0">(With<"S2IR0">(ste, 1), 1), 3);
  ste = With<"S2PS">(ste, Bits<Concrete, 3>(w.ps));
  ste = With<"S2R">(With<"S2PTW">(With<"S2AA64">(ste, 1), 1), 1);
  if (o.stall) ste = With<"S2S">(ste, 1);
  return WithAddr<"S2TTB">(ste, Bits<Concrete, 64>(w.root));
}

/// A stage 1 CD of a DMA domain: TTB0 only, 48-bit input and output, 4 KiB granule.
constexpr Cd<Concrete> DmaCd(std::uint16_t asid, std::uint64_t root, bool stall = false) {
  Cd<Concrete> cd = With<"V">(Cd<Concrete>(), 1);
  cd = With<"T0SZ">(cd, 16);
  cd = With<"SH0">(With<"OR0">(With<"IR0">(cd, 1), 1), 3);
  cd = With<"EPD1">(With<"IPS">(cd, 5), 1);
  cd = With<"ASET">(With<"A">(With<"R">(With<"AA64">(cd, 1), 1), 1), 1);
  cd = With<"ASID">(cd, Bits<Concrete, 16>(asid));
  cd = WithAddr<"TTB0">(cd, Bits<Concrete, 64>(root));
  if (stall) cd = With<"S">(cd, 1);
  return With<"MAIR0">(cd, 0x00FF0444);
}

}  // namespace quiesce
