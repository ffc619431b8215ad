#include "properties/sampled/naive_encoding.h"

#include <algorithm>

namespace quiesce {
namespace {

using C = Concrete;

template <unsigned W>
Bits<C, W> Word(std::uint64_t v) {
  return Bits<C, W>(v);
}
Bits<C, 1> Flag(bool v) { return Bits<C, 1>(v ? 1 : 0); }

// STE.S2TG and CD.TG0; CD.TG1 has its own encoding (IHI 0070 G.b 5.4).
std::uint64_t Tg0Code(naive::Granule g) {
  return g == naive::Granule::k4K ? 0 : g == naive::Granule::k64K ? 1 : 2;
}
std::uint64_t Tg1Code(naive::Granule g) {
  return g == naive::Granule::k16K ? 1 : g == naive::Granule::k4K ? 2 : 3;
}

std::uint64_t OasCode(unsigned bits) {
  constexpr unsigned kBits[] = {32, 36, 40, 42, 44, 48, 52};
  std::uint64_t code = 0;
  while (kBits[code] != bits) ++code;
  return code;
}

RegisterRecord<C, Reg::IDR0> EncodeIdr0(const naive::DrawnConfig& d) {
  RegisterRecord<C, Reg::IDR0> r;
  r = With<"S1P">(With<"S2P">(r, 1), 1);
  r = With<"TTF">(r, Word<2>(d.lpae ? 3 : 2));
  r = With<"HTTU">(With<"Hyp">(r, 1), 2);
  return With<"ASID16">(With<"VMID16">(r, 1), 1);
}

RegisterRecord<C, Reg::IDR3> EncodeIdr3(const naive::DrawnConfig& d) {
  RegisterRecord<C, Reg::IDR3> r;
  r = With<"HAD">(r, 1);
  r = With<"XNX">(r, Flag(d.config.smmu.xnx));
  r = With<"FWB">(r, Flag(!d.v3_0));
  return With<"STT">(r, Flag(d.small_tables));
}

RegisterRecord<C, Reg::IDR5> EncodeIdr5(const naive::DrawnConfig& d) {
  RegisterRecord<C, Reg::IDR5> r;
  r = With<"OAS">(r, Word<3>(OasCode(d.config.smmu.oas)));
  r = With<"GRAN4K">(With<"GRAN16K">(With<"GRAN64K">(r, 1), 1), 1);
  return With<"VAX">(r, Word<2>(d.va52 ? 1 : 0));
}

Ste<C> EncodeStage2(Ste<C> ste, const naive::DrawnConfig& d) {
  const naive::Stage2& s2 = *d.config.stage2;
  ste = With<"S2T0SZ">(ste, Word<6>(s2.t0sz));
  ste = With<"S2SL0">(ste, Word<2>(s2.sl0));
  ste = With<"S2TG">(ste, Word<2>(Tg0Code(s2.granule)));
  ste = With<"S2PS">(ste, Word<3>(d.s2ps_code));
  ste = With<"S2AA64">(ste, 1);
  ste = With<"S2ENDI">(ste, Flag(s2.big_endian));
  ste = With<"S2AFFD">(ste, Flag(s2.affd));
  ste = With<"S2PTW">(ste, Flag(s2.ptw));
  ste = With<"S2HD">(ste, Flag(s2.hd));
  ste = With<"S2HA">(ste, Flag(s2.ha));
  ste = With<"S2FWB">(ste, Flag(s2.fwb));
  ste = With<"S2R">(ste, 1);
  return WithAddr<"S2TTB">(ste, Word<64>(s2.ttb));
}

Cd<C> EncodeLower(Cd<C> cd, const naive::Half& half) {
  cd = With<"T0SZ">(cd, Word<6>(half.tsz));
  cd = With<"TG0">(cd, Word<2>(Tg0Code(half.granule)));
  cd = With<"EPD0">(cd, Flag(half.epd));
  cd = With<"TBI0">(cd, Flag(half.tbi));
  cd = With<"HAD0">(cd, Flag(half.had));
  return WithAddr<"TTB0">(cd, Word<64>(half.ttb));
}

Cd<C> EncodeUpper(Cd<C> cd, const naive::Half& half) {
  cd = With<"T1SZ">(cd, Word<6>(half.tsz));
  cd = With<"TG1">(cd, Word<2>(Tg1Code(half.granule)));
  cd = With<"EPD1">(cd, Flag(half.epd));
  cd = With<"TBI1">(cd, Flag(half.tbi));
  cd = With<"HAD1">(cd, Flag(half.had));
  return WithAddr<"TTB1">(cd, Word<64>(half.ttb));
}

template <class R>
void Store(SparseMemory& memory, std::uint64_t pa, const R& record) {
  const auto words = RawWords(record);
  for (std::size_t i = 0; i < words.size(); ++i) memory.Write64(pa + 8 * i, words[i]);
}

// Where the CD is in physical memory; nothing if stage 2 does not get there.
std::optional<std::uint64_t> CdPa(const naive::RandomTables& t) {
  if (!t.drawn.config.stage2) return t.cd_address;
  const naive::Outcome o =
      naive::TranslateCdAddress(t.drawn.config, t.cd_address, {}, naive::Reader(t.memory));
  return o.ok ? std::optional(o.pa) : std::nullopt;
}

}  // namespace

RegisterImage EncodeRegisters(const naive::DrawnConfig& d, std::uint64_t stream_table) {
  RegisterImage r;
  r.Put<Reg::IDR0>(EncodeIdr0(d));
  r.Put<Reg::IDR3>(EncodeIdr3(d));
  r.Put<Reg::IDR5>(EncodeIdr5(d));
  r.Put<Reg::AIDR>(With<"ArchMinorRev">(RegisterRecord<C, Reg::AIDR>(), Word<4>(d.v3_0 ? 0 : 2)));
  r.Put<Reg::CR0>(With<"SMMUEN">(RegisterRecord<C, Reg::CR0>(), 1));
  const bool e2h = d.config.stage1 && d.config.stage1->regime == naive::Regime::kEl2E2h;
  r.Put<Reg::CR2>(With<"E2H">(RegisterRecord<C, Reg::CR2>(), Flag(e2h)));
  r.Put<Reg::STRTAB_BASE>(
      WithAddr<"ADDR">(RegisterRecord<C, Reg::STRTAB_BASE>(), Word<64>(stream_table)));
  return r;
}

Ste<C> EncodeSte(const naive::DrawnConfig& d, std::uint64_t cd_address) {
  const naive::Config& c = d.config;
  Ste<C> ste = With<"V">(Ste<C>(), 1);
  ste = With<"Config">(ste, Word<3>(4u | (c.stage1 ? 1u : 0u) | (c.stage2 ? 2u : 0u)));
  if (c.stage1) {
    ste = WithAddr<"S1ContextPtr">(ste, Word<64>(cd_address));
    ste = With<"STRW">(ste, Word<2>(c.stage1->regime == naive::Regime::kEl1 ? 0 : 2));
  }
  return c.stage2 ? EncodeStage2(ste, d) : ste;
}

Cd<C> EncodeCd(const naive::DrawnConfig& d) {
  const naive::Stage1& s1 = *d.config.stage1;
  Cd<C> cd = EncodeLower(With<"V">(Cd<C>(), 1), s1.lower);
  if (s1.regime != naive::Regime::kEl2) cd = EncodeUpper(cd, s1.upper);
  cd = With<"IPS">(cd, Word<3>(d.ips_code));
  cd = With<"ENDI">(cd, Flag(s1.big_endian));
  cd = With<"AFFD">(cd, Flag(s1.affd));
  cd = With<"WXN">(cd, Flag(s1.wxn));
  cd = With<"PAN">(cd, Flag(s1.pan));
  cd = With<"HD">(With<"HA">(cd, Flag(s1.ha)), Flag(s1.hd));
  return With<"AA64">(With<"R">(With<"A">(cd, 1), 1), 1);
}

std::optional<RegisterImage> PlaceStructures(naive::RandomTables& t, naive::SplitMix& random) {
  const std::uint64_t ste_pa = random.Bits(std::min(t.drawn.config.smmu.oas, 48u)) >> 6 << 6;
  Store(t.memory, ste_pa, EncodeSte(t.drawn, t.cd_address));
  if (t.drawn.config.stage1) {
    const std::optional<std::uint64_t> cd_pa = CdPa(t);
    if (cd_pa == ste_pa) return std::nullopt;
    if (cd_pa) Store(t.memory, *cd_pa, EncodeCd(t.drawn));
    if (CdPa(t) != cd_pa) return std::nullopt;
  }
  return EncodeRegisters(t.drawn, ste_pa);
}

}  // namespace quiesce
