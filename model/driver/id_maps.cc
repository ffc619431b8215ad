#include "model/driver/id_maps.h"

#include <algorithm>

namespace quiesce {
namespace {

bool HoldMemory(DriverCore& core) {
  IdMaps& ids = core.s.ids;
  if (ids.memory) return true;
  if (core.port.Fails(FaultPoint::kHeapReserveId)) return false;
  ids.memory = core.port.AllocHeap(4096);
  return ids.memory.has_value();
}

void ReleaseIfEmpty(DriverCore& core) {
  IdMaps& ids = core.s.ids;
  if (!ids.memory || !ids.asids.empty() || !ids.vmids.empty()) return;
  core.port.FreeHeap(*ids.memory);
  ids.memory.reset();
}

bool UsedElsewhere(const DriverCore& core, std::uint32_t asid) {
  if (core.variant().asid_space != AsidSpace::kGlobal || core.s.ids.others_erased) return false;
  const auto& live = core.config.platform.asids_elsewhere;
  return std::find(live.begin(), live.end(), asid) != live.end();
}

template <class Used>
std::optional<std::uint16_t> Take(DriverCore& core, std::set<std::uint16_t>& ids, unsigned bits,
                                  Used&& used) {
  for (std::uint32_t id = 1; id < std::uint32_t{1} << bits; ++id) {
    const auto id16 = static_cast<std::uint16_t>(id);
    if (ids.contains(id16) || used(id)) continue;
    if (!HoldMemory(core)) return std::nullopt;
    ids.insert(id16);
    return id16;
  }
  return std::nullopt;
}

}  // namespace

std::optional<DriverStop> ReserveIds(DriverCore& core, const ReservedIds& ids) {
  core.s.ids.others_erased |= ids.others_erased;
  if (ids.asids.empty() && ids.vmids.empty()) return std::nullopt;
  if (!HoldMemory(core)) return FaultStop(FaultPoint::kHeapReserveId);
  core.s.ids.asids.insert(ids.asids.begin(), ids.asids.end());
  core.s.ids.vmids.insert(ids.vmids.begin(), ids.vmids.end());
  return std::nullopt;
}

void DestroyIdMaps(DriverCore& core) {
  core.s.ids.asids.clear();
  core.s.ids.vmids.clear();
  ReleaseIfEmpty(core);
}

std::optional<std::uint16_t> TakeAsid(DriverCore& core) {
  return Take(core, core.s.ids.asids, static_cast<unsigned>(core.s.features.table.asid_bits.raw()),
              [&](std::uint32_t asid) { return UsedElsewhere(core, asid); });
}

std::optional<std::uint16_t> TakeVmid(DriverCore& core) {
  return Take(core, core.s.ids.vmids, static_cast<unsigned>(core.s.features.table.vmid_bits.raw()),
              [](std::uint32_t) { return false; });
}

void PutAsid(DriverCore& core, std::uint16_t asid) {
  core.s.ids.asids.erase(asid);
  ReleaseIfEmpty(core);
}

void PutVmid(DriverCore& core, std::uint16_t vmid) {
  core.s.ids.vmids.erase(vmid);
  ReleaseIfEmpty(core);
}

}  // namespace quiesce
