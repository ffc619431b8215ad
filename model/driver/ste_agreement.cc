#include "model/driver/ste_agreement.h"

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

SteLocation Located(const TableFetch<Concrete>& fetch) {
  if (!fetch.made) return {};
  return {fetch.address.raw(), std::nullopt};
}

}  // namespace

SteLocation LocateSte(const Image& image, std::uint32_t sid, bool truncates_above_oas) {
  const Caps<Concrete> caps = CapsOf(image.registers);
  const StrtabConfig<Concrete> strtab = DecodeStrtab<Concrete>(
      image.registers.Get<Reg::STRTAB_BASE>(), image.registers.Get<Reg::STRTAB_BASE_CFG>(), caps);
  const Bits<Concrete, 32> id(sid);
  const Bool<Concrete> truncates(truncates_above_oas);
  if (!strtab.two_level) return Located(FetchLinearSte(strtab, id, caps, truncates));

  const TableFetch<Concrete> l1_fetch = FetchL1Std(strtab, id, caps, truncates);
  if (!l1_fetch.made) return {};
  const WordRead read = image.memory.Read64(l1_fetch.address.raw());
  if (read.status != BusStatus::kOk) {
    return {std::nullopt, Unreadable(read.status, l1_fetch.address.raw())};
  }
  const L1Std<Concrete> l1std{Bits<Concrete, 64>(read.value)};
  return Located(FetchL2Ste(strtab, l1std, id, caps, truncates));
}

std::string Describe(const SteLocation& location) {
  if (location.address) return absl::StrFormat("0x%x", *location.address);
  if (!location.unreadable) return "none";
  const bool abort = location.unreadable->kind == StopKind::kBusAbort;
  return absl::StrFormat("none: L1 descriptor at 0x%x %s", *location.unreadable->address,
                         abort ? "takes an external abort" : "was not captured");
}

}  // namespace quiesce
