#include "model/smmu/queue/tlbi_range.h"

#include "spec/word/word.h"

namespace quiesce {
namespace {

constexpr unsigned kTg4K = 1, kTg16K = 2;

unsigned GranuleLog2(unsigned tg) { return tg == kTg4K ? 12 : tg == kTg16K ? 14 : 16; }

unsigned LevelOf(const TlbiAddress& f) { return f.tg == kTg16K && f.ttl == 1 ? 0 : f.ttl; }

/// log2 of the alignment that the address needs, or the range is UNPREDICTABLE: that of an entry at
/// the level, of the granule if no level is given. With 4KB granules nothing is said of level 3 and
/// of no level, where the address cannot be misaligned.
unsigned AlignmentLog2(const TlbiAddress& f) {
  const unsigned granule = GranuleLog2(f.tg);
  const unsigned level = LevelOf(f);
  return level == 0 ? granule : granule + (3 - level) * (granule - 3);
}

std::uint64_t LastByte(std::uint64_t first, std::uint64_t bytes_minus_1) {
  const std::uint64_t last = first + bytes_minus_1;
  return last < first ? ~std::uint64_t{0} : last;
}

}  // namespace

bool IsIllegalRange(const TlbiAddress& f) {
  return f.tg != 0 && f.num == 0 && f.scale == 0 && LevelOf(f) == 0;
}

AddressRange RangeOf(const TlbiAddress& f) {
  if (f.tg == 0) return {f.address, f.address};
  // (NUM + 1) * 2^(SCALE + granule): at most 2^(5 + 31 + 16), no overflow.
  const std::uint64_t bytes = (std::uint64_t{f.num} + 1) << (f.scale + GranuleLog2(f.tg));
  const bool misaligned = (f.address & MaxValue(AlignmentLog2(f))) != 0;
  return {f.address, LastByte(f.address, bytes - 1), GranuleLog2(f.tg), LevelOf(f), misaligned};
}

AddressRange SpanFrom(std::uint64_t first, std::uint64_t bytes_log2) {
  const unsigned bits = bytes_log2 >= 64 ? 64 : static_cast<unsigned>(bytes_log2);
  return {first, LastByte(first, MaxValue(bits))};
}

}  // namespace quiesce
