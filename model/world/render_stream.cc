#include "model/world/render_stream.h"

#include <algorithm>
#include <array>

#include "model/world/render_page_table.h"
#include "model/world/render_word.h"

namespace quiesce {
namespace {

using SteC = Ste<Concrete>;
using CdC = Cd<Concrete>;

constexpr unsigned kStallForced = 2;  // IDR0.STALL_MODEL

void WriteCd(SparseMemory& memory, std::uint64_t pa, const CdC& cd) {
  const auto words = RawWords(cd);
  for (std::size_t i = 0; i < words.size(); ++i) memory.Write64(pa + 8 * i, words[i]);
}

/// CD.TG0 and STE.S2TG share one encoding.
unsigned Tg0(GranuleSize g) { return g == GranuleSize::k4K ? 0 : g == GranuleSize::k64K ? 1 : 2; }

CdC MakeCd(const SmmuOptions& smmu, const Substream& s, std::uint64_t ttb0) {
  CdC cd;
  cd = With<"V">(cd, 1);
  cd = With<"AA64">(cd, 1);
  cd = With<"T0SZ">(cd, Word<6>(s.table.txsz));
  cd = With<"TG0">(cd, Word<2>(Tg0(s.table.granule)));
  cd = With<"IR0">(cd, 1);
  cd = With<"OR0">(cd, 1);
  cd = With<"SH0">(cd, 3);
  cd = With<"EPD1">(cd, 1);
  cd = With<"IPS">(cd, Word<3>(smmu.oas));
  cd = With<"S">(cd, Word<1>(smmu.stall_model == kStallForced));
  cd = With<"R">(cd, 1);
  cd = With<"A">(cd, 1);
  cd = With<"ASET">(cd, 1);
  cd = With<"ASID">(cd, Word<16>(s.asid));
  cd = With<"MAIR0">(cd, Word<32>(0xFF));
  return WithAddr<"TTB0">(cd, Word<64>(ttb0));
}

/// The table of CDs that S1ContextPtr points to; finds or makes the place of each index.
class CdTableWriter {
 public:
  CdTableWriter(TableAllocator& allocator, const Stream& s)
      : allocator_(allocator), format_(s.cd_format), log2_cds_(s.s1cdmax) {
    if (log2_cds_ == 0) format_ = CdTableFormat::kLinear;
    base_ = allocator.Allocate(Linear() ? std::uint64_t{64} << log2_cds_
                                        : std::uint64_t{8} << (log2_cds_ - LeafBits()));
  }

  std::uint64_t base() const { return base_; }
  bool Holds(std::uint32_t ssid) const { return std::uint64_t{ssid} >> log2_cds_ == 0; }

  std::uint64_t CdAddress(std::uint32_t ssid) {
    if (Linear()) return base_ + std::uint64_t{64} * ssid;
    const std::uint64_t l1cd_pa = base_ + 8 * (std::uint64_t{ssid} >> LeafBits());
    return Leaf(l1cd_pa) + 64 * (ssid & MaxValue(LeafBits()));
  }

 private:
  bool Linear() const { return format_ == CdTableFormat::kLinear; }
  /// log2 of the CDs of a leaf, as far as the table reaches.
  unsigned LeafBits() const {
    return std::min(format_ == CdTableFormat::kTwoLevel4K ? 6u : 10u, log2_cds_);
  }
  std::uint64_t LeafBytes() const {
    return format_ == CdTableFormat::kTwoLevel4K ? 4096 : std::uint64_t{1} << 16;
  }
  std::uint64_t Leaf(std::uint64_t l1cd_pa) {
    const L1Cd<Concrete> old(Word<64>(allocator_.memory().Read64(l1cd_pa).value));
    if (Is<"V">(old)) return Addr<"L2Ptr">(old).raw();
    const std::uint64_t leaf = allocator_.Allocate(LeafBytes());
    const auto l1cd = WithAddr<"L2Ptr">(With<"V">(L1Cd<Concrete>(), 1), Word<64>(leaf));
    allocator_.memory().Write64(l1cd_pa, l1cd.word(0).raw());
    return leaf;
  }

