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

template <class D>
Ste<D> SteFrom(const Entry<D>& entry) {
  return Ste<D>(entry);
}
template <class D>
Cd<D> CdFrom(const Entry<D>& entry) {
  return Cd<D>(entry);
}

/// A mask that grows by named fields.
template <class D>
class FieldMask {
 public:
  explicit FieldMask(const FormatSpec& format) : format_(format) {}

  void Add(const Bool<D>& when, std::initializer_list<std::string_view> names) {
    const EntryWords fields = FieldsMask(format_, names);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i] == 0) continue;
      const Bits<D, 64> none(0);
      mask_[i] = mask_[i] | Ite(when, Bits<D, 64>(fields[i]), none);
    }
  }
  const Entry<D>& mask() const { return mask_; }

 private:
  const FormatSpec& format_;
  Entry<D> mask_{};
};

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

  FieldMask<D> used(kSteFormat);
  used.Add(Bool<D>(true), {"V"});
  used.Add(valid, {"Config", "CONT"});
  // 13.5: the overrides decide the input of the first stage that translates, and hints always.
  used.Add(passes, {"MTCFG", "ALLOCCFG", "PRIVCFG", "INSTCFG"});
  used.Add(passes && Is<"MTCFG">(ste), {"MemAttr"});
  used.Add(passes && (!stage1 || (many_cds && Get<"S1DSS">(ste) == 1)), {"SHCFG"});
  used.Add(translates, {"EATS", "MEV", "PPAR", "DRE", "DCP"});
  used.Add(stage1, {"S1ContextPtr", "S1CDMax", "S1CIR", "S1COR", "S1CSH", "S1STALLD"});
  used.Add(stage1 && many_cds, {"S1Fmt", "S1DSS"});
  const Bool<D> alone = valid && config == 5;
  used.Add(alone, {"STRW"});
  used.Add(alone && Get<"STRW">(ste) == 0, {"S2VMID"});
  // 5.2: the validity check of EATS may look at S2S although stage 2 is bypassed.
  used.Add(alone && Get<"EATS">(ste) != 0, {"S2S"});
  used.Add(stage2, {"S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0", "S2SH0", "S2TG", "S2PS",
                    "S2AA64", "S2ENDI", "S2HD", "S2HA", "S2S", "S2R", "S2TTB", "S2FWB"});
  used.Add(stage2 && !Is<"S2HA">(ste), {"S2AFFD"});
  used.Add(valid && config == 7, {"S2PTW"});
  return used.mask();
}

/// What the Linux driver takes for used.
template <class D>
Entry<D> DriverUsedSte(const Ste<D>& ste) {
  const Bool<D> valid = Is<"V">(ste);
  const Bits<D, 3> config = Get<"Config">(ste);
  const Bool<D> stage1 = valid && (config & Bits<D, 3>(1)) != 0;
  const Bool<D> stage2 = valid && (config & Bits<D, 3>(2)) != 0;
  FieldMask<D> used(kSteFormat);
  used.Add(Bool<D>(true), {"V"});
  used.Add(valid, {"Config"});
  used.Add(stage1, {"S1Fmt", "S1ContextPtr", "S1CDMax", "S1DSS", "S1CIR", "S1COR", "S1CSH",
                    "S1STALLD", "STRW", "EATS", "MEV", "S2VMID"});
  used.Add(stage1 && Get<"S1DSS">(ste) == 1, {"SHCFG"});
  used.Add(stage2, {"S2FWB", "EATS", "SHCFG", "MEV", "S2VMID", "S2T0SZ", "S2SL0", "S2IR0", "S2OR0",
                    "S2SH0", "S2TG", "S2PS", "S2AA64", "S2ENDI", "S2PTW", "S2S", "S2R", "S2TTB"});
  used.Add(valid && config == 4, {"SHCFG"});
  return used.mask();
}

/// A Non-secure CD. IHI 0070 G.b 5.4.
template <class D>
Entry<D> ArchitectureUsedCd(const Cd<D>& cd) {
  const Bool<D> valid = Is<"V">(cd);
  FieldMask<D> used(kCdFormat);
  used.Add(Bool<D>(true), {"V"});
  for (const FieldSpec& f : kCdFormat.fields) used.Add(valid, {f.name});
  FieldMask<D> off(kCdFormat);
  off.Add(valid && Is<"EPD0">(cd), {"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"});
  off.Add(valid && Is<"EPD1">(cd), {"T1SZ", "TG1", "IR1", "OR1", "SH1", "TTB1"});
  Entry<D> mask = used.mask();
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = mask[i] & ~off.mask()[i];
  return mask;
}

/// What the Linux driver takes for used.
template <class D>
Entry<D> DriverUsedCd(const Cd<D>& cd) {
  const Bool<D> valid = Is<"V">(cd);
  FieldMask<D> invalid(kCdFormat);
  invalid.Add(Bool<D>(true), {"V"});
  FieldMask<D> off(kCdFormat);
  off.Add(valid && Is<"EPD0">(cd), {"T0SZ", "TG0", "IR0", "OR0", "SH0", "TTB0"});
  Entry<D> mask = invalid.mask();
  const Bits<D, 64> all(~std::uint64_t{0});
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = Ite(valid, all, mask[i]) & ~off.mask()[i];
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
  FieldMask<D> safe(kSteFormat);
  safe.Add(Bool<D>(true), {"MEV"});
  Entry<D> mask = safe.mask();
  const Bits<D, 64> full_ats(std::uint64_t{1} << 28);  // EATS[0]
  const Bits<D, 64> none(0);
  mask[1] = mask[1] | Ite(forbidden, none, full_ats);
  return mask;
}

}  // namespace quiesce
