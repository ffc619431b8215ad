// The ID registers of an ordinary SMMU, for tests.
#pragma once

#include "model/image/image.h"

namespace quiesce {

/// Both stages, ATS, PRI, MSI, stalls, 2-level tables, 16-bit StreamIDs, 48-bit OAS and all
/// granules; whatever SMMUv3.`minor` (0 to 2) requires. Queues have at most 2^8 entries.
inline RegisterImage UsualSmmu(unsigned minor) {
  RegisterImage r;
  auto idr0 = r.Get<Reg::IDR0>();
  idr0 = With<"S1P">(With<"S2P">(idr0, 1), 1);
  idr0 = With<"TTF">(With<"Hyp">(idr0, 1), 2);
  idr0 = With<"ATS">(With<"PRI">(idr0, 1), 1);
  idr0 = With<"MSI">(With<"CD2L">(idr0, 1), 1);
  idr0 = With<"ASID16">(With<"VMID16">(idr0, 1), 1);
  idr0 = With<"COHACC">(With<"ST_LEVEL">(idr0, 1), 1);
  r.Put<Reg::IDR0>(With<"TTENDIAN">(idr0, 2));

  auto idr1 = r.Get<Reg::IDR1>();
  idr1 = With<"SIDSIZE">(With<"SSIDSIZE">(idr1, 16), 16);
  idr1 = With<"CMDQS">(With<"EVENTQS">(idr1, 8), 8);
  r.Put<Reg::IDR1>(With<"PRIQS">(idr1, 8));

  auto idr3 = r.Get<Reg::IDR3>();
  if (minor >= 1) idr3 = With<"HAD">(With<"XNX">(idr3, 1), 1);
  if (minor >= 2) idr3 = With<"FWB">(With<"RIL">(With<"BBML">(idr3, 1), 1), 1);
  r.Put<Reg::IDR3>(idr3);

  auto idr5 = r.Get<Reg::IDR5>();
  idr5 = With<"GRAN4K">(With<"GRAN16K">(With<"GRAN64K">(idr5, 1), 1), 1);
  r.Put<Reg::IDR5>(With<"STALL_MAX">(With<"OAS">(idr5, 5), 16));

  r.Write(Reg::AIDR, minor);
  return r;
}

}  // namespace quiesce
