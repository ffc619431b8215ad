// The RES0 bits of a format, computed from its description: those that no field names.
//
// A structure with a reserved bit set is either used as if it were clear or refused as ILLEGAL: IHI
// 0070 G.b chapter 5, before 5.1.
#pragma once

#include <array>
#include <span>

#include "spec/record.h"

namespace quiesce {

/// Bits msb..lsb of a structure, inclusive.
struct BitRange {
  unsigned msb;
  unsigned lsb;
};

/// One mask for each word of Format: bits that are in no field and in none of the ranges of
/// `unchecked`, which must not cross a word.
template <const FormatSpec& Format>
consteval auto ReservedMasks(std::span<const BitRange> unchecked) {
  std::array<std::uint64_t, Format.bits / 64> masks;
  masks.fill(~std::uint64_t{0});
  const auto remove = [&masks](unsigned lsb, unsigned width) {
    masks[lsb / 64] &= ~(MaxValue(width) << (lsb % 64));
  };
  for (const FieldSpec& f : Format.fields) remove(f.lsb, f.width);
  for (const BitRange& r : unchecked) remove(r.lsb, r.msb - r.lsb + 1);
  return masks;
}

/// True if any bit of the masks is set.
template <class D, const FormatSpec& Format, std::size_t N>
Bool<D> AnyBitSet(const Record<D, Format>& record, const std::array<std::uint64_t, N>& masks) {
  Bool<D> any(false);
  for (std::size_t i = 0; i < N; ++i) any = any || (record.word(i) & Bits<D, 64>(masks[i])) != 0;
  return any;
}

}  // namespace quiesce
