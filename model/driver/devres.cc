#include "model/driver/devres.h"

#include <algorithm>

#include "model/driver/driver_core.h"
#include "model/driver/id_maps.h"
#include "model/driver/strtab.h"

namespace quiesce {
namespace {

void Release(const Managed& m, DriverCore& core) {
  switch (m.kind) {
    case Managed::Kind::kResource:
      return GiveBack(core.port, m.resource);
    case Managed::Kind::kIrq:
      return core.port.FreeIrq(m.line);
    case Managed::Kind::kTableCleanup:
      return CleanUpAdoptedTable(core);
    case Managed::Kind::kIdMaps:
      return DestroyIdMaps(core);
  }
}

}  // namespace

bool Devres::Remove(const Resource& r) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Managed& m) {
    return m.kind == Managed::Kind::kResource && m.resource == r;
  });
  if (found == entries_.end()) return false;
  entries_.erase(found);
  return true;
}

void Devres::ReleaseAll(DriverCore& core) {
  while (!entries_.empty()) {
    const Managed last = entries_.back();
    entries_.pop_back();
    Release(last, core);
  }
}

void GiveBack(Port& port, const Resource& r) {
  switch (r.kind) {
    case ResourceKind::kMapping:
      return port.Unmap(r);
    case ResourceKind::kDma:
      return port.FreeDma(r);
    case ResourceKind::kHeap:
      return port.FreeHeap(r);
  }
}

}  // namespace quiesce
