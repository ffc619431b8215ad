// The bits of a VMSAv8-64 translation table descriptor. DDI 0487 D8.3; without D128, DS and
// permission indirection.
#pragma once

#include <cstdint>

#include "model/smmu/decides.h"
#include "model/smmu/granule.h"
#include "model/smmu/observer.h"

namespace quiesce {

constexpr std::uint64_t LowBits(std::uint64_t value, unsigned n) {
  return value & ((std::uint64_t{1} << n) - 1);
}
constexpr std::uint64_t DropLowBits(std::uint64_t value, unsigned n) { return value >> n << n; }
constexpr std::uint64_t FieldAt(std::uint64_t word, unsigned msb, unsigned lsb) {
  return LowBits(word >> lsb, msb - lsb + 1);
}
constexpr bool BitAt(std::uint64_t word, unsigned bit) { return (word >> bit & 1) != 0; }

inline constexpr std::uint64_t kAccessFlag = std::uint64_t{1} << 10;
/// AP[2] of stage 1, where set means read-only, and S2AP[1] of stage 2, where set means writable.
inline constexpr std::uint64_t kWriteBit = std::uint64_t{1} << 7;

/// nT of a block: it is not cached in a way that conflicts. IHI 0070 G.b 3.21.1.2.
inline constexpr std::uint64_t kNoConflict = std::uint64_t{1} << 16;
inline constexpr std::uint64_t kContiguous = std::uint64_t{1} << 52;

constexpr bool IsAccessed(std::uint64_t d) { return (d & kAccessFlag) != 0; }
constexpr bool HasDirtyBitModifier(std::uint64_t d) { return BitAt(d, 51); }
constexpr bool IsContiguous(std::uint64_t d) { return (d & kContiguous) != 0; }

/// Two leaf descriptors say the same, but for what hardware updates, and for the Contiguous bit.
constexpr bool SameTranslation(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t dirty_state = HasDirtyBitModifier(a) ? kWriteBit : 0;
  return ((a ^ b) & ~(kAccessFlag | kContiguous | dirty_state)) == 0;
}

/// `wide` is OAS == 52, which gives the 64K granule a block at level 1.
template <class Obs = const NoObserver>
constexpr DescriptorKind KindOf(std::uint64_t d, GranuleSize g, unsigned level, bool wide,
                                Obs& obs = kNoObserver) {
  if (!Decides<"WALK-VALID">(obs, BitAt(d, 0))) return DescriptorKind::kInvalid;
  if (level == kLastLevel) {
    const bool page = Decides<"WALK-PAGE">(obs, BitAt(d, 1));
    return page ? DescriptorKind::kLeaf : DescriptorKind::kInvalid;
  }
  if (Decides<"WALK-TABLE">(obs, BitAt(d, 1))) return DescriptorKind::kTable;
  const bool block = Decides<"WALK-BLOCK-ALLOWED">(obs, BlockAllowed(g, level, wide));
  return block ? DescriptorKind::kLeaf : DescriptorKind::kInvalid;
}

/// Bits [47:shift] in place: a next-level table with the granule's shift, an output address with
/// the level's.
constexpr std::uint64_t AddressOf(std::uint64_t d, unsigned shift) {
  return DropLowBits(LowBits(d, 48), shift);
}
/// Bits [15:12] of a 64K descriptor, as address bits [51:48].
constexpr std::uint64_t HighAddressOf(std::uint64_t d) { return FieldAt(d, 15, 12) << 48; }

/// Hierarchical controls of a table descriptor, one bit each so that levels combine by OR. Bits
/// [63:59] in place; NSTable is of no meaning to a Non-secure stream.
inline constexpr std::uint64_t kPxnTable = std::uint64_t{1} << 59;
inline constexpr std::uint64_t kXnTable = std::uint64_t{1} << 60;
inline constexpr std::uint64_t kApTableNoUnprivileged = std::uint64_t{1} << 61;
inline constexpr std::uint64_t kApTableReadOnly = std::uint64_t{1} << 62;
inline constexpr std::uint64_t kTableControls =
    kPxnTable | kXnTable | kApTableNoUnprivileged | kApTableReadOnly;

}  // namespace quiesce
