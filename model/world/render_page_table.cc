#include "model/world/render_page_table.h"

#include <algorithm>

namespace quiesce {
namespace {

// Descriptor bits. DDI 0487 D8.3.
constexpr std::uint64_t kTable = 0b11;
constexpr std::uint64_t kPage = 0b11;
constexpr std::uint64_t kBlock = 0b01;
constexpr std::uint64_t kAf = std::uint64_t{1} << 10;
constexpr std::uint64_t kInnerShareable = std::uint64_t{3} << 8;
constexpr std::uint64_t kS1Unprivileged = std::uint64_t{1} << 6;  // AP[1]
constexpr std::uint64_t kS1ReadOnly = std::uint64_t{1} << 7;      // AP[2]
constexpr std::uint64_t kS1NotGlobal = std::uint64_t{1} << 11;    // nG
constexpr std::uint64_t kS2Read = std::uint64_t{1} << 6;          // S2AP[0]
constexpr std::uint64_t kS2Write = std::uint64_t{1} << 7;         // S2AP[1]
constexpr std::uint64_t kS2WriteBack = std::uint64_t{0xF} << 2;   // MemAttr

constexpr std::uint64_t kAddressMask = MaxValue(48);

unsigned Stage2StartLevel(GranuleSize g, unsigned input_bits) {
  const unsigned stride = StrideOf(g);
  const unsigned one_level = BitsOf(g) + stride + 4;  // 16 concatenated tables
  const unsigned above =
      input_bits <= one_level ? 0 : (input_bits - one_level + stride - 1) / stride;
  return kLastLevel - std::max(above, g == GranuleSize::k4K ? 1u : 0u);
}

}  // namespace

unsigned StartLevel(const PageTable& table, Stage stage) {
  const unsigned input_bits = 64 - table.txsz;
  return stage == Stage::k1 ? Stage1StartLevel(table.granule, input_bits)
                            : Stage2StartLevel(table.granule, input_bits);
}

unsigned S2Sl0(const PageTable& table) {
  const unsigned deepest = table.granule == GranuleSize::k4K ? 2 : 3;
  return deepest - StartLevel(table, Stage::k2);
}

PageTableWriter::PageTableWriter(TableAllocator& allocator, const PageTable& table, Stage stage)
    : allocator_(allocator),
      stage_(stage),
      granule_(table.granule),
      input_bits_(64 - table.txsz),
      start_level_(StartLevel(table, stage)),
      base_(allocator.Allocate(std::uint64_t{8} << (input_bits_ - LowBit(start_level_)))) {}

bool PageTableWriter::LeafAllowed(unsigned level) const {
  if (level < start_level_ || level > kLastLevel) return false;
  return level == kLastLevel || BlockAllowed(granule_, level, /*wide=*/false);
}

std::uint64_t PageTableWriter::EntryAddress(std::uint64_t table, unsigned level,
                                            std::uint64_t input) const {
  const unsigned index_bits =
      level == start_level_ ? input_bits_ - LowBit(level) : StrideOf(granule_);
  return table + 8 * (input >> LowBit(level) & MaxValue(index_bits));
}

std::uint64_t PageTableWriter::NextTable(std::uint64_t entry_address) {
  SparseMemory& memory = allocator_.memory();
  const std::uint64_t entry = memory.Read64(entry_address).value;
  if ((entry & 1) != 0) return entry & kAddressMask & ~MaxValue(BitsOf(granule_));
  const std::uint64_t next = allocator_.Allocate(std::uint64_t{1} << BitsOf(granule_));
  memory.Write64(entry_address, next | kTable);
  return next;
}

std::uint64_t PageTableWriter::LeafDescriptor(const Mapping& m) const {
  const std::uint64_t address = m.output & kAddressMask & ~MaxValue(LowBit(m.level));
  const std::uint64_t common = address | (m.level == 3 ? kPage : kBlock) | kAf | kInnerShareable;
  if (stage_ == Stage::k1) {  // io-pgtable-arm sets nG in every stage 1 leaf
    return common | kS1NotGlobal | kS1Unprivileged | (m.write ? 0 : kS1ReadOnly);
  }
  return common | kS2WriteBack | (m.read ? kS2Read : 0) | (m.write ? kS2Write : 0);
}

bool PageTableWriter::Map(const Mapping& m) {
  if (m.input >> input_bits_ != 0 || !LeafAllowed(m.level)) return false;
  std::uint64_t table = base_;
  for (unsigned level = start_level_; level < m.level; ++level) {
    const std::uint64_t at = EntryAddress(table, level, m.input);
    if ((allocator_.memory().Read64(at).value & 0b11) == kBlock) return false;
    table = NextTable(at);
  }
  const std::uint64_t at = EntryAddress(table, m.level, m.input);
  if (allocator_.memory().Read64(at).value != 0) return false;
  allocator_.memory().Write64(at, LeafDescriptor(m));
  return true;
}

std::uint64_t RenderPageTable(TableAllocator& allocator, const PageTable& table, Stage stage) {
  PageTableWriter writer(allocator, table, stage);
  for (const Mapping& m : table.mappings) writer.Map(m);
  return writer.base();
}

}  // namespace quiesce
