// Managed resources: what is given back, in reverse order, when a probe fails or the driver is
// unbound. The order and the owner of each is where adoption went wrong most often.
#pragma once

#include <vector>

#include "model/driver/port.h"

namespace quiesce {

struct DriverCore;

/// One registered release.
struct Managed {
  enum class Kind : std::uint8_t {
    kResource,      ///< a mapping, DMA memory or heap memory by itself
    kIrq,           ///< an interrupt handler
    kTableCleanup,  ///< what adoption holds: the table's mapping and the array of L2 tables
    kIdMaps,        ///< the maps of ASIDs and VMIDs
  };
  Kind kind = Kind::kResource;
  Resource resource = {};
  IrqLine line = IrqLine::kGerror;
};

class Devres {
 public:
  void Add(const Managed& m) { entries_.push_back(m); }
  void AddResource(const Resource& r) { Add({Managed::Kind::kResource, r}); }
  /// Drops the entry of a resource that was given back by hand; false if there is none.
  bool Remove(const Resource& r);
  /// Releases everything, last registered first.
  void ReleaseAll(DriverCore& core);
  bool empty() const { return entries_.empty(); }

 private:
  std::vector<Managed> entries_;
};

/// Gives back one resource, whatever its kind.
void GiveBack(Port& port, const Resource& r);

}  // namespace quiesce
