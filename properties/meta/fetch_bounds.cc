#include "properties/meta/fetch_bounds.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "model/smmu/descriptor.h"
#include "spec/cd_table.h"
#include "spec/stage1.h"
#include "spec/stage2.h"
#include "spec/stream_table.h"

namespace quiesce {
namespace {

constexpr naive::Granule kGranules[] = {naive::Granule::k4K, naive::Granule::k64K,
                                        naive::Granule::k16K};

std::uint64_t TableBytes(const naive::Lookup& lookup) {
  return std::uint64_t{8} << (lookup.msb - lookup.lsb + 1);
}
/// A table is aligned to its size, and to 64 bytes with 52-bit output addresses. IHI 0070 G.b 5.2
/// (S2TTB), 5.4 (TTB0).
std::uint64_t Aligned(std::uint64_t base, std::uint64_t bytes, const Bits<Concrete, 7>& output) {
  const std::uint64_t least = output == 52 ? 64 : 8;
  return base & ~(std::max(bytes, least) - 1);
}

/// log2 of the bytes, of the encoding that TG0 and S2TG share.
unsigned GranuleShift(std::uint64_t granule) { return granule == 0 ? 12 : granule == 1 ? 16 : 14; }

/// A StreamID has 32 bits, whatever an impossible IDR1.SIDSIZE says.
StrtabConfig<Concrete> Reachable(StrtabConfig<Concrete> table) {
  table.sid_bits = Min(table.sid_bits, Bits<Concrete, 6>(32));
  return table;
}

}  // namespace

void FetchBounds::Check(const char* what, std::uint64_t address, const Range& range,
                        unsigned space_bits) {
  ++reads_;
  const std::uint64_t offset = LowBits(address - range.first, space_bits);
  if (offset < range.bytes || !violation_.empty()) return;
  violation_ = absl::StrFormat("%s read at 0x%x, its table is 0x%x bytes at 0x%x", what, address,
                               range.bytes, range.first);
}

void FetchBounds::FetchL1Std(std::uint64_t pa, const L1Std<Concrete>& r) {
  const auto [first, end] = L1Bounds(Reachable(smmu_.strtab));
  Check("L1STD", pa, {first.raw(), (end - first).raw()}, smmu_.oas());
  l1std_ = r;
}

void FetchBounds::FetchSte(std::uint64_t pa, const Ste<Concrete>& r) {
  const auto [first, end] =
      l1std_ ? L2Bounds(smmu_.strtab, *l1std_, smmu_.caps) : LinearBounds(Reachable(smmu_.strtab));
  Check("STE", pa, {first.raw(), (end - first).raw()}, smmu_.oas());
  ste_ = r;
}

unsigned FetchBounds::PointerBits() const {
  return static_cast<unsigned>(CdPointerBits(*ste_, smmu_.caps).raw());
}

std::uint64_t FetchBounds::Unmapped(std::uint64_t pa) const {
  if (!Stage2Translates(*ste_).raw()) return pa;
  return stage2_ && stage2_->second == pa ? stage2_->first : ~std::uint64_t{0};
}

void FetchBounds::FetchL1Cd(std::uint64_t pa, const L1Cd<Concrete>& r) {
  const CdTable<Concrete> table = DecodeCdTable(*ste_, smmu_.caps);
  const auto bits = static_cast<unsigned>(table.index_bits.raw());
  const auto leaf = static_cast<unsigned>(table.leaf_bits.raw());
  Check("L1CD", Unmapped(pa), {table.base.raw(), std::uint64_t{8} << (std::max(bits, leaf) - leaf)},
        PointerBits());
  l1cd_ = r;
}

void FetchBounds::FetchCd(std::uint64_t pa, const Cd<Concrete>& r) {
  const CdTable<Concrete> table = DecodeCdTable(*ste_, smmu_.caps);
  const std::uint64_t first =
      l1cd_ ? CdLeafBase(table, *l1cd_, smmu_.caps).raw() : table.base.raw();
  const std::uint64_t bits = l1cd_ ? table.leaf_bits.raw() : table.index_bits.raw();
  Check("CD", Unmapped(pa), {first, std::uint64_t{64} << bits}, PointerBits());
  cd_ = r;
}

CdHalf<Concrete> FetchBounds::Half() const {
  const StreamWorld<Concrete> world = StreamWorldOf(*ste_, smmu_.caps, Is<"E2H">(smmu_.cr2));
  const bool upper = !world.IsNsEl2().raw() && BitAt(transaction_.address, 55);
  return upper ? UpperHalf(*cd_, world, smmu_.caps) : LowerHalf(*cd_, world, smmu_.caps);
}

/// By the rows of DDI 0487's tables, which only the oracle reads.
std::optional<FetchBounds::Range> FetchBounds::StartOfStage1() const {
  const CdHalf<Concrete> half = Half();
  const std::uint64_t tsz = EffectiveTxsz(half, Bool<Concrete>(true), smmu_.caps).raw();
  const auto start = naive::Stage1Start(kGranules[half.granule.raw()], static_cast<unsigned>(tsz));
  if (!start) return std::nullopt;
  const std::uint64_t bytes = TableBytes(*start);
  return Range{Aligned(half.ttb.raw(), bytes, EffectiveIps(*cd_, smmu_.caps)), bytes};
}

std::optional<FetchBounds::Range> FetchBounds::StartOfStage2() const {
  const std::uint64_t granule = Get<"S2TG">(*ste_).raw();
  const auto t0sz = 64 - static_cast<unsigned>(EffectiveS2InputBits(*ste_, smmu_.caps).raw());
  const auto sl0 = static_cast<unsigned>(Get<"S2SL0">(*ste_).raw());
  const auto start = naive::Stage2Start(kGranules[granule], sl0, t0sz);
  if (!start) return std::nullopt;
  const std::uint64_t bytes = TableBytes(start->lookup);
  return Range{
      Aligned(S2TableBase(*ste_, smmu_.caps).raw(), bytes, EffectiveS2Ps(*ste_, smmu_.caps)),
      bytes};
}

void FetchBounds::Walked(const WalkStep& step) {
  const bool first_stage = step.stage == Stage::k1;
  Tables& tables = first_stage ? stage1_tables_ : stage2_tables_;
  const unsigned granule =
      GranuleShift(first_stage ? Half().granule.raw() : Get<"S2TG">(*ste_).raw());
  const char* what = first_stage ? "stage 1 descriptor" : "stage 2 descriptor";
  // Another member of the group (CU-25), of at most 128 descriptors.
  if (tables.last.bytes != 0 && step.address / 1024 == tables.last_pa / 1024) {
    Check(what, tables.last_address + (step.address - tables.last_pa), tables.last, 48);
    return;
  }
  const std::uint64_t address = first_stage ? Unmapped(step.address) : step.address;
  if (!tables.below_start) {
    const std::optional<Range> start = first_stage ? StartOfStage1() : StartOfStage2();
    tables.next = start.value_or(Range{});
  }
  // CU-30: bits [51:48] of a next-level table come from bits that may be ignored.
  const bool open = granule == 16 && smmu_.oas() != 52 && tables.below_start;
  Check(what, address, tables.next, open ? 48 : 52);
  Follow(tables, step, address, granule);
}

void FetchBounds::Follow(Tables& tables, const WalkStep& step, std::uint64_t address,
                         unsigned granule_bits) {
  const bool group = step.kind == DescriptorKind::kLeaf && IsContiguous(step.descriptor);
  tables.last = group ? tables.next : Range{};
  tables.last_address = address;
  tables.last_pa = step.address;
  tables.below_start = step.kind == DescriptorKind::kTable;
  if (!tables.below_start) return;
  const std::uint64_t d = step.descriptor;
  std::uint64_t next = d & 0x0000'FFFF'FFFF'F000 & ~((std::uint64_t{1} << granule_bits) - 1);
  if (granule_bits == 16) next |= (d >> 12 & 0xF) << 48;
  tables.next = {next, std::uint64_t{1} << granule_bits};
}

void FetchBounds::Translated(Stage stage, std::uint64_t input, std::uint64_t output) {
  (stage == Stage::k1 ? stage1_tables_ : stage2_tables_).last = {};  // the next read starts a walk
  if (stage == Stage::k2) stage2_ = {input, output};
}

}  // namespace quiesce
