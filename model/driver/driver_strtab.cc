#include "model/driver/driver_strtab.h"

namespace quiesce {

std::optional<std::uint64_t> DriverStrtab::SteAddress(std::uint32_t sid) const {
  const Bits<Concrete, 32> id(sid);
  if (!table.two_level) return DriverLinearSteAddress(table, id).raw();
  const auto found = l2.find(L1IndexOf(sid));
  if (found == l2.end()) return std::nullopt;
  return DriverL2SteAddress(Bits<Concrete, 64>(found->second), id).raw();
}

const Resource& DriverStrtab::SteMemory(std::uint32_t sid) const {
  return table.two_level ? l2_memory.at(L1IndexOf(sid)) : *memory;
}

void DriverStrtab::AddL2(std::uint32_t index, std::uint64_t pa, const Resource& through) {
  l2.insert_or_assign(index, pa);
  l2_memory.insert_or_assign(index, through);
}

}  // namespace quiesce