  TableAllocator& allocator_;
  CdTableFormat format_;
  unsigned log2_cds_;
  std::uint64_t base_;
};

SteC RenderStage1(TableAllocator& allocator, const SmmuOptions& smmu, const Stream& s,
                  RenderedStream& out) {
  CdTableWriter table(allocator, s);
  for (const Substream& sub : s.substreams) {
    if (!table.Holds(sub.ssid)) continue;
    const std::uint64_t pa = table.CdAddress(sub.ssid);
    const std::uint64_t ttb0 = RenderPageTable(allocator, sub.table, Stage::k1);
    WriteCd(allocator.memory(), pa, MakeCd(smmu, sub, ttb0));
    out.cds.push_back({sub.ssid, pa});
  }
  SteC ste = out.ste;
  ste = With<"S1Fmt">(ste, Word<2>(static_cast<unsigned>(s.cd_format)));
  ste = WithAddr<"S1ContextPtr">(ste, Word<64>(table.base()));
  ste = With<"S1CDMax">(ste, Word<5>(s.s1cdmax));
  ste = With<"S1DSS">(ste, Word<2>(s.s1dss));
  ste = With<"S1CIR">(ste, 1);
  ste = With<"S1COR">(ste, 1);
  ste = With<"S1CSH">(ste, 3);
  return With<"STRW">(ste, Word<2>(s.el2 && s.kind == SteKind::kStage1 ? 2 : 0));
}

/// Maps [begin, end) to itself, so that a nested stream reaches its own stage 1 structures. Of
/// another stream that is nothing, not even the page that it would begin in.
void MapIdentity(PageTableWriter& writer, GranuleSize granule, std::uint64_t begin,
                 std::uint64_t end) {
  if (begin == end) return;
  const std::uint64_t page = std::uint64_t{1} << BitsOf(granule);
  for (std::uint64_t pa = begin & ~(page - 1); pa < end; pa += page) {
    writer.Map({.input = pa, .output = pa});
  }
}

SteC RenderStage2(TableAllocator& allocator, const SmmuOptions& smmu, const Stream& s, SteC ste,
                  std::uint64_t stage1_begin) {
  const std::uint64_t stage1_end = allocator.end();
  PageTableWriter writer(allocator, s.stage2, Stage::k2);
  MapIdentity(writer, s.stage2.granule, stage1_begin, stage1_end);
  for (const Mapping& m : s.stage2.mappings) writer.Map(m);
  ste = With<"S2T0SZ">(ste, Word<6>(s.stage2.txsz));
  ste = With<"S2SL0">(ste, Word<2>(S2Sl0(s.stage2)));
  ste = With<"S2TG">(ste, Word<2>(Tg0(s.stage2.granule)));
  ste = With<"S2IR0">(ste, 1);
  ste = With<"S2OR0">(ste, 1);
  ste = With<"S2SH0">(ste, 3);
  ste = With<"S2PS">(ste, Word<3>(smmu.oas));
  ste = With<"S2AA64">(ste, 1);
  ste = With<"S2S">(ste, Word<1>(smmu.stall_model == kStallForced));
  ste = With<"S2R">(ste, 1);
  return WithAddr<"S2TTB">(ste, Word<64>(writer.base()));
}

/// STE.Config for each SteKind but kInvalid. IHI 0070 G.b 5.2.
unsigned ConfigOf(SteKind kind) {
  constexpr std::array<unsigned, 6> kConfig = {0, 0, 4, 5, 6, 7};
  return kConfig[static_cast<std::size_t>(kind)];
}

}  // namespace

SteC UnusedSteOf(UnusedSte unused) {
  return unused == UnusedSte::kAbort ? With<"V">(SteC(), 1) : SteC();
}

RenderedStream RenderStream(TableAllocator& allocator, const SmmuOptions& smmu, const Stream& s) {
  RenderedStream out;
  if (s.kind == SteKind::kInvalid) return out;
  out.ste = With<"V">(out.ste, 1);
  out.ste = With<"Config">(out.ste, Word<3>(ConfigOf(s.kind)));
  out.ste = With<"SHCFG">(out.ste, 1);
  const bool has_vmid = HasStage2(s.kind) || (s.kind == SteKind::kStage1 && smmu.stage2);
  if (has_vmid) out.ste = With<"S2VMID">(out.ste, Word<16>(s.vmid));
  const std::uint64_t stage1_begin = allocator.end();
  if (HasStage1(s.kind)) out.ste = RenderStage1(allocator, smmu, s, out);
  if (HasStage2(s.kind)) out.ste = RenderStage2(allocator, smmu, s, out.ste, stage1_begin);
  return out;
}

}  // namespace quiesce
