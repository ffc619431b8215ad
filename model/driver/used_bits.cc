#include "model/driver/used_bits.h"

#include "model/driver/used_bits_rules.h"

namespace quiesce {
namespace {

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
