#include "model/driver/fresh_table.h"

#include <algorithm>

#include "model/driver/insert.h"
#include "model/driver/maybe_stop.h"

namespace quiesce {
namespace {

MaybeStop AllocTable(DriverCore& core, std::uint64_t bytes) {
  std::optional<Resource> memory;
  if (!core.port.Fails(FaultPoint::kAllocStreamTable)) memory = core.port.AllocDma(bytes, bytes);
  if (!memory) return FaultStop(FaultPoint::kAllocStreamTable);
  core.s.devres.AddResource(*memory);
  core.s.strtab.memory = memory;
  core.s.strtab.table.base = Bits<Concrete, 64>(memory->range.first);
  return std::nullopt;
}

MaybeStop FreshTwoLevel(DriverCore& core, std::uint64_t sid_bits) {
  // 0 to 17: with fewer than 8 bits of StreamID the feature is clear.
  const std::uint64_t log2 = std::min<std::uint64_t>(sid_bits - kDriverSplit, kDriverMaxL1Log2);
  core.s.strtab.table = {Bool<Concrete>(true), {}, Bits<Concrete, 32>(std::uint64_t{1} << log2)};
  if (MaybeStop stop = AllocTable(core, std::uint64_t{8} << log2)) return stop;
  std::optional<Resource> pointers;
  if (!core.port.Fails(FaultPoint::kHeapL2Pointers)) {
    pointers = core.port.AllocHeap(std::uint64_t{8} << log2);
  }
  if (!pointers) return FaultStop(FaultPoint::kHeapL2Pointers);
  core.s.devres.AddResource(*pointers);
  core.s.strtab.pointers = pointers;
  return std::nullopt;
}

MaybeStop FreshLinear(DriverCore& core, std::uint64_t sid_bits) {
  // 1 << 32 does not fit the driver's count, and the allocation fails long before.
  const std::uint64_t stes = std::uint64_t{1} << std::min<std::uint64_t>(sid_bits, 32);
  core.s.strtab.table = {Bool<Concrete>(false), {}, Bits<Concrete, 32>(stes)};
  if (MaybeStop stop = AllocTable(core, stes * 64)) return stop;
  WriteInitialStes(core.port, *core.s.strtab.memory, core.s.strtab.table.base.raw(), stes,
                   core.config.policy.take_over == TakeOver::kFullResetBypass);
  return std::nullopt;
}

}  // namespace

MaybeStop MakeFreshTable(DriverCore& core) {
  const std::uint64_t sid_bits = core.s.features.table.sid_bits.raw();
  if (core.s.features.table.two_level) return FreshTwoLevel(core, sid_bits);
  return FreshLinear(core, sid_bits);
}

}  // namespace quiesce
