#include "model/driver/used_bits.h"

#include "spec/stream_formats.h"

namespace quiesce {
namespace {

// All masks are made when this is compiled: they are asked for at every store to a live entry.

consteval EntryWords SteFields(std::initializer_list<std::string_view> names) {
  return FieldsMask(kSteFormat, names);
}
consteval EntryWords CdFields(std::initializer_list<std::string_view> names) {
  return FieldsMask(kCdFormat, names);
}
consteval EntryWords EveryCdField() {
  EntryWords all{};
  for (const FieldSpec& f : kCdFormat.fields) AddFields(kCdFormat, {f.name}, all);
  return all;
}

void Add(const EntryWords& fields, EntryWords& mask) {
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] |= fields[i];
}
void Remove(const EntryWords& fields, EntryWords& mask) {
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] &= ~fields[i];
}

Ste<Concrete> SteOf(const EntryWords& words) { return FromRaw<Ste<Concrete>>(words); }
Cd<Concrete> CdOf(const EntryWords& words) { return FromRaw<Cd<Concrete>>(words); }

/// 13.5: the overrides decide the input of the first stage that translates, and hints always.
void AddOverrides(const Ste<Concrete>& ste, EntryWords& used) {
  Add(SteFields({"MTCFG", "ALLOCCFG", "PRIVCFG", "INSTCFG"}), used);
  if (Is<"MTCFG">(ste)) Add(SteFields({"MemAttr"}), used);
  const bool stage1 = bool((Get<"Config">(ste) & Bits<Concrete, 3>(1)) != 0);
  const bool may_bypass_stage1 = bool(Get<"S1CDMax">(ste) != 0 && Get<"S1DSS">(ste) == 1);
  if (!stage1 || may_bypass_stage1) Add(SteFields({"SHCFG"}), used);
}

void AddStage1(const Ste<Concrete>& ste, EntryWords& used) {
  Add(SteFields({"S1ContextPtr", "S1CDMax", "S1CIR", "S1COR", "S1CSH", "S1STALLD"}), used);
  if (Get<"S1CDMax">(ste) != 0) Add(SteFields({"S1Fmt", "S1DSS"}), used);
  if (Get<"Config">(ste) != 5) return;
  Add(SteFields({"STRW"}), used);
  if (Get<"STRW">(ste) == 0) Add(SteFields({"S2VMID"}), used);
  // 5.2: the validity check of EATS may look at S2S although stage 2 is bypassed.
  if (Get<"EATS">(ste) != 0) Add(SteFields({"S2S"}), used);
}

void AddStage2(const Ste<Concrete>& ste, EntryWords& used) {
  Add(SteFields({"S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0", "S2SH0", "S2TG", "S2PS", "S2AA64",
                 "S2ENDI", "S2HD", "S2HA", "S2S", "S2R", "S2TTB", "S2FWB"}),
      used);
  if (!Is<"S2HA">(ste)) Add(SteFields({"S2AFFD"}), used);
  if (Get<"Config">(ste) == 7) Add(SteFields({"S2PTW"}), used);
}

}  // namespace

EntryWords ArchitectureUsedSteBits(const EntryWords& words) {
  const Ste<Concrete> ste = SteOf(words);
  EntryWords used = SteFields({"V"});
  if (!Is<"V">(ste)) return used;
  Add(SteFields({"Config", "CONT"}), used);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if (config < 4) return used;
  AddOverrides(ste, used);
  if (config == 4) return used;
  Add(SteFields({"EATS", "MEV", "PPAR", "DRE", "DCP"}), used);
  if ((config & 1) != 0) AddStage1(ste, used);
  if ((config & 2) != 0) AddStage2(ste, used);
  return used;
}

EntryWords DriverUsedSteBits(const EntryWords& words) {
  const Ste<Concrete> ste = SteOf(words);
  EntryWords used = SteFields({"V"});
  if (!Is<"V">(ste)) return used;
  Add(SteFields({"Config"}), used);
  const std::uint64_t config = Get<"Config">(ste).raw();
  if ((config & 1) != 0) {
    Add(SteFields({"S1Fmt", "S1ContextPtr", "S1CDMax", "S1DSS", "S1CIR", "S1COR", "S1CSH",
                   "S1STALLD", "STRW", "EATS", "MEV", "S2VMID"}),
        used);
    if (Get<"S1DSS">(ste) == 1) Add(SteFields({"SHCFG"}), used);
  }
  if ((config & 2) != 0) {
    Add(SteFields({"S2FWB", "EATS", "SHCFG", "MEV", "S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0",
                   "S2SH0", "S2TG", "S2PS", "S2AA64", "S2ENDI", "S2PTW", "S2S", "S2R", "S2TTB"}),
        used);
  }
  if (config == 4) Add(SteFields({"SHCFG"}), used);
  return used;
}

EntryWords ArchitectureUsedCdBits(const EntryWords& words) {
  const Cd<Concrete> cd = CdOf(words);
  if (!Is<"V">(cd)) return CdFields({"V"});
  EntryWords used = EveryCdField();
  if (Is<"EPD0">(cd)) Remove(CdFields({"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"}), used);
  if (Is<"EPD1">(cd)) Remove(CdFields({"T1SZ", "TG1", "IR1", "OR1", "SH1", "TTB1"}), used);
  return used;
}

EntryWords DriverUsedCdBits(const EntryWords& words) {
  const Cd<Concrete> cd = CdOf(words);
  if (!Is<"V">(cd)) return CdFields({"V"});
  EntryWords used;
  used.fill(~std::uint64_t{0});
  if (Is<"EPD0">(cd)) Remove(CdFields({"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"}), used);
  return used;
}

EntryWords DriverSafeSteBits(const EntryWords& live, const EntryWords& target) {
  EntryWords safe = SteFields({"MEV"});
  constexpr EntryWords forbids = SteFields({"S2S"});
  const std::uint64_t split_ats = std::uint64_t{1} << 29;  // EATS[1]
  for (const EntryWords& e : {live, target}) {
    if ((e[1] & split_ats) != 0 || (e & forbids) != EntryWords{}) return safe;
  }
  safe[1] |= std::uint64_t{1} << 28;  // EATS[0]: full ATS
  return safe;
}

}  // namespace quiesce
