// Which bits of an STE or a CD decide what the SMMU does with the entry, over the word domain. See
// used_bits.h for what the two readings are.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "model/driver/entry_words.h"
#include "spec/record.h"
#include "spec/stream_formats.h"

namespace quiesce {

/// The eight words of an entry, or a mask over them.
template <class D>
using Entry = std::array<Bits<D, 64>, 8>;

inline Entry<Concrete> EntryOf(const EntryWords& words) {
  Entry<Concrete> entry;
  for (std::size_t i = 0; i < words.size(); ++i) entry[i] = Bits<Concrete, 64>(words[i]);
  return entry;
}
inline EntryWords WordsOf(const Entry<Concrete>& entry) {
  EntryWords words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = entry[i].raw();
  return words;
}

template <class D>
Ste<D> SteFrom(const Entry<D>& entry) {
  return Ste<D>(entry);
}
template <class D>
Cd<D> CdFrom(const Entry<D>& entry) {
  return Cd<D>(entry);
}

// Masks are made when this is compiled: they are asked for at every store to a live entry.
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

/// Adds the fields to the mask if `when`.
template <class D>
void AddWhen(const Bool<D>& when, const EntryWords& fields, Entry<D>& mask) {
  const Bits<D, 64> none(0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] != 0) mask[i] = mask[i] | Ite(when, Bits<D, 64>(fields[i]), none);
  }
}

/// A Non-secure STE of SMMUv3.0 to v3.2 with every option present. IHI 0070 G.b 5.2, 5.2.1, 13.5.
template <class D>
Entry<D> ArchitectureUsedSte(const Ste<D>& ste) {
  const Bool<D> valid = Is<"V">(ste);
  const Bits<D, 3> config = Get<"Config">(ste);
  const Bool<D> passes = valid && config >= 4;
  const Bool<D> translates = valid && config >= 5;
  const Bool<D> stage1 = passes && (config & Bits<D, 3>(1)) != 0;
  const Bool<D> stage2 = passes && (config & Bits<D, 3>(2)) != 0;
  const Bool<D> many_cds = Get<"S1CDMax">(ste) != 0;

  Entry<D> used{};
  AddWhen(Bool<D>(true), SteFields({"V"}), used);
  AddWhen(valid, SteFields({"Config", "CONT"}), used);
  // 13.5: the overrides decide the input of the first stage that translates, and hints always.
  AddWhen(passes, SteFields({"MTCFG", "ALLOCCFG", "PRIVCFG", "INSTCFG"}), used);
  AddWhen(passes && Is<"MTCFG">(ste), SteFields({"MemAttr"}), used);
  AddWhen(passes && (!stage1 || (many_cds && Get<"S1DSS">(ste) == 1)), SteFields({"SHCFG"}), used);
  AddWhen(translates, SteFields({"EATS", "MEV", "PPAR", "DRE", "DCP"}), used);
  AddWhen(stage1, SteFields({"S1ContextPtr", "S1CDMax", "S1CIR", "S1COR", "S1CSH", "S1STALLD"}),
          used);
  AddWhen(stage1 && many_cds, SteFields({"S1Fmt", "S1DSS"}), used);
  const Bool<D> alone = valid && config == 5;
  AddWhen(alone, SteFields({"STRW"}), used);
  AddWhen(alone && Get<"STRW">(ste) == 0, SteFields({"S2VMID"}), used);
  // 5.2: the validity check of EATS may look at S2S although stage 2 is bypassed.
  AddWhen(alone && Get<"EATS">(ste) != 0, SteFields({"S2S"}), used);
  AddWhen(stage2,
          SteFields({"S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0", "S2SH0", "S2TG", "S2PS",
                     "S2AA64", "S2ENDI", "S2HD", "S2HA", "S2S", "S2R", "S2TTB", "S2FWB"}),
          used);
  AddWhen(stage2 && !Is<"S2HA">(ste), SteFields({"S2AFFD"}), used);
  AddWhen(valid && config == 7, SteFields({"S2PTW"}), used);
  return used;
}

/// What the Linux driver takes for used.
template <class D>
Entry<D> DriverUsedSte(const Ste<D>& ste) {
  const Bool<D> valid = Is<"V">(ste);
  const Bits<D, 3> config = Get<"Config">(ste);
  const Bool<D> stage1 = valid && (config & Bits<D, 3>(1)) != 0;
  const Bool<D> stage2 = valid && (config & Bits<D, 3>(2)) != 0;
  Entry<D> used{};
  AddWhen(Bool<D>(true), SteFields({"V"}), used);
  AddWhen(valid, SteFields({"Config"}), used);
  AddWhen(stage1,
          SteFields({"S1Fmt", "S1ContextPtr", "S1CDMax", "S1DSS", "S1CIR", "S1COR", "S1CSH",
                     "S1STALLD", "STRW", "EATS", "MEV", "S2VMID"}),
          used);
  AddWhen(stage1 && Get<"S1DSS">(ste) == 1, SteFields({"SHCFG"}), used);
  AddWhen(stage2,
          SteFields({"S2FWB", "EATS", "SHCFG", "MEV", "S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0",
                     "S2SH0", "S2TG", "S2PS", "S2AA64", "S2ENDI", "S2PTW", "S2S", "S2R", "S2TTB"}),
          used);
  AddWhen(valid && config == 4, SteFields({"SHCFG"}), used);
  return used;
}

/// A Non-secure CD. IHI 0070 G.b 5.4.
template <class D>
Entry<D> ArchitectureUsedCd(const Cd<D>& cd) {
  const Bool<D> valid = Is<"V">(cd);
  Entry<D> used{};
  AddWhen(Bool<D>(true), CdFields({"V"}), used);
  AddWhen(valid, EveryCdField(), used);
  Entry<D> off{};
  AddWhen(valid && Is<"EPD0">(cd), CdFields({"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"}), off);
  AddWhen(valid && Is<"EPD1">(cd), CdFields({"T1SZ", "TG1", "IR1", "OR1", "SH1", "TTB1"}), off);
  Entry<D> mask = used;
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = mask[i] & ~off[i];
  return mask;
}

/// What the Linux driver takes for used.
template <class D>
Entry<D> DriverUsedCd(const Cd<D>& cd) {
  const Bool<D> valid = Is<"V">(cd);
  Entry<D> invalid{};
  AddWhen(Bool<D>(true), CdFields({"V"}), invalid);
  Entry<D> off{};
  AddWhen(valid && Is<"EPD0">(cd), CdFields({"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"}), off);
  Entry<D> mask = invalid;
  const Bits<D, 64> all(~std::uint64_t{0});
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = Ite(valid, all, mask[i]) & ~off[i];
  }
  return mask;
}

/// See DriverSafeSteBits.
template <class D>
Entry<D> DriverSafeSte(const Ste<D>& live, const Ste<D>& target) {
  Bool<D> forbidden(false);
  for (const Ste<D>* e : {&live, &target}) {
    forbidden = forbidden || (Get<"EATS">(*e) & Bits<D, 2>(2)) != 0 || Is<"S2S">(*e);
  }
  Entry<D> safe{};
  AddWhen(Bool<D>(true), SteFields({"MEV"}), safe);
  Entry<D> mask = safe;
  const Bits<D, 64> full_ats(std::uint64_t{1} << 28);  // EATS[0]
  const Bits<D, 64> none(0);
  mask[1] = mask[1] | Ite(forbidden, none, full_ats);
  return mask;
}

}  // namespace quiesce
