#include "oracles/naive/random_config.h"

#include <algorithm>

#include "oracles/naive/levels.h"

namespace quiesce::naive {
namespace {

// IDR5.OAS, CD.IPS and STE.S2PS codes (IHI 0070 G.b 5.2 S2PS).
unsigned SizeBits(unsigned code, bool v3_0) {
  constexpr unsigned kBits[] = {32, 36, 40, 42, 44, 48, 52, 52};
  return v3_0 ? std::min(kBits[code], 48u) : kBits[code];
}

unsigned DrawSizeCode(SplitMix& random) {
  return random.Chance(40) ? random.Below(8) : random.Pick({5u, 5u, 6u});
}

// A TTB: within the output range, and within 48 bits but for the 64K granule; bits [3:0] are no
// part of the field.
std::uint64_t DrawBase(SplitMix& random, Granule granule, unsigned output_bits) {
  const unsigned bits = granule == Granule::k64K ? output_bits : std::min(output_bits, 48u);
  return random.Bits(bits) >> 4 << 4;
}

void DrawSmmu(SplitMix& random, DrawnConfig& d) {
  Smmu& smmu = d.config.smmu;
  d.v3_0 = random.Chance(20);
  d.lpae = random.Chance(30);
  d.small_tables = random.Chance(50);
  d.va52 = !d.v3_0 && random.Chance(50);
  smmu.oas = random.Pick({32u, 36u, 40u, 42u, 44u, 48u, 48u, 52u, 52u, 52u});
  if (d.v3_0) smmu.oas = std::min(smmu.oas, 48u);
  smmu.ias = d.lpae ? std::max(40u, smmu.oas) : smmu.oas;
  smmu.xnx = !d.v3_0;
  smmu.res0_15_12_faults = !d.v3_0 && random.Chance(50);  // Armv8.1 had no such clause
}

unsigned MaxTsz(const DrawnConfig& d, Granule granule) {
  if (!d.small_tables) return 39;
  return granule == Granule::k64K ? 47 : 48;
}

// The range for stage 1 tables: mostly what stage 2 accepts, if there is one.
unsigned TableBits(SplitMix& random, const DrawnConfig& d, unsigned ips_bits) {
  if (!d.config.stage2 || random.Chance(3)) return ips_bits;
  return std::min(ips_bits, 64 - d.config.stage2->t0sz);
}

Half DrawHalf(SplitMix& random, const DrawnConfig& d, unsigned ips_bits) {
  Half half;
  half.granule = random.Pick({Granule::k4K, Granule::k16K, Granule::k64K});
  const unsigned min = half.granule == Granule::k64K && d.va52 ? 12 : 16;
  half.tsz = random.Between(min, MaxTsz(d, half.granule));
  half.ttb = DrawBase(random, half.granule, TableBits(random, d, ips_bits));
  half.tbi = random.Chance(30);
  half.epd = random.Chance(5);
  half.had = random.Chance(30);
  return half;
}

Stage1 DrawStage1(SplitMix& random, DrawnConfig& d, bool nested) {
  Stage1 s1;
  s1.regime = nested ? Regime::kEl1
                     : random.Pick({Regime::kEl1, Regime::kEl1, Regime::kEl2, Regime::kEl2E2h});
  d.ips_code = DrawSizeCode(random);
  s1.ips_bits = std::min(SizeBits(d.ips_code, d.v3_0), d.config.smmu.oas);
  s1.lower = DrawHalf(random, d, s1.ips_bits);
  s1.upper = DrawHalf(random, d, s1.ips_bits);
  s1.wxn = random.Chance(30);
  s1.pan = random.Chance(30);
  s1.affd = random.Chance(30);
  s1.ha = random.Chance(40);
  s1.hd = random.Chance(50);
  s1.big_endian = random.Chance(20);
  return s1;
}

// Table D8-9 and the FEAT_TTST column of Table D8-24.
bool Stage2LevelAvailable(const DrawnConfig& d, const Stage2& s2, int level) {
  const unsigned oas = d.config.smmu.oas;
  if (s2.granule == Granule::k4K && level == 0) return oas >= 44;
  if (s2.granule == Granule::k4K && level == 3) return d.small_tables;
  if (s2.granule == Granule::k16K && level == 1) return oas >= 42;
  if (s2.granule == Granule::k64K && level == 1) return oas >= 44;
  return true;
}

bool Stage2Legal(const DrawnConfig& d, const Stage2& s2) {
  const unsigned floor = s2.granule == Granule::k64K && !d.v3_0 ? 12 : 16;
  if (s2.t0sz < std::max(floor, 64 - d.config.smmu.ias)) return false;
  if (s2.t0sz > MaxTsz(d, s2.granule)) return false;
  const std::optional<Stage2Lookup> start = Stage2Start(s2.granule, s2.sl0, s2.t0sz);
  return start && Stage2LevelAvailable(d, s2, start->lookup.level);
}

Stage2 DrawStage2(SplitMix& random, DrawnConfig& d) {
  Stage2 s2;
  do {
    s2.granule = random.Pick({Granule::k4K, Granule::k16K, Granule::k64K});
    s2.sl0 = random.Below(4);
    s2.t0sz = random.Between(12, 48);
  } while (!Stage2Legal(d, s2));
  d.s2ps_code = DrawSizeCode(random);
  s2.ps_bits = std::min(SizeBits(d.s2ps_code, d.v3_0), d.config.smmu.oas);
  s2.ttb = DrawBase(random, s2.granule, s2.ps_bits);
  s2.affd = random.Chance(30);
  s2.ha = random.Chance(40);
  s2.hd = random.Chance(50);
  s2.ptw = random.Chance(40);
  s2.fwb = !d.v3_0 && random.Chance(30);
  s2.big_endian = random.Chance(20);
  return s2;
}

}  // namespace

DrawnConfig DrawConfig(SplitMix& random) {
  DrawnConfig d;
  DrawSmmu(random, d);
  const unsigned stages = random.Pick({1u, 2u, 3u, 3u});
  if ((stages & 2) != 0) d.config.stage2 = DrawStage2(random, d);
  if ((stages & 1) != 0) d.config.stage1 = DrawStage1(random, d, stages == 3);
  return d;
}

}  // namespace quiesce::naive
