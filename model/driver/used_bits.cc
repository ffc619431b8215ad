#include "model/driver/used_bits.h"

#include "model/driver/used_bits_rules.h"

namespace quiesce {
namespace {

Entry<Concrete> EntryOf(const EntryWords& words) {
  Entry<Concrete> entry;
  for (std::size_t i = 0; i < words.size(); ++i) entry[i] = Bits<Concrete, 64>(words[i]);
  return entry;
}
EntryWords WordsOf(const Entry<Concrete>& entry) {
  EntryWords words{};
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = entry[i].raw();
  return words;
}
Ste<Concrete> SteOf(const EntryWords& words) { return SteFrom(EntryOf(words)); }
Cd<Concrete> CdOf(const EntryWords& words) { return CdFrom(EntryOf(words)); }

}  // namespace

EntryWords ArchitectureUsedSteBits(const EntryWords& ste) {
  return WordsOf(ArchitectureUsedSte(SteOf(ste)));
}
EntryWords DriverUsedSteBits(const EntryWords& ste) { return WordsOf(DriverUsedSte(SteOf(ste))); }
EntryWords ArchitectureUsedCdBits(const EntryWords& cd) {
  return WordsOf(ArchitectureUsedCd(CdOf(cd)));
}
EntryWords DriverUsedCdBits(const EntryWords& cd) { return WordsOf(DriverUsedCd(CdOf(cd))); }
EntryWords DriverSafeSteBits(const EntryWords& live, const EntryWords& target) {
  return WordsOf(DriverSafeSte(SteOf(live), SteOf(target)));
}

}  // namespace quiesce
