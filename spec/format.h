// How a bit format is described: named fields of a register or an in-memory structure, as data.
//
// One description serves three uses: typed accessors (spec/record.h), decoding to text and encoding
// from text (reports/decode). Bits are numbered over the whole structure, little-endian, as IHI
// 0070 does: bit n is bit n % 64 of 64-bit word n / 64. Bits that no field names are RES0 for the
// modelled versions (SMMUv3.0 to v3.2, Non-secure).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

/// The meaning of one encoding of a field.
struct ValueSpec {
  std::uint64_t value;
  std::string_view name;
};

enum class FieldKind : std::uint8_t {
  kPlain,    ///< a number or an enumeration
  kAddress,  ///< address bits in place: the value is the word with all other bits cleared
};

struct FieldSpec {
  std::string_view name;  ///< the architecture's name, without the structure's prefix
  std::uint16_t lsb;
  std::uint16_t width;  ///< 1..64; a field never crosses a 64-bit word
  std::span<const ValueSpec> values = {};
  FieldKind kind = FieldKind::kPlain;
  std::string_view note = {};  ///< one line: unit, scaling, or when it is ignored
};

struct FormatSpec {
  std::string_view name;
  std::uint16_t bits;  ///< 32, or a multiple of 64
  std::span<const FieldSpec> fields;
  std::string_view source;  ///< the section of IHI 0070 G.b
  std::string_view purpose = {};
};

/// A field of an address kind: bits msb..lsb of the structure.
constexpr FieldSpec AddressField(std::string_view name, unsigned msb, unsigned lsb,
                                 std::string_view note = {}) {
  return {name,
          static_cast<std::uint16_t>(lsb),
          static_cast<std::uint16_t>(msb - lsb + 1),
          {},
          FieldKind::kAddress,
          note};
}

/// A field msb..lsb, inclusive, as the architecture writes bit ranges.
constexpr FieldSpec PlainField(std::string_view name, unsigned msb, unsigned lsb,
                               std::span<const ValueSpec> values = {}, std::string_view note = {}) {
  return {name,
          static_cast<std::uint16_t>(lsb),
          static_cast<std::uint16_t>(msb - lsb + 1),
          values,
          FieldKind::kPlain,
          note};
}
constexpr FieldSpec BitField(std::string_view name, unsigned bit,
                             std::span<const ValueSpec> values = {}, std::string_view note = {}) {
  return PlainField(name, bit, bit, values, note);
}

/// The field of that name, or nullptr. Names are compared exactly.
constexpr const FieldSpec* FindField(const FormatSpec& format, std::string_view name) {
  for (const FieldSpec& f : format.fields) {
    if (f.name == name) return &f;
  }
  return nullptr;
}

/// The raw value of a field in the words of a structure (a 32-bit register is one word).
constexpr std::uint64_t FieldValue(const FieldSpec& f, std::span<const std::uint64_t> words) {
  const std::uint64_t word = words[f.lsb / 64] >> (f.lsb % 64);
  return f.width >= 64 ? word : word & ((std::uint64_t{1} << f.width) - 1);
}

/// What a reader expects to see: an address in place, any other field as its value.
constexpr std::uint64_t FieldDisplay(const FieldSpec& f, std::span<const std::uint64_t> words) {
  const std::uint64_t v = FieldValue(f, words);
  return f.kind == FieldKind::kAddress ? v << (f.lsb % 64) : v;
}

/// Every field fits the format, crosses no word and overlaps no other; checked at compile time for
/// each format.
consteval bool WellFormed(const FormatSpec& format) {
  for (std::size_t i = 0; i < format.fields.size(); ++i) {
    const FieldSpec& a = format.fields[i];
    if (a.width == 0 || a.width > 64 || a.lsb + a.width > format.bits) return false;
    if (a.lsb / 64 != (a.lsb + a.width - 1) / 64) return false;
    for (std::size_t j = 0; j < i; ++j) {
      const FieldSpec& b = format.fields[j];
      if (a.name == b.name) return false;
      if (a.lsb < b.lsb + b.width && b.lsb < a.lsb + a.width) return false;
    }
  }
  return format.bits == 32 || format.bits % 64 == 0;
}

}  // namespace quiesce
