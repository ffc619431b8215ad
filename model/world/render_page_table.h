// Writes the VMSAv8-64 translation table of a PageTable into memory. DDI 0487 D8.2, D8.3; IHI 0070
// G.b 3.4.
#pragma once

#include <cstdint>

#include "model/smmu/observer.h"
#include "model/world/scenario.h"
#include "model/world/table_allocator.h"

namespace quiesce {

/// The level at which a walk starts. Stage 2 concatenates first-level tables wherever that saves a
/// level (up to 16 of them); without IDR3.STT a 4K stage 2 walk starts at level 2 or above.
unsigned StartLevel(const PageTable& table, Stage stage);

/// STE.S2SL0 for that start level. IHI 0070 G.b 5.2.
unsigned S2Sl0(const PageTable& table);

/// A table under construction.
class PageTableWriter {
 public:
  PageTableWriter(TableAllocator& allocator, const PageTable& table, Stage stage);

  std::uint64_t base() const { return base_; }

  /// Adds one leaf; false, and nothing mapped, if it lies outside the input range, if its level
  /// allows no leaf, or if it meets an earlier one.
  bool Map(const Mapping& mapping);

 private:
  unsigned LowBit(unsigned level) const { return LevelShift(granule_, level); }
  bool LeafAllowed(unsigned level) const;
  std::uint64_t EntryAddress(std::uint64_t table, unsigned level, std::uint64_t input) const;
  std::uint64_t NextTable(std::uint64_t entry_address);
  std::uint64_t LeafDescriptor(const Mapping& mapping) const;

  TableAllocator& allocator_;
  Stage stage_;
  GranuleSize granule_;
  unsigned input_bits_;  ///< 64 - TxSZ
  unsigned start_level_;
  std::uint64_t base_;
};

/// Renders a whole table and returns its base, for TTB0 or S2TTB.
std::uint64_t RenderPageTable(TableAllocator& allocator, const PageTable& table, Stage stage);

}  // namespace quiesce
