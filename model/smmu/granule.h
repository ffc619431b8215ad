// The arithmetic of one level of a VMSAv8-64 walk. DDI 0487 D8.2; IHI 0070 G.b 3.4.
#pragma once

#include <cstdint>

namespace quiesce {

/// log2 of the granule's bytes.
enum class GranuleSize : std::uint8_t { k4K = 12, k16K = 14, k64K = 16 };

constexpr unsigned BitsOf(GranuleSize g) { return static_cast<unsigned>(g); }
/// Bits of address that one level resolves: log2 of the descriptors in a granule.
constexpr unsigned StrideOf(GranuleSize g) { return BitsOf(g) - 3; }

inline constexpr unsigned kLastLevel = 3;

/// log2 of the bytes that one descriptor at this level maps.
constexpr unsigned LevelShift(GranuleSize g, unsigned level) {
  return BitsOf(g) + (kLastLevel - level) * StrideOf(g);
}

/// The start level of a stage 1 walk that resolves `input_bits` bits of address.
constexpr unsigned Stage1StartLevel(GranuleSize g, unsigned input_bits) {
  return kLastLevel - (input_bits - 1 - BitsOf(g)) / StrideOf(g);
}

/// log2 of the bytes of the start level's table; concatenated tables count as one.
constexpr unsigned StartTableShift(GranuleSize g, unsigned input_bits, unsigned start_level) {
  return input_bits - LevelShift(g, start_level) + 3;
}

/// How many low bits of a table base address are treated as 0: those within the start level's
/// table, and at least 6 with 52-bit output addresses. IHI 0070 G.b 5.2 (S2TTB), 5.4 (TTB0).
constexpr unsigned TableAlignment(GranuleSize g, unsigned input_bits, unsigned start_level,
                                  unsigned output_bits) {
  const unsigned table = StartTableShift(g, input_bits, start_level);
  return output_bits == 52 && table < 6 ? 6 : table;
}

/// A block descriptor exists at this level. `wide` is OAS == 52.
constexpr bool BlockAllowed(GranuleSize g, unsigned level, bool wide) {
  if (level == 2) return true;
  return level == 1 && (g == GranuleSize::k4K || (g == GranuleSize::k64K && wide));
}

/// Descriptors in one contiguous group, 1 where the bit is RES0. DDI 0487 D8.7.1.
constexpr unsigned ContiguousGroup(GranuleSize g, unsigned level) {
  if (g == GranuleSize::k4K) return level == 0 ? 1 : 16;
  if (level < 2) return 1;
  return g == GranuleSize::k16K && level == kLastLevel ? 128 : 32;
}

}  // namespace quiesce
