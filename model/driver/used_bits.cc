#include "model/driver/used_bits.h"

#include "spec/stream_formats.h"

namespace quiesce {
namespace {

constexpr EntryWords SteFields(std::initializer_list<std::string_view> names) {
  return FieldsMask(kSteFormat, names);
}

void AddSte(std::initializer_list<std::string_view> names, EntryWords& mask) {
  AddFields(kSteFormat, names, mask);
}

Ste<Concrete> SteOf(const EntryWords& words) { return FromRaw<Ste<Concrete>>(words); }
Cd<Concrete> CdOf(const EntryWords& words) { return FromRaw<Cd<Concrete>>(words); }

/// 13.5: the overrides decide the input of the first stage that translates, and hints always.
void AddOverrides(const Ste<Concrete>& ste, EntryWords& used) {
  AddSte({"MTCFG", "ALLOCCFG", "PRIVCFG", "INSTCFG"}, used);
  if (Is<"MTCFG">(ste)) AddSte({"MemAttr"}, used);
  const bool stage1 = bool((Get<"Config">(ste) & Bits<Concrete, 3>(1)) != 0);
  const bool may_bypass_stage1 = bool(Get<"S1CDMax">(ste) != 0 && Get<"S1DSS">(ste) == 1);
  if (!stage1 || may_bypass_stage1) AddSte({"SHCFG"}, used);
}

void AddStage1(const Ste<Concrete>& ste, EntryWords& used) {
  AddSte({"S1ContextPtr", "S1CDMax", "S1CIR", "S1COR", "S1CSH", "S1STALLD"}, used);
  if (Get<"S1CDMax">(ste) != 0) AddSte({"S1Fmt", "S1DSS"}, used);
  if (Get<"Config">(ste) != 5) return;
  AddSte({"STRW"}, used);
  if (Get<"STRW">(ste) == 0) AddSte({"S2VMID"}, used);
  // 5.2: the validity check of EATS may look at S2S although stage 2 is bypassed.
  if (Get<"EATS">(ste) != 0) AddSte({"S2S"}, used);
}

void AddStage2(const Ste<Concrete>& ste, EntryWords& used) {
  AddSte({"S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0", "S2SH0", "S2TG", "S2PS", "S2AA64",
          "S2ENDI", "S2HD", "S2HA", "S2S", "S2R", "S2TTB", "S2FWB"},
         used);
  if (!Is<"S2HA">(ste)) AddSte({"S2AFFD"}, used);
  if (Get<"Config">(ste) == 7) AddSte({"S2PTW"}, used);
}

}  // namespace

EntryWords ArchitectureUsedSteBits(const EntryWords& words) {
  const Ste<Concrete> ste = SteOf(words);
  EntryWords used = SteFields({"V"});
  if (!Is<"V">(ste)) return used;
  AddSte({"Config", "CONT"}, used);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if (config < 4) return used;
  AddOverrides(ste, used);
  if (config == 4) return used;
  AddSte({"EATS", "MEV", "PPAR", "DRE", "DCP"}, used);
  if ((config & 1) != 0) AddStage1(ste, used);
  if ((config & 2) != 0) AddStage2(ste, used);
  return used;
}

EntryWords DriverUsedSteBits(const EntryWords& words) {
  const Ste<Concrete> ste = SteOf(words);
  EntryWords used = SteFields({"V"});
  if (!Is<"V">(ste)) return used;
  AddSte({"Config"}, used);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if ((config & 1) != 0) {
    AddSte({"S1Fmt", "S1ContextPtr", "S1CDMax", "S1DSS", "S1CIR", "S1COR", "S1CSH", "S1STALLD",
            "STRW", "EATS", "MEV", "S2VMID"},
           used);
    if (Get<"S1DSS">(ste) == 1) AddSte({"SHCFG"}, used);
  }
  if ((config & 2) != 0) {
    AddSte({"S2FWB", "EATS", "SHCFG", "MEV", "S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0", "S2SH0",
            "S2TG", "S2PS", "S2AA64", "S2ENDI", "S2PTW", "S2S", "S2R", "S2TTB"},
           used);
  }
  if (config == 4) AddSte({"SHCFG"}, used);
  return used;
}

EntryWords ArchitectureUsedCdBits(const EntryWords& words) {
  const Cd<Concrete> cd = CdOf(words);
  EntryWords used = FieldsMask(kCdFormat, {"V"});
  if (!Is<"V">(cd)) return used;
  for (const FieldSpec& f : kCdFormat.fields) AddFields(kCdFormat, {f.name}, used);
  EntryWords off{};
  if (Is<"EPD0">(cd)) AddFields(kCdFormat, {"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"}, off);
  if (Is<"EPD1">(cd)) AddFields(kCdFormat, {"T1SZ", "TG1", "IR1", "OR1", "SH1", "TTB1"}, off);
  for (std::size_t i = 0; i < used.size(); ++i) used[i] &= ~off[i];
  return used;
}

EntryWords DriverUsedCdBits(const EntryWords& words) {
  const Cd<Concrete> cd = CdOf(words);
  EntryWords used = FieldsMask(kCdFormat, {"V"});
  if (!Is<"V">(cd)) return used;
  used.fill(~std::uint64_t{0});
  if (!Is<"EPD0">(cd)) return used;
  const EntryWords off = FieldsMask(kCdFormat, {"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"});
  for (std::size_t i = 0; i < used.size(); ++i) used[i] &= ~off[i];
  return used;
}

EntryWords DriverSafeSteBits(const EntryWords& live, const EntryWords& target) {
  EntryWords safe = SteFields({"MEV"});
  const EntryWords forbids = SteFields({"S2S"});
  const std::uint64_t split_ats = std::uint64_t{1} << 29;  // EATS[1]
  for (const EntryWords& e : {live, target}) {
    if ((e[1] & split_ats) != 0 || (e & forbids) != EntryWords{}) return safe;
  }
  safe[1] |= std::uint64_t{1} << 28;  // EATS[0]: full ATS
  return safe;
}

}  // namespace quiesce
