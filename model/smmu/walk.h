// The walk that both stages share: from the table base and an input address to a leaf descriptor.
// DDI 0487 D8.2, D8.3; fault order IHI 0070 G.b 7.3.22.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include "model/smmu/context.h"
#include "model/smmu/descriptor.h"
#include "model/smmu/fault_site.h"
#include "model/smmu/observer.h"
#include "model/smmu/recall.h"

namespace quiesce {

/// The leaf that translates an input address, before its Access flag and permissions are looked at:
/// what a TLB would hold.
struct Leaf {
  std::uint64_t output;  ///< the translation of the input address
  std::uint64_t descriptor;
  std::uint64_t address;  ///< of the descriptor, an IPA if stage 2 translates stage 1 walks
  std::uint64_t pa;       ///< of the descriptor
  std::uint64_t tables;   ///< kTableControls of the table descriptors above, ORed
  std::uint8_t level;
};

/// Where a walk goes on after a table descriptor: what a walk cache would hold.
struct WalkPoint {
  std::uint64_t table;   ///< an IPA if stage 2 translates stage 1 walks
  std::uint64_t tables;  ///< as Leaf::tables
  std::uint8_t level;    ///< of that table

  friend bool operator==(const WalkPoint&, const WalkPoint&) = default;
};

/// Why a descriptor could not be read.
inline Stop DescriptorUnread(BusStatus status, const FaultSite& site, std::uint64_t pa) {
  if (status == BusStatus::kNotCaptured) return NotCaptured{pa};
  return WalkAborted(site, pa);
}

/// Descriptors have PAs already.
struct Physical {};

/// The address in a table or leaf descriptor, of which `address` is bits [47:x]. Bits [15:12] of a
/// 64K descriptor are RES0 below 52 bits, where an implementation may use them all the same.
template <class Obs>
std::uint64_t WithHighAddress(Context<Obs>& ctx, const TableWalk& walk, std::uint64_t descriptor,
                              std::uint64_t address) {
  if (Likely(walk.granule != GranuleSize::k64K) || HighAddressOf(descriptor) == 0) return address;
  const bool use = walk.wide || (!ctx.smmu.caps.v3_0.raw() &&
                                 ctx.choices.Pick(ChoicePoint::kRes64kDescriptorHigh, 2) == 1);
  return Decides<"WALK-HIGH-ADDRESS">(ctx, use) ? address | HighAddressOf(descriptor) : address;
}

/// The address of a next-level table, or an output address, is too large.
template <class Obs>
bool Oversized(Context<Obs>& ctx, const TableWalk& walk, std::uint64_t address) {
  return Decides<"WALK-ADDR-SIZE">(ctx, (address & walk.oversize_bits) != 0);
}

/// Where a walk of an input starts.
struct WalkStart {
  WalkPoint at;
  std::uint64_t rest;  ///< the bits of the input that no level has resolved yet
};

/// At the base, or where a walk cache has it go on.
template <class Obs>
WalkStart StartOf(Context<Obs>& ctx, const TableWalk& walk, std::uint64_t input) {
  if constexpr (Remembers<Obs>) {
    if (const std::optional<WalkPoint> known = ctx.observer.Resume(ctx, walk, input)) {
      return {*known, LowBits(input, LevelShift(walk.granule, known->level - 1u))};
    }
  }
  return {{walk.base, 0, walk.start_level}, LowBits(input, walk.input_bits)};
}

/// `locate(address, level)` gives the PA of a descriptor, as OrStop<std::uint64_t>; or it is
/// Physical. `row` is that of the walk, see read_place.h.
template <class Obs, class Locate>
OrStop<Leaf> WalkTables(Context<Obs>& ctx, const TableWalk& walk, unsigned row,
                        const FaultSite& site, std::uint64_t input, const Locate& locate) {
  auto [at, rest] = StartOf(ctx, walk, input);
  const unsigned stride = StrideOf(walk.granule);
  unsigned next_shift = LevelShift(walk.granule, at.level);
  unsigned place = ReadPlace(row, at.level);
  for (;; ++at.level, ++place, next_shift -= stride) {
    const unsigned shift = Measures<"WALK-LEVEL-SHIFT">(ctx, next_shift);
    const std::uint64_t index = rest >> shift;
    const std::uint64_t address = at.table | index << 3;
    rest -= index << shift;
    std::uint64_t pa = address;
    if constexpr (!std::is_same_v<Locate, Physical>) {
      const OrStop<std::uint64_t> located = locate(address, at.level);
      if (!located.ok()) return located.stop();
      pa = *located;
    }
    const WordRead read = ctx.smmu.Read64(pa, place);
    if (Unlikely(read.status != BusStatus::kOk)) return DescriptorUnread(read.status, site, pa);
    const std::uint64_t descriptor = walk.big_endian ? __builtin_bswap64(read.value) : read.value;
    const DescriptorKind kind = KindOf(descriptor, walk.granule, at.level, walk.wide, ctx.observer);
    ctx.observer.Walked({walk.stage, at.level, pa, descriptor, kind});
    if (Unlikely(kind == DescriptorKind::kInvalid)) {
      return TranslationFault(EventType::F_TRANSLATION, site);
    }
    if (kind == DescriptorKind::kLeaf) {
      const std::uint64_t output =
          WithHighAddress(ctx, walk, descriptor, AddressOf(descriptor, shift)) | rest;
      if (Unlikely(Oversized(ctx, walk, output))) {
        return TranslationFault(EventType::F_ADDR_SIZE, site);
      }
      return OrStop<Leaf>(std::in_place, output, descriptor, address, pa,
                          at.tables & kTableControls, at.level);
    }
    at.table = WithHighAddress(ctx, walk, descriptor, descriptor & walk.table_bits);
    if (Unlikely(Oversized(ctx, walk, at.table))) {
      return TranslationFault(EventType::F_ADDR_SIZE, site);
    }
    at.tables |= descriptor;  // masked when it is used
    if constexpr (Remembers<Obs>) {
      ctx.observer.Passed(
          ctx, walk, input,
          {at.table, at.tables & kTableControls, static_cast<std::uint8_t>(at.level + 1)});
    }
  }
}

}  // namespace quiesce
