#include "properties/meta/wild_pages.h"

#include <algorithm>

#include "spec/rules/legal_examples.h"

namespace quiesce {
namespace {

constexpr unsigned kPointerBits[] = {32, 36, 40, 44, 48, 52};

std::uint64_t Pointer(Prng& p, WildRegion region) {
  if (p.OneIn(20)) return p.Next();
  return WildAddress(p, region, p.OneIn(8) ? p.Pick(kPointerBits) : 31);
}

/// Up to two bits flipped, in a third of the draws.
template <const FormatSpec& F>
void Flip(Prng& p, Record<Concrete, F>& r) {
  if (!p.OneIn(3)) return;
  for (unsigned n = p.Between(1, 2); n > 0; --n) {
    auto& word = r.word(p.Below(Record<Concrete, F>::kWords));
    word = Bits<Concrete, 64>(word.raw() ^ std::uint64_t{1} << p.Below(64));
  }
}

struct Stage2Size {
  unsigned t0sz, sl0, tg;
};
constexpr Stage2Size kStage2Sizes[] = {{24, 1, 0}, {16, 2, 0}, {32, 1, 0}, {25, 1, 0},
                                       {16, 2, 1}, {22, 2, 1}, {24, 2, 2}, {34, 1, 2}};

Ste<Concrete> NearSte(Prng& p) {
  Ste<Concrete> ste = ExampleSte(p.OneIn(10) ? p.Between(0, 7) : p.Between(4, 7));
  SetAddr<"S1ContextPtr">(ste, Pointer(p, p.OneIn(3) ? WildRegion::kPointers : WildRegion::kCd));
  Set<"S1Fmt">(ste, p.Below(4));
  Set<"S1CDMax">(ste, p.OneIn(2) ? 0 : p.Below(10));
  Set<"S1DSS">(ste, p.Below(4));
  Set<"STRW">(ste, p.OneIn(3) ? 2 : 0);
  Set<"EATS">(ste, p.OneIn(2) ? p.Below(3) : 0);
  const Stage2Size size = p.Pick(kStage2Sizes);
  Set<"S2T0SZ">(ste, size.t0sz);
  Set<"S2SL0">(ste, size.sl0);
  Set<"S2TG">(ste, size.tg);
  Set<"S2PS">(ste, p.Between(3, 6));
  Set<"S2HA">(ste, p.Below(2));
  Set<"S2HD">(ste, p.Below(2));
  Set<"S2R">(ste, p.Below(2));
  Set<"S2S">(ste, p.OneIn(4));
  SetAddr<"S2TTB">(ste, Pointer(p, WildRegion::kTables));
  Flip(p, ste);
  return ste;
}

Cd<Concrete> NearCd(Prng& p) {
  Cd<Concrete> cd = ExampleCd();
  Set<"T0SZ">(cd, p.Between(16, 39));
  Set<"T1SZ">(cd, p.Between(16, 39));
  Set<"TG0">(cd, p.Below(3));
  Set<"TG1">(cd, p.Between(1, 3));
  Set<"IPS">(cd, p.Between(3, 6));
  Set<"EPD1">(cd, p.OneIn(4));
  Set<"HA">(cd, p.Below(2));
  Set<"HD">(cd, p.Below(2));
  Set<"A">(cd, !p.OneIn(4));
  Set<"R">(cd, p.Below(2));
  Set<"S">(cd, p.OneIn(4));
  SetAddr<"TTB0">(cd, Pointer(p, WildRegion::kTables));
  SetAddr<"TTB1">(cd, Pointer(p, WildRegion::kTables));
  Flip(p, cd);
  return cd;
}

/// A table above level 3, a page at level 3, or a block.
std::uint64_t NearDescriptor(Prng& p) {
  if (p.OneIn(16)) return WildWord(p, WildKind::kCorner);
  const std::uint64_t kind = p.OneIn(6) ? 1 : 3;
  const std::uint64_t attributes = p.Bits(8) << 2 | 0x440 | p.Bits(4) << 51;
  return Pointer(p, WildRegion::kTables) >> 12 << 12 | attributes | kind;
}

/// Serves as L1STD and as L1CD: a Span, odd when it has to be a valid L1CD.
std::uint64_t NearPointer(Prng& p) {
  const WildRegion to = p.OneIn(2) ? WildRegion::kSte : WildRegion::kCd;
  const std::uint64_t span = p.OneIn(4) ? p.Below(32) : 1 + 2 * p.Below(5);
  return Pointer(p, to) >> 12 << 12 | span;
}

template <const FormatSpec& F>
void Put(std::span<std::uint64_t, 8> line, const Record<Concrete, F>& r) {
  const auto words = RawWords(r);
  std::copy(words.begin(), words.end(), line.begin());
}

void FillLine(Prng& p, WildRegion region, std::span<std::uint64_t, 8> line) {
  switch (region) {
    case WildRegion::kSte:
      return Put(line, NearSte(p));
    case WildRegion::kCd:
      return Put(line, NearCd(p));
    case WildRegion::kTables:
      for (std::uint64_t& word : line) word = NearDescriptor(p);
      return;
    case WildRegion::kPointers:
      for (std::uint64_t& word : line) word = NearPointer(p);
      return;
  }
}

}  // namespace

std::uint64_t WildAddress(Prng& p, WildRegion region, unsigned bits) {
  const std::uint64_t any = p.Bits(bits) & ~(std::uint64_t{3} << 20);
  return (any | static_cast<std::uint64_t>(region) << 20) >> 6 << 6;
}

std::uint64_t WildWord(Prng& p, WildKind kind) {
  if (kind == WildKind::kRaw) return p.Next();
  switch (p.Below(5)) {
    case 0:
      return 0;
    case 1:
      return ~std::uint64_t{0};
    case 2:
      return std::uint64_t{1} << p.Below(64);
    case 3:
      return ~std::uint64_t{0} >> p.Below(64) << p.Below(64);
    default:
      return p.Next();
  }
}

std::uint64_t WildPages::Load(std::uint64_t pfn, std::span<std::uint64_t, 512> words) const {
  Prng p(SplitMix(seed_ ^ pfn * 0x9E37'79B9'7F4A'7C15));
  const auto region = static_cast<WildRegion>(pfn >> 8 & 3);
  for (std::size_t line = 0; line < 64; ++line) {
    const auto at = words.subspan(line * 8).first<8>();
    if (kind_ == WildKind::kNear) {
      FillLine(p, region, at);
    } else {
      for (std::uint64_t& word : at) word = WildWord(p, kind_);
    }
  }
  return p.OneIn(8) ? p.Next() : ~std::uint64_t{0};
}

}  // namespace quiesce
