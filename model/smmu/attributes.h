// Memory attributes of an access: type, cacheability, allocation hints and shareability, decoded
// from each of the architecture's encodings. How they are combined: model/smmu/combine.h.
#pragma once

#include <cstdint>

namespace quiesce {

/// Ordered by strength: where two attributes meet, the smaller wins. IHI 0070 G.b 13.1.5.
enum class MemoryType : std::uint8_t {
  kDevice_nGnRnE,
  kDevice_nGnRE,
  kDevice_nGRE,
  kDevice_GRE,
  kNormal,
};

/// Ordered by strength, as MemoryType.
enum class Cacheability : std::uint8_t { kNonCacheable, kWriteThrough, kWriteBack };

/// The architecture's encoding; 0b01 is reserved and reads as non-shareable.
enum class Shareability : std::uint8_t { kNonShareable = 0, kOuter = 2, kInner = 3 };

constexpr Shareability DecodeShareability(std::uint64_t sh) {
  return sh == 1 ? Shareability::kNonShareable : static_cast<Shareability>(sh & 3);
}

struct AllocationHints {
  bool read;
  bool write;
  bool transient;
};

/// One cache level of Normal memory, as a nibble of MAIR: 0b0100 non-cacheable, else bit 3
/// non-transient, bit 2 write-back, bits 1 and 0 read- and write-allocate. DDI 0487 MAIR_ELx.
class CacheLevel {
 public:
  constexpr CacheLevel() = default;  ///< write-back, RaWa, non-transient

  /// 0b0000 is UNPREDICTABLE for a PE and write-through transient RaWa here. IHI 0070 G.b 5.4
  /// (MAIR0).
  static constexpr CacheLevel FromMair(std::uint64_t nibble) {
    return CacheLevel(nibble == 0 ? 3 : nibble & 0xF);
  }
  /// A level that allocates on nothing is non-transient. IHI 0070 G.b 13.1.7.
  static constexpr CacheLevel Of(Cacheability c, AllocationHints h) {
    if (c == Cacheability::kNonCacheable) return CacheLevel(4);
    const bool transient = h.transient && (h.read || h.write);
    return CacheLevel((transient ? 0u : 8u) | (c == Cacheability::kWriteBack ? 4u : 0u) |
                      (h.read ? 2u : 0u) | (h.write ? 1u : 0u));
  }

  constexpr std::uint8_t nibble() const { return nibble_; }
  constexpr Cacheability cacheability() const {
    if (nibble_ == 4) return Cacheability::kNonCacheable;
    return (nibble_ & 4) != 0 ? Cacheability::kWriteBack : Cacheability::kWriteThrough;
  }
  constexpr bool IsCacheable() const { return nibble_ != 4; }
  /// Of a level that does not cache: what it would get if an override made it cache, RaWa.
  constexpr AllocationHints hints() const {
    if (nibble_ == 4) return {true, true, false};
    return {(nibble_ & 2) != 0, (nibble_ & 1) != 0, nibble_ < 8};
  }

  friend constexpr bool operator==(const CacheLevel&, const CacheLevel&) = default;

 private:
  constexpr explicit CacheLevel(std::uint64_t nibble)
      : nibble_(static_cast<std::uint8_t>(nibble)) {}
  std::uint8_t nibble_ = 0xF;
};

/// A MAIR byte and a shareability. The default is what an interconnect that supplies none means:
/// Normal write-back RaWa, non-shareable. IHI 0070 G.b 13.1.3.
class MemoryAttributes {
 public:
  constexpr MemoryAttributes() = default;
  static constexpr MemoryAttributes Device(MemoryType type, Shareability sh) {
    return MemoryAttributes(static_cast<std::uint8_t>(static_cast<unsigned>(type) << 2), sh);
  }
  static constexpr MemoryAttributes Normal(CacheLevel inner, CacheLevel outer, Shareability sh) {
    return MemoryAttributes(static_cast<std::uint8_t>(outer.nibble() << 4 | inner.nibble()), sh);
  }

  /// The byte of MAIR that says the same.
  constexpr std::uint8_t mair() const { return static_cast<std::uint8_t>(bits_); }
  constexpr Shareability shareability() const { return static_cast<Shareability>(bits_ >> 8); }
  constexpr bool IsDevice() const { return mair() < 0x10; }
  constexpr MemoryType type() const {
    return IsDevice() ? static_cast<MemoryType>(mair() >> 2) : MemoryType::kNormal;
  }
  /// Of Normal memory; a Device type does not cache.
  constexpr CacheLevel inner() const { return Level(mair() & 0xF); }
  constexpr CacheLevel outer() const { return Level(mair() >> 4); }
  /// Normal, and cacheable at either level.
  constexpr bool IsCacheable() const { return inner().IsCacheable() || outer().IsCacheable(); }

  constexpr MemoryAttributes With(Shareability sh) const { return MemoryAttributes(mair(), sh); }
  friend constexpr bool operator==(const MemoryAttributes&, const MemoryAttributes&) = default;

 private:
  constexpr MemoryAttributes(std::uint8_t mair, Shareability sh)
      : bits_(static_cast<std::uint16_t>(static_cast<unsigned>(sh) << 8 | mair)) {}
  constexpr CacheLevel Level(unsigned nibble) const {
    return CacheLevel::FromMair(IsDevice() ? 4 : nibble);
  }

  std::uint16_t bits_ = 0xFF;  ///< one word, so that copies are whole: MAIR byte, then shareability
};

/// A byte of CD.MAIR0/1 and SH of a leaf. Bits [1:0] of a Device encoding are ignored.
constexpr MemoryAttributes DecodeMair(std::uint64_t byte, Shareability sh) {
  const std::uint64_t outer = byte >> 4 & 0xF;
  if (outer == 0) return MemoryAttributes::Device(static_cast<MemoryType>(byte >> 2 & 3), sh);
  return MemoryAttributes::Normal(CacheLevel::FromMair(byte & 0xF), CacheLevel::FromMair(outer),
                                  sh);
}

/// Two bits of a MemAttr field that describe Normal memory; 0b00 is reserved and taken as
/// non-cacheable.
constexpr Cacheability DecodeMemAttrLevel(std::uint64_t bits) {
  return bits < 2 ? Cacheability::kNonCacheable : static_cast<Cacheability>(bits - 1);
}

/// The 4-bit MemAttr of STE, GBPA and stage 2 descriptors without S2FWB. It has no hints: they are
/// RaWa. DDI 0487 table D8-96.
constexpr MemoryAttributes DecodeMemAttr(std::uint64_t bits, Shareability sh) {
  const std::uint64_t outer = bits >> 2 & 3;
  if (outer == 0) return MemoryAttributes::Device(static_cast<MemoryType>(bits & 3), sh);
  constexpr AllocationHints kBoth{true, true, false};
  return MemoryAttributes::Normal(CacheLevel::Of(DecodeMemAttrLevel(bits & 3), kBoth),
                                  CacheLevel::Of(DecodeMemAttrLevel(outer), kBoth), sh);
}

}  // namespace quiesce
