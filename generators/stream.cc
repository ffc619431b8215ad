#include "generators/stream.h"

#include <algorithm>

namespace quiesce {
namespace {

/// Bits of an address that both sides of a table can carry without 52-bit support.
unsigned OutputBits(const SmmuOptions& smmu) { return std::min(OasBits(smmu), 48u); }

GranuleSize DrawGranule(Prng& p, const SmmuOptions& smmu) {
  if (!p.OneIn(4)) return GranuleSize::k4K;
  return smmu.granule16 && p.OneIn(2) ? GranuleSize::k16K : GranuleSize::k64K;
}

unsigned DrawTxsz(Prng& p, unsigned smallest) {
  constexpr unsigned kCorners[] = {16, 24, 25, 28, 32, 33, 34, 39};
  return std::max(smallest, p.OneIn(2) ? p.Pick(kCorners) : p.Between(16, 39));
}

/// An address of at most `bits` bits: an end of the range, near an earlier one, or anywhere.
std::uint64_t DrawAddress(Prng& p, unsigned bits, std::uint64_t near) {
  switch (p.Below(5)) {
    case 0:
      return 0;
    case 1:
      return MaxValue(bits) & ~MaxValue(12);
    case 2:
      return (near ^ (std::uint64_t{1} << p.Between(12, 21))) & MaxValue(bits);
    default:
      return p.Bits(bits) & ~MaxValue(12);
  }
}

unsigned DrawLeafLevel(Prng& p, GranuleSize g) {
  if (!p.OneIn(4)) return 3;
  return g == GranuleSize::k4K && p.OneIn(4) ? 1 : 2;
}

PageTable DrawTable(Prng& p, const SmmuOptions& smmu, unsigned txsz, unsigned output_bits,
                    unsigned max_mappings) {
  PageTable t{.granule = DrawGranule(p, smmu), .txsz = txsz};
  std::uint64_t near = 0;
  for (unsigned i = p.Between(0, max_mappings); i > 0; --i) {
    Mapping m;
    m.input = near = DrawAddress(p, 64 - t.txsz, near);
    m.output = DrawAddress(p, output_bits, m.input);
    m.level = DrawLeafLevel(p, t.granule);
    m.read = !p.OneIn(8);
    m.write = !p.OneIn(3);
    t.mappings.push_back(m);
  }
  return t;
}

/// An ASID or VMID: never 0, which Linux does not hand out.
unsigned DrawId(Prng& p, bool wide) {
  const unsigned last = wide ? 0xFFFF : 0xFF;
  return p.OneIn(8) ? last : p.OneIn(2) ? p.Between(1, 4) : p.Between(1, last);
}

void DrawCdTable(Prng& p, const SmmuOptions& smmu, Stream& s) {
  if (smmu.ssid_bits == 0 || !p.OneIn(3)) return;
  s.s1cdmax = p.Between(1, std::min(smmu.ssid_bits, 11u));
  if (smmu.two_level_cdtab && p.OneIn(2)) {
    s.cd_format = p.OneIn(4) ? CdTableFormat::kTwoLevel4K : CdTableFormat::kTwoLevel64K;
  }
}

void DrawSubstreams(Prng& p, const SmmuOptions& smmu, unsigned output_bits, unsigned max_mappings,
                    Stream& s) {
  const unsigned count = s.s1cdmax == 0 ? 1 : p.Between(0, 2);
  for (unsigned i = 0; i < count; ++i) {
    Substream sub;
    if (i > 0) sub.ssid = static_cast<std::uint32_t>(p.Between(1, 1u << s.s1cdmax) - 1);
    if (i > 0 && sub.ssid == 0) continue;
    sub.asid = DrawId(p, smmu.asid16);
    sub.table = DrawTable(p, smmu, DrawTxsz(p, 16), output_bits, max_mappings);
    s.substreams.push_back(sub);
  }
}

SteKind DrawKind(Prng& p, const SmmuOptions& smmu) {
  constexpr SteKind kWeighted[] = {
      SteKind::kStage1, SteKind::kStage1, SteKind::kStage1, SteKind::kStage1, SteKind::kBypass,
      SteKind::kBypass, SteKind::kStage2, SteKind::kNested, SteKind::kAbort,  SteKind::kInvalid};
  const SteKind k = p.Pick(kWeighted);
  const bool possible = (smmu.stage1 || !HasStage1(k)) && (smmu.stage2 || !HasStage2(k));
  return possible ? k : SteKind::kBypass;
}

/// Stage 2 of a nested stream: the IPAs that stage 1 gives are mapped, each to somewhere.
void MapStage1Outputs(Prng& p, unsigned output_bits, Stream& s) {
  for (const Substream& sub : s.substreams) {
    for (const Mapping& m : sub.table.mappings) {
      if (p.OneIn(4)) continue;
      s.stage2.mappings.push_back({.input = m.output,
                                   .output = DrawAddress(p, output_bits, m.output),
                                   .write = !p.OneIn(4)});
    }
  }
}

void DrawStage2(Prng& p, const SmmuOptions& smmu, unsigned max_mappings, Stream& s) {
  s.vmid = DrawId(p, smmu.vmid16);
  // A nested stream reaches its own tables through stage 2: 32 bits of IPA at the least.
  unsigned txsz = DrawTxsz(p, 64 - OutputBits(smmu));
  if (s.kind == SteKind::kNested) txsz = std::min(txsz, 32u);
  s.stage2 = DrawTable(p, smmu, txsz, OutputBits(smmu), max_mappings);
}

}  // namespace

Stream DrawStream(Prng& p, const SmmuOptions& smmu, std::uint32_t sid, unsigned max_mappings) {
  Stream s{.sid = sid, .kind = DrawKind(p, smmu)};
  if (HasStage2(s.kind)) DrawStage2(p, smmu, max_mappings, s);
  if (!HasStage1(s.kind)) return s;
  const bool nested = s.kind == SteKind::kNested;
  const unsigned output_bits = nested ? 64 - s.stage2.txsz : OutputBits(smmu);
  s.s1dss = p.Pick({2u, 2u, 1u, 0u});
  s.el2 = smmu.hyp && !nested && p.OneIn(2);
  DrawCdTable(p, smmu, s);
  DrawSubstreams(p, smmu, output_bits, max_mappings, s);
  if (nested) MapStage1Outputs(p, OutputBits(smmu), s);
  return s;
}

}  // namespace quiesce
