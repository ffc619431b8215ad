#include "generators/corruption.h"

#include <algorithm>

#include "generators/targets.h"

namespace quiesce {
namespace {

Corruption DrawRegisterFlip(Prng& p) {
  const Reg reg = p.Pick(kWritableRegisters);
  return FlipRegisterBit{reg, p.Between(0, SpecOf(reg).format->bits - 1u)};
}

Corruption DrawSteFlip(Prng& p, const Scenario& s) {
  // The first word, with V, Config and the context pointer, is worth a third.
  const unsigned bit = p.OneIn(3) ? p.Between(0, 63) : p.Between(0, 511);
  return FlipSteBit{DrawSid(p, s), bit};
}

Corruption DrawCdFlip(Prng& p, const Scenario& s) {
  std::vector<FlipCdBit> cds;
  for (const Stream& stream : s.streams) {
    for (const Substream& sub : stream.substreams) {
      cds.push_back({stream.sid, sub.ssid, p.OneIn(3) ? p.Between(0, 63) : p.Between(0, 511)});
    }
  }
  if (cds.empty()) return DrawSteFlip(p, s);
  return cds[p.Below(cds.size())];
}

Corruption DrawLog2Size(Prng& p, const Scenario& s) {
  const unsigned built = s.stream_table.log2size;
  const unsigned near =
      p.OneIn(2) ? built + p.Between(1, 3) : built - std::min(built, p.Between(1, 3));
  return LieLog2Size{p.OneIn(3) ? p.Between(0, 63) : near};
}

Corruption DrawSpan(Prng& p, const Scenario& s) {
  constexpr unsigned kCorners[] = {0, 1, 5, 7, 8, 10, 11, 12, 31};
  return LieSpan{DrawSid(p, s), p.OneIn(2) ? p.Pick(kCorners) : p.Between(0, 31)};
}

Corruption DrawTableCorruption(Prng& p, const Scenario& s) {
  switch (p.Below(5)) {
    case 0:
      return FlipL1StdBit{DrawSid(p, s), p.OneIn(2) ? p.Between(0, 15) : p.Between(0, 63)};
    case 1:
      return DrawSpan(p, s);
    case 2:
      return NullL2Ptr{DrawSid(p, s)};
    case 3:
      return MisalignL2Ptr{DrawSid(p, s), 64 * p.Between(1, 255)};
    default:
      return AliasL1Std{DrawSid(p, s), DrawSid(p, s)};
  }
}

}  // namespace

Corruption DrawCorruption(Prng& p, const Scenario& s) {
  const bool two_level = s.stream_table.format == TableFormat::kTwoLevel;
  switch (p.Below(two_level ? 10 : 5)) {
    case 0:
      return DrawRegisterFlip(p);
    case 1:
      return DrawSteFlip(p, s);
    case 2:
      return DrawCdFlip(p, s);
    case 3:
      return DrawLog2Size(p, s);
    case 4:
      return LieSplit{p.OneIn(2) ? p.Pick({6u, 8u, 10u}) : p.Between(0, 31)};
    default:
      return DrawTableCorruption(p, s);
  }
}

}  // namespace quiesce
