// Memory attributes of an access: type, cacheability, shareability and allocation hints, decoded
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

/// Hints of one cache level; of no meaning where the level is not cacheable.
struct AllocationHints {
  bool read : 1 = true;
  bool write : 1 = true;
  bool transient : 1 = false;

  friend bool operator==(const AllocationHints&, const AllocationHints&) = default;
};

struct CacheLevel {
  Cacheability cacheability = Cacheability::kWriteBack;
  AllocationHints hints = {};

  friend bool operator==(const CacheLevel&, const CacheLevel&) = default;
};

/// The defaults are those of an interconnect that supplies none. IHI 0070 G.b 13.1.3.
struct MemoryAttributes {
  MemoryType type = MemoryType::kNormal;
  CacheLevel inner = {};  ///< of Normal memory only
  CacheLevel outer = {};  ///< of Normal memory only
  Shareability shareability = Shareability::kNonShareable;

  constexpr bool IsDevice() const { return type != MemoryType::kNormal; }
  /// Normal, and cacheable at either level.
  constexpr bool IsCacheable() const {
    return !IsDevice() && (inner.cacheability != Cacheability::kNonCacheable ||
                           outer.cacheability != Cacheability::kNonCacheable);
  }
  friend bool operator==(const MemoryAttributes&, const MemoryAttributes&) = default;
};

constexpr Shareability DecodeShareability(std::uint64_t sh) {
  return sh == 1 ? Shareability::kNonShareable : static_cast<Shareability>(sh & 3);
}

/// One nibble of a MAIR byte that describes Normal memory. 0b0000 in the inner nibble is
/// UNPREDICTABLE for a PE and write-through transient RaWa here. DDI 0487 MAIR_ELx, IHI 0070 G.b
/// 5.4 MAIR0.
constexpr CacheLevel DecodeMairNibble(std::uint64_t nibble) {
  if (nibble == 0) return {Cacheability::kWriteThrough, {true, true, true}};
  if (nibble == 4) return {Cacheability::kNonCacheable, {false, false, false}};
  const Cacheability c = (nibble & 4) != 0 ? Cacheability::kWriteBack : Cacheability::kWriteThrough;
  return {c, {(nibble & 2) != 0, (nibble & 1) != 0, nibble < 8}};
}

/// A MAIR byte. Bits [1:0] of a Device encoding are ignored. The shareability is not part of it.
constexpr MemoryAttributes DecodeMair(std::uint64_t byte) {
  MemoryAttributes a;
  if ((byte >> 4 & 0xF) == 0) {
    a.type = static_cast<MemoryType>(byte >> 2 & 3);
  } else {
    a.outer = DecodeMairNibble(byte >> 4 & 0xF);
    a.inner = DecodeMairNibble(byte & 0xF);
  }
  return a;
}

/// Two bits of a MemAttr field that describe Normal memory; 0b00 is reserved and taken as
/// non-cacheable.
constexpr Cacheability DecodeMemAttrLevel(std::uint64_t bits) {
  return bits < 2 ? Cacheability::kNonCacheable : static_cast<Cacheability>(bits - 1);
}

/// The 4-bit MemAttr of STE, GBPA and stage 2 descriptors without S2FWB. DDI 0487 table D8-96. It
/// has no hints.
constexpr MemoryAttributes DecodeMemAttr(std::uint64_t bits) {
  MemoryAttributes a;
  if ((bits >> 2 & 3) == 0) {
    a.type = static_cast<MemoryType>(bits & 3);
  } else {
    a.outer.cacheability = DecodeMemAttrLevel(bits >> 2 & 3);
    a.inner.cacheability = DecodeMemAttrLevel(bits & 3);
  }
  return a;
}

}  // namespace quiesce
