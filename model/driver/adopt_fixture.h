// Images for the driver's tests: one SMMU with a small stream table of either format.
#pragma once

#include <cstdint>

#include "model/driver/adopt.h"

namespace quiesce {

inline constexpr std::uint64_t kTestTable = 0x4000'0000;
inline constexpr std::uint64_t kTestL2 = 0x5000'0000;

inline void PutSte(Image& image, std::uint64_t pa, const Ste<Concrete>& ste) {
  for (unsigned i = 0; i < 8; ++i) image.memory.Write64(pa + i * 8, ste.word(i).raw());
}

inline void PutL1(Image& image, std::uint32_t index, std::uint64_t span, std::uint64_t l2) {
  image.memory.Write64(kTestTable + index * 8, span | l2);
}

/// SMMUEN = 1, 16-bit StreamIDs and ASIDs, 2-level tables; no stream table yet.
inline Image BareImage() {
  Image image;
  auto& r = image.registers;
  r.Put<Reg::IDR0>(With<"ST_LEVEL">(
      With<"ASID16">(With<"VMID16">(With<"CD2L">(r.Get<Reg::IDR0>(), 1), 1), 1), 1));
  r.Put<Reg::IDR1>(With<"SSIDSIZE">(With<"SIDSIZE">(r.Get<Reg::IDR1>(), 16), 16));
  r.Put<Reg::IDR5>(With<"OAS">(r.Get<Reg::IDR5>(), 5));
  r.Put<Reg::AIDR>(With<"ArchMinorRev">(r.Get<Reg::AIDR>(), 2));
  r.Write(Reg::CR0, 0x1F);
  r.Write(Reg::CR0ACK, 0x1F);
  r.Write(Reg::STRTAB_BASE, kTestTable);
  return image;
}

/// LOG2SIZE = 12: 16 L1 descriptors, all empty.
inline Image TwoLevelImage() {
  Image image = BareImage();
  auto& r = image.registers;
  r.Put<Reg::STRTAB_BASE_CFG>(
      With<"FMT">(With<"SPLIT">(With<"LOG2SIZE">(r.Get<Reg::STRTAB_BASE_CFG>(), 12), 8), 1));
  image.memory.Map(kTestTable, 16 * 8);
  return image;
}

/// The same with a full L2 table of invalid STEs at index 1.
inline Image TwoLevelImageWithL2() {
  Image image = TwoLevelImage();
  PutL1(image, 1, 9, kTestL2);
  image.memory.Map(kTestL2, kDriverL2Bytes);
  return image;
}

/// LOG2SIZE = 6: 64 invalid STEs.
inline Image LinearImage() {
  Image image = BareImage();
  image.registers.Write(Reg::STRTAB_BASE_CFG, 6);
  image.memory.Map(kTestTable, 64 * 64);
  return image;
}

inline Ste<Concrete> ValidSte(std::uint64_t config) {
  return With<"Config">(With<"V">(Ste<Concrete>(), 1), Bits<Concrete, 3>(config));
}

}  // namespace quiesce
