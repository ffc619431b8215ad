#include "model/smmu/testing/table_builder.h"

namespace quiesce::testing {
namespace {

using C = Concrete;

RegisterRecord<C, Reg::IDR0> DefaultIdr0() {
  RegisterRecord<C, Reg::IDR0> r;
  r = With<"S1P">(With<"S2P">(With<"TTF">(r, 2), 1), 1);
  r = With<"HTTU">(With<"Hyp">(With<"ATS">(r, 1), 1), 2);
  r = With<"ASID16">(With<"VMID16">(With<"CD2L">(r, 1), 1), 1);
  return With<"ATSRECERR">(With<"ST_LEVEL">(r, 1), 1);
}

RegisterRecord<C, Reg::IDR1> DefaultIdr1() {
  RegisterRecord<C, Reg::IDR1> r;
  r = With<"SIDSIZE">(With<"SSIDSIZE">(r, 20), 32);
  return With<"ATTR_PERMS_OVR">(With<"ATTR_TYPES_OVR">(r, 1), 1);
}

RegisterRecord<C, Reg::IDR5> DefaultIdr5() {
  RegisterRecord<C, Reg::IDR5> r;
  return With<"OAS">(With<"GRAN4K">(With<"GRAN16K">(With<"GRAN64K">(r, 1), 1), 1), 5);
}

}  // namespace

RegisterImage DefaultRegisters() {
  RegisterImage r;
  r.Put<Reg::IDR0>(DefaultIdr0());
  r.Put<Reg::IDR1>(DefaultIdr1());
  RegisterRecord<C, Reg::IDR3> idr3;
  r.Put<Reg::IDR3>(With<"HAD">(With<"XNX">(With<"FWB">(With<"RIL">(idr3, 1), 1), 1), 1));
  r.Put<Reg::IDR5>(DefaultIdr5());
  r.Put<Reg::AIDR>(With<"ArchMinorRev">(RegisterRecord<C, Reg::AIDR>(), 2));
  r.Put<Reg::CR0>(With<"SMMUEN">(RegisterRecord<C, Reg::CR0>(), 1));
  r.Put<Reg::CR2>(With<"RECINVSID">(RegisterRecord<C, Reg::CR2>(), 1));
  r.Put<Reg::STRTAB_BASE>(
      WithAddr<"ADDR">(RegisterRecord<C, Reg::STRTAB_BASE>(), Bits<C, 64>(kStreamTable)));
  r.Put<Reg::STRTAB_BASE_CFG>(With<"LOG2SIZE">(RegisterRecord<C, Reg::STRTAB_BASE_CFG>(), 8));
  return r;
}

Ste<C> Stage1Ste() {
  Ste<C> ste = With<"Config">(With<"V">(Ste<C>(), 1), 5);
  return WithAddr<"S1ContextPtr">(With<"SHCFG">(ste, 1), Bits<C, 64>(kCdTable));
}

Ste<C> Stage2Ste() {
  Ste<C> ste = With<"Config">(With<"V">(Ste<C>(), 1), 6);
  ste = With<"S2T0SZ">(With<"S2SL0">(With<"S2PS">(With<"S2AA64">(ste, 1), 5), 2), 16);
  ste = With<"S2R">(With<"SHCFG">(ste, 1), 1);
  return WithAddr<"S2TTB">(ste, Bits<C, 64>(kStage2Root));
}

Ste<C> NestedSte() {
  return WithAddr<"S1ContextPtr">(With<"Config">(Stage2Ste(), 7), Bits<C, 64>(kCdTable));
}

Cd<C> DefaultCd() {
  Cd<C> cd = With<"V">(With<"AA64">(With<"A">(With<"R">(Cd<C>(), 1), 1), 1), 1);
  cd = With<"T0SZ">(With<"EPD1">(With<"IPS">(cd, 5), 1), 16);
  cd = With<"MAIR0">(cd, 0xFF);
  return WithAddr<"TTB0">(cd, Bits<C, 64>(kStage1Root));
}

void TableBuilder::PutSte(std::uint32_t stream_id, const Ste<C>& ste) {
  PutRecord(kStreamTable + std::uint64_t{stream_id} * 64, ste);
}

void TableBuilder::PutCd(std::uint64_t pa, const Cd<C>& cd) { PutRecord(pa, cd); }

std::uint64_t TableBuilder::NextTable(std::uint64_t descriptor_at, const Tables& tables,
                                      std::uint64_t controls) {
  const WordRead r = memory().Read64(descriptor_at);
  const unsigned bits = BitsOf(tables.granule);
  std::uint64_t next = AddressOf(r.value, bits);
  if (r.status != BusStatus::kOk || r.value == 0) {
    next = free_;
    free_ += std::uint64_t{1} << 16;
    memory().Map(next, std::uint64_t{1} << bits);
  }
  memory().Write64(descriptor_at, next | kTableDescriptor | controls);
  return next;
}

std::uint64_t TableBuilder::Map(const Tables& tables, const Mapping& mapping) {
  std::uint64_t table = tables.root;
  unsigned top = tables.input_bits;
  for (unsigned level = tables.start_level;; ++level) {
    const unsigned shift = LevelShift(tables.granule, level);
    const std::uint64_t at = table + (LowBits(mapping.input, top) >> shift) * 8;
    memory().Map(table, std::uint64_t{8} << (top - shift));
    if (level == mapping.level) {
      const std::uint64_t leaf =
          level == kLastLevel ? mapping.attributes : mapping.attributes & ~kPageBit;
      memory().Write64(at, mapping.output | leaf);
      return at;
    }
    table = NextTable(at, tables, mapping.table_controls);
    top = shift;
  }
}

void TableBuilder::MapIdentity(const Tables& tables, std::uint64_t pa, std::uint64_t bytes) {
  const std::uint64_t page = std::uint64_t{1} << BitsOf(tables.granule);
  for (std::uint64_t at = DropLowBits(pa, BitsOf(tables.granule)); at < pa + bytes; at += page) {
    Map(tables, {.input = at, .output = at, .attributes = kStage2Page});
  }
}

}  // namespace quiesce::testing
