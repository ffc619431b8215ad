// Builds registers, stream tables, CDs and translation tables in an Image, for tests and
// benchmarks.
//
// Defaults are one legal configuration: SMMUv3.2 with every option of the model and OAS 48, a
// linear stream table, stage 1 and stage 2 with 4K granules and 48-bit input. A test changes what
// it is about. Tables live where the builder puts them; nothing else is mapped.
#pragma once

#include <cstdint>

#include "model/image/image.h"
#include "model/smmu/descriptor.h"
#include "spec/stream_formats.h"

namespace quiesce::testing {

inline constexpr std::uint64_t kStreamTable = 0x1000'0000;
inline constexpr std::uint64_t kCdTable = 0x1100'0000;
inline constexpr std::uint64_t kStage1Root = 0x1200'0000;
inline constexpr std::uint64_t kStage2Root = 0x1400'0000;

/// Valid, accessed, AttrIndx 0, AP 01 (all may read and write), inner shareable, page at level 3.
inline constexpr std::uint64_t kStage1Page = 0x743;
/// The bit of a leaf that lets hardware manage its dirty state.
inline constexpr std::uint64_t kDbm = std::uint64_t{1} << 51;
/// Valid, accessed, S2AP 11, normal write-back, inner shareable, page at level 3.
inline constexpr std::uint64_t kStage2Page = 0x7FF;
inline constexpr std::uint64_t kTableDescriptor = 3;
/// A leaf above level 3 clears this bit.
inline constexpr std::uint64_t kPageBit = 2;

/// Registers of the default SMMU, with translation on.
RegisterImage DefaultRegisters();

/// A stage 1 STE for a single CD at kCdTable.
Ste<Concrete> Stage1Ste();
/// A stage 2 STE: 4K, 48 bits, start level 0, tables at kStage2Root.
Ste<Concrete> Stage2Ste();
/// Both.
Ste<Concrete> NestedSte();
/// A CD that aborts and records: 4K, 48 bits, TTB0 at kStage1Root, TTB1 disabled.
Cd<Concrete> DefaultCd();

/// Where a mapping goes: one set of tables.
struct Tables {
  std::uint64_t root;
  GranuleSize granule = GranuleSize::k4K;
  unsigned input_bits = 48;
  unsigned start_level = 0;
};

/// What one mapping says besides its addresses.
struct Mapping {
  std::uint64_t input;
  std::uint64_t output;
  std::uint64_t attributes;          ///< the leaf's other bits, as of a page
  unsigned level = 3;                ///< of the leaf
  std::uint64_t table_controls = 0;  ///< ORed into every table descriptor on the way
};

class TableBuilder {
 public:
  TableBuilder() { image_.registers = DefaultRegisters(); }

  Image& image() { return image_; }
  RegisterImage& registers() { return image_.registers; }
  SparseMemory& memory() { return image_.memory; }

  /// Into the linear stream table.
  void PutSte(std::uint32_t stream_id, const Ste<Concrete>& ste);
  void PutCd(std::uint64_t pa, const Cd<Concrete>& cd);
  template <class R>
  void PutRecord(std::uint64_t pa, const R& record) {
    const auto words = RawWords(record);
    for (std::size_t i = 0; i < words.size(); ++i) memory().Write64(pa + 8 * i, words[i]);
  }

  /// Adds the mapping, with new tables where there are none, and returns the address of the leaf
  /// descriptor.
  std::uint64_t Map(const Tables& tables, const Mapping& mapping);
  /// Stage 2 maps [pa, pa + bytes) to itself in pages.
  void MapIdentity(const Tables& tables, std::uint64_t pa, std::uint64_t bytes);

 private:
  std::uint64_t NextTable(std::uint64_t descriptor_at, const Tables& tables,
                          std::uint64_t controls);

  Image image_;
  std::uint64_t free_ = 0x1800'0000;
};

}  // namespace quiesce::testing
