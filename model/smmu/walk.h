// The walk that both stages share: from the table base and an input address to a leaf descriptor.
// DDI 0487 D8.2, D8.3; fault order IHI 0070 G.b 7.3.22.
#pragma once

#include <cstdint>

#include "model/smmu/context.h"
#include "model/smmu/descriptor.h"
#include "model/smmu/fault_site.h"
#include "model/smmu/granule.h"
#include "model/smmu/observer.h"

namespace quiesce {

/// How one stage walks its tables, from a legal CD or STE.
struct TableWalk {
  Stage stage;
  GranuleSize granule;
  bool wide;        ///< OAS == 52: 64K descriptors hold address bits [51:48] in bits [15:12]
  bool big_endian;  ///< byte order of the descriptors
  std::uint8_t input_bits;   ///< width of the input range
  std::uint8_t start_level;  ///< 0 to 3
  std::uint8_t output_bits;  ///< the effective IPS or S2PS
  std::uint64_t base;        ///< aligned to the start level's table
};

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

/// The 64-bit descriptor at a PA.
template <class Obs>
OrStop<std::uint64_t> ReadDescriptor(Context<Obs>& ctx, const TableWalk& walk,
                                     const FaultSite& site, std::uint64_t pa) {
  const WordRead r = ctx.smmu.Read64(pa);
  if (Unlikely(r.status == BusStatus::kNotCaptured)) return Stop(NotCaptured{pa});
  if (Unlikely(r.status == BusStatus::kAbort)) return WalkAborted(site, pa);
  return walk.big_endian ? __builtin_bswap64(r.value) : r.value;
}

/// The address in a table or leaf descriptor. Bits [15:12] of a 64K descriptor are RES0 below 52
/// bits, where an implementation may use them all the same.
template <class Obs>
std::uint64_t DescriptorAddress(Context<Obs>& ctx, const TableWalk& walk, std::uint64_t descriptor,
                                unsigned shift) {
  const std::uint64_t address = AddressOf(descriptor, shift);
  if (walk.granule != GranuleSize::k64K || HighAddressOf(descriptor) == 0) return address;
  const bool use = walk.wide || (!ctx.smmu.caps.v3_0.raw() &&
                                 ctx.choices.Pick(ChoicePoint::kRes64kDescriptorHigh, 2) == 1);
  return Decides<"WALK-HIGH-ADDRESS">(ctx, use) ? address | HighAddressOf(descriptor) : address;
}

/// `locate(address)` gives the PA of a descriptor, as OrStop<std::uint64_t>.
template <class Obs, class Locate>
OrStop<Leaf> WalkTables(Context<Obs>& ctx, const TableWalk& walk, const FaultSite& site,
                        std::uint64_t input, Locate&& locate) {
  Leaf leaf{};
  std::uint64_t table = walk.base;
  unsigned top = walk.input_bits;
  for (unsigned level = walk.start_level;; ++level) {
    const unsigned shift = Measures<"WALK-LEVEL-SHIFT">(ctx, LevelShift(walk.granule, level));
    leaf.address = table | LowBits(input, top) >> shift << 3;
    const OrStop<std::uint64_t> pa = locate(leaf.address);
    if (!pa.ok()) return pa.stop();
    const OrStop<std::uint64_t> descriptor = ReadDescriptor(ctx, walk, site, *pa);
    if (!descriptor.ok()) return descriptor.stop();
    const DescriptorKind kind = KindOf(*descriptor, walk.granule, level, walk.wide, ctx.observer);
    ctx.observer.Walked({walk.stage, static_cast<std::uint8_t>(level), *pa, *descriptor, kind});
    if (Unlikely(kind == DescriptorKind::kInvalid)) {
      return TranslationFault(EventType::F_TRANSLATION, site);
    }
    const bool is_leaf = kind == DescriptorKind::kLeaf;
    table = DescriptorAddress(ctx, walk, *descriptor, is_leaf ? shift : BitsOf(walk.granule));
    const std::uint64_t output = is_leaf ? table | LowBits(input, shift) : table;
    if (Unlikely(Decides<"WALK-ADDR-SIZE">(ctx, output >> walk.output_bits != 0))) {
      return TranslationFault(EventType::F_ADDR_SIZE, site);
    }
    if (is_leaf) {
      leaf.output = output;
      leaf.descriptor = *descriptor;
      leaf.pa = *pa;
      leaf.level = static_cast<std::uint8_t>(level);
      return leaf;
    }
    leaf.tables |= *descriptor & kTableControls;
    top = shift;
  }
}

}  // namespace quiesce
